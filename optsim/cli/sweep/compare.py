"""The command that compares two lanes, or two sweeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from optsim.cli.language import language, refusal
from optsim.cli.options import imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language, option

if TYPE_CHECKING:
    from optsim.sweeps.comparison import Comparison


@click.command("compare", cls=Helped)
@click.argument("what", nargs=-1, required=True, metavar="SCENARIO LANE LANE | FOLDER FOLDER")
@option("--goal", help="help.option.goal")
@option("--most", type=click.IntRange(10, 100_000), default=200, show_default=True, help="help.option.most")
@imports_own
@chooses_language
def compare_command(what: tuple[str, ...], goal: str | None, most: int) -> None:
    """Compare two lanes under the same noise, or the best of two sweeps."""
    from optsim.cli.sweep.job import known_failures  # noqa: PLC0415 not before it is used
    from optsim.console.standard_output import width  # noqa: PLC0415
    from optsim.console.sweep_report import comparison_lines  # noqa: PLC0415

    if len(what) not in (2, 3) or (len(what) == 2 and goal is not None):
        raise refusal("failure.compare_what")
    with known_failures():
        comparison = _of_lanes(*what, goal, most) if len(what) == 3 else _of_folders(*map(Path, what))
    put_lines(comparison_lines(comparison, language(), width()))


def _of_lanes(name: str, one: str, other: str, goal: str | None, most: int) -> Comparison:
    from optsim.cli.inputs import load_scenario  # noqa: PLC0415 as above
    from optsim.cli.replay.progress import progress  # noqa: PLC0415
    from optsim.cli.sweep.job import epochs_of  # noqa: PLC0415
    from optsim.scenario.sweep.sweep import Goal  # noqa: PLC0415
    from optsim.sweeps.api import goal_named  # noqa: PLC0415
    from optsim.sweeps.comparison import compare_lanes  # noqa: PLC0415

    scenario = load_scenario(name)
    own = scenario.sweep.goal if scenario.sweep is not None else Goal()
    aim = own if goal is None else goal_named(scenario, goal)
    bar = progress()
    try:
        return compare_lanes(
            scenario,
            one,
            other,
            aim,
            most=most,
            epochs=epochs_of(name),
            watch=lambda each: bar.show("seeds", each.pairs, most),
        )
    finally:
        bar.clear()


def _of_folders(one: Path, other: Path) -> Comparison:
    from optsim.sweeps.comparison import compare_results  # noqa: PLC0415 as above
    from optsim.sweeps.run import result_of  # noqa: PLC0415
    from optsim.sweeps.store import Store  # noqa: PLC0415

    results = []
    for folder in (one, other):
        store = Store.open(folder)
        done, _ = store.done(range(store.plan.blocks))
        results.append(result_of(store.plan, list(done.values())))
    return compare_results(results[0], results[1], (str(one), str(other)))
