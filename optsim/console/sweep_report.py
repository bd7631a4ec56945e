"""Report of a sweep for people: what was run, a line a lane, and what to know of it. It reads well in a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optsim.languages import Language
from optsim.plot.width import cell_width, wrap
from optsim.sweeps.comparison import Comparison
from optsim.sweeps.findings import chosen_of, notes_of, tuning_of
from optsim.sweeps.result import SweepResult
from optsim.sweeps.statistics.profile import MOST_RATIO
from optsim.sweeps.statistics.sensitivity import Sensitivity
from optsim.sweeps.statistics.tuned import best_of
from optsim.sweeps.workloads import NEAR, Standing, standings_of

_GAP = "  "


def report_lines(result: SweepResult, language: Language, width: int) -> Iterator[str]:
    """The lines of a report."""
    plan, text = result.plan, language.text
    yield plan.scenario.title or plan.scenario.name or text("sweep.untitled")
    yield text("sweep.size", cells=plan.cells, runs=plan.runs)
    if len(result) < plan.runs:
        yield text("sweep.done", rows=len(result), runs=plan.runs)
    yield from wrap(language.sentence(tuning_of(plan)), width)
    yield ""
    yield from table_lines(_rows(result, language))
    if plan.trials is not None:
        yield ""
        yield text("sweep.tuned", goal=str(plan.goal))
        yield from table_lines(_tuned_rows(result, plan.trials, language))
    if standings := standings_of(result):
        yield ""
        yield from wrap(text("sweep.workloads", near=f"{NEAR:g}", most=f"{MOST_RATIO:g}"), width)
        yield from table_lines(_standing_rows(standings, language))
    notes = [language.sentence(note) for note in notes_of(result)]
    if notes:
        yield ""
    for note in notes:
        yield from wrap(note, width)


def _rows(result: SweepResult, language: Language) -> list[list[str]]:
    columns = ("lane", "best", "goal", "quartiles", "width", "diverged")
    head = [language.text(f"sweep.column.{name}") for name in columns]
    return [head, *(_row(own, language) for own in result.sensitivity.values())]


def _row(own: Sensitivity, language: Language) -> list[str]:
    none = language.text("sweep.none")
    diverged = f"{100 * own.diverged:.0f} %"
    if own.best is None:
        return [own.lane, none, none, none, none, diverged]
    setting = own.settings[own.best]
    best = ", ".join(f"{name} = {_short(value)}" for name, value in setting.items()) or language.text("sweep.fixed")
    quartiles = f"{_short(own.low[own.best])} … {_short(own.high[own.best])}"
    width = none
    if own.width is not None:
        low, high = _short(own.width.low), _short(own.width.high)
        width = language.text("sweep.from_to", axis=own.width.axis, low=low, high=high)
    return [own.lane, best, _short(own.median[own.best]), quartiles, width, diverged]


def _standing_rows(standings: Sequence[Standing], language: Language) -> list[list[str]]:
    """A row a lane: over all workloads, as given and tuned."""
    columns = ("reached", "near", "score")
    head = [language.text("sweep.column.lane"), *(language.text(f"sweep.column.{name}") for name in columns)]
    return [head, *([_standing_name(each, language), *_standing_numbers(each)] for each in standings)]


def _standing_name(each: Standing, language: Language) -> str:
    return language.text("sweep.tuned_lane" if each.tuned else "sweep.as_given", lane=each.lane)


def _standing_numbers(each: Standing) -> list[str]:
    return [f"{100 * each.reached:.0f} %", f"{100 * each.near:.0f} %", f"{each.score:.3f}"]


def _tuned_rows(result: SweepResult, trials: int, language: Language) -> list[list[str]]:
    """By lane, the expected best of so many trials, medians over the seeds."""
    numbers = [2**power for power in range(trials.bit_length())]
    head = [language.text("sweep.column.lane"), *map(str, numbers)]
    lanes = (own for own in result.sensitivity.values() if len(own.median) == trials and not np.isnan(own.median).any())
    return [head, *([own.lane, *(_short(float(best_of(own.median)[k - 1])) for k in numbers)] for own in lanes)]


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table_lines(rows: list[list[str]]) -> Iterator[str]:
    """A table with its columns in line, the first row above a rule."""
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = (cell + " " * (width - cell_width(cell)) for cell, width in zip(row, widths, strict=True))
        yield _GAP.join(cells).rstrip()
        if number == 0:
            yield _GAP.join("─" * width for width in widths)


def comparison_lines(comparison: Comparison, language: Language, width: int) -> Iterator[str]:
    """The verdict, and what it rests on."""
    yield from wrap(language.sentence(comparison.fact), width)
    about = language.text(
        "compare.about",
        goal=str(comparison.goal),
        steps=comparison.steps,
        seed=comparison.seed,
        most=comparison.most,
    )
    yield from wrap(about, width)
    for note in chosen_of(comparison):
        yield from wrap(language.sentence(note), width)
