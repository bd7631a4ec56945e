"""Rows of text and numbers beside the picture of a sweep: lanes, verdicts, the cell under the cursor, notes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from optsim.analysis.chart_marks import BEST
from optsim.engine.runs.outcomes import STATUSES
from optsim.facts import Fact
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit, shorten, wrap
from optsim.sweeps.facts import AtEdge, Better, NoneReached, Tie
from optsim.sweeps.findings import tuning_of
from optsim.sweeps.live.contest import Contest, Pair
from optsim.sweeps.live.live_sweep import UNKNOWN
from optsim.sweeps.live.slices import settings_on
from optsim.sweeps.rows import FAILED
from optsim.sweeps.statistics.tuned import best_of
from optsim.sweeps.statistics.verdict import Verdict
from optsim.sweeps.workloads import NEAR
from optsim.tui.sweep.snapshot import SweepSnapshot, setting_text

_GAP = 2


class Cells(NamedTuple):
    """A row of the table of lanes: what stands in its columns, the most needed first, and its lane."""

    lane: str
    columns: tuple[str, ...]


def table_rows(view: SweepSnapshot) -> tuple[Cells, list[Cells]]:
    """The heads of the table, and a row a lane: best setting, its median, the median as given, its range, and what diverged."""
    text, trials = view.language.text, view.sweep.plan.trials
    names = ("lane", "best", "tuned", "given", "width", "diverged")
    heads = [text(f"sweep.head.{name}", k=_settings(view)) for name in names]
    counts = () if trials is None else tuple(2**power for power in range(2, trials.bit_length(), 2))
    heads += [text("sweep.head.tuned", k=count) for count in counts]
    return Cells("", tuple(heads)), [_row(view, lane, counts) for lane in view.look.lanes]


def _settings(view: SweepSnapshot) -> int:
    """The most settings that a lane was tuned over."""
    return max(len(settings_on(view.sweep.plan, lane, view.look.workload)) for lane in view.look.lanes)


def _row(view: SweepSnapshot, lane: str, counts: tuple[int, ...]) -> Cells:
    own, text = view.own(lane), view.language.text
    given, none = view.given(lane), text("sweep.none")
    diverged = none if math.isnan(own.diverged) else f"{100 * own.diverged:.0f} %"
    name = f"{view.sign(lane)} {lane}"
    if own.best is None:
        return Cells(lane, (name, none, none, compact(given), none, diverged, *[none] * len(counts)))
    chosen = view.sweep.plan.values_of(lane)[own.best].items() - {*view.look.workload}
    values = ", ".join(setting_text(value) for _, value in sorted(chosen)) or text("sweep.fixed")
    best = f"{values} {text('sweep.edge')}" if own.edges else values
    ends = () if own.width is None else dict.fromkeys(map(setting_text, (own.width.low, own.width.high)))
    width = "–".join(ends) or none
    tuned = best_of(own.median) if counts and not any(map(math.isnan, own.median)) else ()
    expected = [compact(float(tuned[count - 1])) if len(tuned) >= count else none for count in counts]
    return Cells(lane, (name, best, compact(float(own.median[own.best])), compact(given), width, diverged, *expected))


def put_table(view: SweepSnapshot, grid: Grid, y: int, x: int, width: int, height: int) -> int:
    """Write the table into so many cells, columns from the left as far as they have room; returns the row after it.

    Where there are more lanes than rows those about the selected one are there, and how many are not.
    """
    head, rows = table_rows(view)
    widths = _widths(head, rows, width)
    shown = _about(rows, view.look.selected, height - 1)
    end = _put_cells(grid, y, x, head, widths, view.palette.muted)
    missing = len(rows) - len(shown)
    if missing:
        more = view.language.text("sweep.more_lanes", count=missing)
        room = x + width - end - 1
        if cell_width(more) <= room:
            grid.put(y, x + width - cell_width(more), more, view.palette.muted)
    for number, cells in enumerate(shown, start=1):
        chosen = cells.lane == view.look.lane
        if chosen:
            grid.bg[y + number, x : x + width] = view.palette.raised
        _put_cells(grid, y + number, x, cells, widths, view.palette.text, view.colour(cells.lane), bold=chosen)
    return y + 1 + len(shown)


def left_out(view: SweepSnapshot, width: int) -> Iterator[str]:
    """What the table has no room for in so many cells, of the selected lane."""
    head, rows = table_rows(view)
    shown = len(_widths(head, rows, width))
    own = rows[view.look.selected]
    missing = [f"{name} {value}" for name, value in zip(head.columns[shown:], own.columns[shown:], strict=True)]
    if missing:
        yield f"{own.columns[0]}: {', '.join(missing)}"


def _about(rows: list[Cells], selected: int, most: int) -> list[Cells]:
    first = min(max(selected - most // 2, 0), max(len(rows) - most, 0))
    return rows[first : first + max(most, 1)]


def _widths(head: Cells, rows: list[Cells], width: int) -> list[int]:
    """The cells of the columns that have room."""
    every = [
        max(map(cell_width, column)) for column in zip(head.columns, *(each.columns for each in rows), strict=True)
    ]
    every[0] = min(every[0], max(width // 3, 6))
    chosen: list[int] = []
    for cells in every:
        if sum(chosen) + _GAP * len(chosen) + cells > width:
            break
        chosen.append(cells)
    return chosen or [max(width, 1)]


def _put_cells(
    grid: Grid,
    y: int,
    x: int,
    cells: Cells,
    widths: list[int],
    ink: int,
    first: int | None = None,
    *,
    bold: bool = False,
) -> int:
    for number, (text, cells_of_column) in enumerate(zip(cells.columns, widths, strict=False)):
        colour = first if number == 0 and first is not None else ink
        grid.put(y, x, fit(shorten(text, cells_of_column), cells_of_column), colour, Attr.BOLD if bold else Attr.PLAIN)
        x += cells_of_column + _GAP
    return x - _GAP


# the cell under the cursor


def cell_lines(view: SweepSnapshot) -> tuple[str, str]:
    """The numbers of the cell under the cursor, and those of the run that enter opens."""
    look, text = view.look, view.language.text
    lane, setting = look.lane, look.setting
    own, summary = view.own(lane), view.sweep.summary(lane, setting)
    values = ", ".join(
        f"{name.removeprefix(f'{lane}.')} = {setting_text(value)}" for name, value in own.settings[setting].items()
    )
    where = text("sweep.cell", sign=view.sign(lane), lane=lane, setting=values or text("sweep.fixed"))
    if not summary.known:
        numbers = text("sweep.cell.unknown")
    else:
        numbers = text(
            "sweep.cell.quartiles", median=compact(summary.median), low=compact(summary.low), high=compact(summary.high)
        )
    counts = [
        text(f"sweep.cell.{name}", count=count)
        for name, count in (("diverged", summary.diverged), ("missed", summary.missed), ("failed", summary.failed))
        if count
    ]
    seeds = text("sweep.cell.seeds", known=summary.known, seeds=view.sweep.plan.seeds)
    cause = view.sweep.cause(lane, setting)
    return "; ".join([f"{where}: {numbers}", seeds, *counts, *([cause] if cause else [])]), _run_line(view)


def _run_line(view: SweepSnapshot) -> str:
    look, text = view.look, view.language.text
    value, status = view.sweep.run_of(look.lane, look.setting, look.seed)
    seed = view.sweep.plan.seed(look.seed)
    if status == UNKNOWN:
        return text("sweep.run.unknown", seed=seed)
    word = text("sweep.run.failed") if status == FAILED else view.language.label(STATUSES[status])
    if view.sweep.plan.goal.kind == "steps" and status != FAILED:
        reached = math.isfinite(value)
        return (
            text("sweep.run.reached", seed=seed, step=value)
            if reached
            else text("sweep.run.missed", seed=seed, status=word)
        )
    return text("sweep.run", seed=seed, value=compact(value), status=word)


# verdicts and notes


def verdict_lines(view: SweepSnapshot) -> Iterator[str]:
    """What is said of the tuned lanes: nothing before all cells are done."""
    contest, text = view.sweep.contest, view.language.text
    if not view.sweep.is_contested:
        yield from _over_workloads(view)
        return
    if contest is None:
        done = view.sweep.grid_done
        yield text("sweep.no_chance" if done and not view.sweep.by_chance else "sweep.verdicts.later")
        return
    yield text("sweep.verdicts", seed=contest.first_seed)
    for pair in _ordered(contest, view.look.lane):
        own = contest.verdicts.get(pair)
        sentence = (
            text("sweep.verdicts.running", one=pair.one, other=_other(view, pair), seeds=contest.seeds)
            if own is None or (own.better is None and not contest.over)
            else view.language.sentence(_fact(view, pair, own))
        )
        yield f"  {sentence}"


def _over_workloads(view: SweepSnapshot) -> Iterator[str]:
    """What the table is of where the objective is varied, which is no choice, and the lanes over all workloads."""
    plan, text = view.sweep.plan, view.language.text
    workload = ", ".join(f"{plan.axes[place].key} = {setting_text(value)}" for place, value in view.look.workload)
    yield text("sweep.table.workload", workload=workload) if workload else text("sweep.verdicts.objective")
    standings = sorted(view.sweep.standings(), key=lambda each: -each.score)
    if standings:
        yield text("sweep.scores", near=f"{NEAR:g}")
    names = [
        text("sweep.tuned_lane" if each.tuned else "sweep.as_given", lane=f"{view.sign(each.lane)} {each.lane}")
        for each in standings
    ]
    widest = max(map(cell_width, names), default=0)
    for name, each in zip(names, standings, strict=True):
        yield f"  {fit(name, widest)}  {each.score:5.3f}  {100 * each.near:4.0f} %  {100 * each.reached:4.0f} %"


def _ordered(contest: Contest, lane: str) -> list[Pair]:
    """The pairs of the selected lane first."""
    return sorted(contest.pairs, key=lambda pair: lane != pair.other)


def _other(view: SweepSnapshot, pair: Pair) -> str:
    return view.language.text("sweep.as_given", lane=pair.other) if pair.as_given else pair.other


def _fact(view: SweepSnapshot, pair: Pair, own: Verdict) -> Fact:
    names = pair.one, _other(view, pair)
    if own.better is None:
        return Tie(*names, own.pairs, own.more)
    return Better(names[own.better], names[1 - own.better], own.scale, abs(own.effect), own.margin, own.p, own.pairs)


def note_lines(view: SweepSnapshot) -> Iterator[str]:
    """What is to be known of the table: edges, goals that nobody reached, what all figures depend on."""
    plan = view.sweep.plan
    for lane in sorted(view.look.lanes, key=lambda each: each != view.look.lane):
        own = view.own(lane)
        if own.best is None and view.sweep.grid_done:
            yield view.language.sentence(NoneReached(lane, str(plan.goal)))
        if own.edges:
            axes = tuple(name.removeprefix(f"{lane}.") for name in own.edges)
            yield view.language.sentence(AtEdge(lane, axes))
    yield view.language.sentence(_tuning(view))


def _tuning(view: SweepSnapshot) -> Fact:
    """What the figures depend on; the axes of the lanes' own of one setting are told as one where they are alike."""
    tuning = tuning_of(view.sweep.plan)
    keys = dict.fromkeys((axis.key, len(axis.values)) for axis in view.sweep.plan.axes)
    if view.sweep.plan.trials is not None or len(keys) == len(tuning.axes):
        return tuning
    return replace(tuning, axes=tuple(key for key, _ in keys), values=tuple(count for _, count in keys))


