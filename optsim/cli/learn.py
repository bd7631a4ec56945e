"""The command that opens the course."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.cli.language import language, refusal
from optsim.cli.options import chooses_looks, imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language, option
from optsim.console.standard_output import can_show_app

if TYPE_CHECKING:
    from optsim.lesson.course import Course


@click.command("learn", cls=Helped)
@click.argument("lesson", required=False)
@option("--list", "lists", is_flag=True, help="help.option.list")
@imports_own
@chooses_language
@chooses_looks
@click.pass_context
def learn_command(ctx: click.Context, /, lesson: str | None, lists: bool, **looks: Any) -> None:  # noqa: FBT001 a flag is one
    """Open the course."""
    from optsim.cli.open_app import looks_of, the_course  # noqa: PLC0415 not before it is used

    if lists:
        put_lines(_listed(the_course()))
        return
    chosen = {key: looks.get(key) or ctx.obj[key] for key in ctx.obj}
    for key, name in (("record", "--record"), ("tour", "--demo")):
        if chosen[key]:
            raise refusal("failure.for_scenario", option=name)
    if lesson is not None:
        _check(lesson)
    if not can_show_app():
        raise refusal("failure.course_needs_terminal")
    from optsim.system.allocator import keep_pages  # noqa: PLC0415
    from optsim.tui.start.run import run_app  # noqa: PLC0415

    keep_pages()
    preferences, file, warnings = looks_of(chosen)
    code = run_app(
        None,
        preferences,
        file,
        warnings,
        language=language(),
        course=the_course,
        learn=lesson or "",
        width=chosen["width"],
        keeps=not chosen["read_only"],
    )
    sys.exit(code)


def _check(lesson: str) -> None:
    """Raise Failure for a lesson that cannot be used."""
    from optsim.lesson.find import load_lesson  # noqa: PLC0415 as above
    from optsim.scenario import ScenarioError  # noqa: PLC0415

    try:
        load_lesson(lesson)
    except ScenarioError as error:
        raise Failure(error.told_in(language())) from error


def _listed(course: Course) -> Iterator[str]:
    """Yield a line for each lesson, its name first, in the order in which one learns; tell what cannot be used."""
    from optsim.console.messages import tell  # noqa: PLC0415 as above
    from optsim.lesson.bundled import LESSONS  # noqa: PLC0415
    from optsim.lesson.outline import outlines  # noqa: PLC0415
    from optsim.plot.width import fit, widest  # noqa: PLC0415
    from optsim.system.printable import printable_line  # noqa: PLC0415

    text, lessons = language().text, outlines()
    width = widest(lesson.name for lesson in lessons)
    for lesson in lessons:
        progress = course.progress(lesson)
        day = "" if progress.due is None else progress.due.isoformat()
        standing = text(f"list.standing.{progress.standing.value}", day=day)
        line = text("list.lesson", title=lesson.title(language().name), standing=standing)
        yield f"{fit(printable_line(lesson.name), width)}  {line}"
    for problem in LESSONS.problems:
        tell(f"optsim: {problem}")
    if course.problem is not None:
        tell(f"optsim: {language().sentence(course.problem)}")
