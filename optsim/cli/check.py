"""The command that checks scenario files and recordings."""

from __future__ import annotations

from collections.abc import Iterator

import click

from optsim.cli.failure import Failure
from optsim.cli.inputs import is_recording, load_scenario, race_of, read_recording
from optsim.cli.language import language
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped
from optsim.system.printable import printable_line


@click.command("check", cls=Helped)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check_command(files: tuple[str, ...]) -> None:
    """Check scenario files and recordings: every fault, where it is, a way out."""
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
    if not is_recording(file):
        from optsim.scenario.describe import budget_text  # noqa: PLC0415

        scenario = load_scenario(file)
        race = race_of(file, scenario)
        demo = f", a demo of {len(scenario.demo.do)} acts" if scenario.demo is not None else ""
        yield f"{printable_line(file)}: fine, {_lanes(len(race.lanes))}, {budget_text(scenario)}{demo}"
        from optsim.console.scenario_text import data_text  # noqa: PLC0415
        from optsim.console.standard_output import width  # noqa: PLC0415

        yield from data_text(scenario, width=width())
        return
    recording = read_recording(file)
    last = int(recording.steps[-1])
    told = f"{printable_line(file)}: a recording, {_lanes(len(recording.scenario.lanes))}, steps 0 to {last} of {recording.budget}"
    yield told if recording.note is None else f"{told}; {language().sentence(recording.note)}"


def _lanes(lanes: int) -> str:
    return f"{lanes} lane{'s' * (lanes > 1)}"