def put_lines(grid: Grid, y: int, x: int, width: int, lines: Iterator[str], most: int, colour: int) -> int:
    """Write lines, wrapped, in at most so many rows; returns the row after them. What has no room ends in an ellipsis."""
    rows = [row for line in lines for row in _wrapped(line, width)]
    if len(rows) > most > 0:
        last = rows[most - 1]
        rows = [*rows[: most - 1], f"{last} …" if cell_width(last) + 2 <= width else shorten(f"{last}……", width)]
    for number, row in enumerate(rows[: max(most, 0)]):
        grid.put(y + number, x, row, colour)
    return y + min(len(rows), max(most, 0))


def _wrapped(line: str, width: int) -> list[str]:
    """A line in rows; those after the first one are indented where it is."""
    indent, line = len(line) - len(line.lstrip()), line.strip()
    first = (wrap(line, max(width - indent, 8)) or [""])[0]
    others = wrap(line[len(first) :].strip(), max(width - indent - 2, 8)) if len(line) > len(first) else []
    return [" " * indent + first, *(" " * (indent + 2) + other for other in others)]


#: what the signs of the pictures mean, for the help: sign and id of its text
SIGNS = (
    (BEST, "sweep.sign.best"),
    ("◇", "sweep.sign.given"),
    ("✗", "sweep.sign.diverged"),
    ("⊣", "sweep.sign.missed"),
    ("!", "sweep.sign.failed"),
)
