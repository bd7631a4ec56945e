"""The command that checks scenario files, lessons and recordings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from optsim.cli.failure import Failure
from optsim.cli.inputs import is_lesson, is_recording, load_scenario, race_of, read_recording
from optsim.cli.language import language
from optsim.cli.options import imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language
from optsim.system.printable import printable_line

if TYPE_CHECKING:
    from optsim.engine.race import Race
    from optsim.scenario import Scenario


@click.command("check", cls=Helped)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@imports_own
@chooses_language
def check_command(files: tuple[str, ...]) -> None:
    """Check scenario files, lessons and recordings."""
    faults = []
    for file in files:
        try:
            put_lines(_checked(file))
        except Failure as failure:
            faults.append(failure)
    if faults:
        raise Failure("\n".join(fault.message for fault in faults), min(fault.exit_code for fault in faults))


def _checked(file: str) -> Iterator[str]:
    """Return a line on a file in which nothing is wrong, and lines on its data file."""
    text = language().text
    if is_lesson(file):
        yield _checked_lesson(file)
        return
    if not is_recording(file):
        from optsim.words.scenario_lines import budget_text  # noqa: PLC0415

        scenario = load_scenario(file)
        race = race_of(file, scenario)
        yield text(
            "check.fine" if scenario.demo is None else "check.fine_with_demo",
            file=printable_line(file),
            lanes=_lanes(scenario),
            budget=budget_text(language(), scenario),
            acts=0 if scenario.demo is None else len(scenario.demo.do),
        )
        yield from _ended_at_start(file, race)
        if getattr(scenario.objective, "data", None) is not None:
            from optsim.console.scenario_text import data_text  # noqa: PLC0415 most scenarios have no data
            from optsim.console.standard_output import width  # noqa: PLC0415

            yield from data_text(scenario, width=width(), language=language())
        return
    recording = read_recording(file)
    yield text(
        "check.recording" if recording.note is None else "check.recording_but",
        file=printable_line(file),
        lanes=_lanes(recording.scenario),
        last=int(recording.steps[-1]),
        budget=recording.budget,
        note="" if recording.note is None else language().sentence(recording.note),
    )


def _ended_at_start(file: str, race: Race) -> Iterator[str]:
    """Yield a line on lanes that have ended before their first step."""
    from optsim.engine.status import Status  # noqa: PLC0415 not before it is used

    race.compute(0)
    ends = {run.name: run.end for run in race.runs.values() if run.end is not None}
    diverged = {name: end for name, end in ends.items() if end.status is Status.DIVERGED}
    for cause in dict.fromkeys(language().sentence(end.cause) for end in diverged.values()):
        lanes = ", ".join(name for name, end in diverged.items() if language().sentence(end.cause) == cause)
        yield language().text(
            "check.ended_at_start", file=printable_line(file), lanes=printable_line(lanes), reason=cause
        )


def _checked_lesson(file: str) -> str:
    """Return a line on a lesson in which nothing is wrong."""
    from optsim.lesson.find import load_lesson  # noqa: PLC0415 not before it is used
    from optsim.lesson.verification import DRAWS, SEEDS, answer_problems  # noqa: PLC0415
    from optsim.scenario import ScenarioError  # noqa: PLC0415

    try:
        lesson = load_lesson(file)
        problems = answer_problems(lesson)
    except ScenarioError as error:
        raise Failure(error.told_in(language())) from error
    if problems:
        raise Failure(ScenarioError(lesson.source, problems).told_in(language()))
    text, count = language().text, len(lesson.questions)
    questions = text("course.question" if count == 1 else "course.questions", count=count)
    return text("check.lesson", file=printable_line(file), questions=questions, seeds=SEEDS, draws=DRAWS)


def _lanes(scenario: Scenario) -> str:
    number = len(scenario.lanes)
    return language().text("count.lane" if number == 1 else "count.lanes", number=number)
