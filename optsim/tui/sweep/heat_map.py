"""Heat map of a sweep: the goal of one lane over two settings, a cell a setting, the better the stronger its colour."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind
from optsim.engine.settings import Array
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit, fit_right, shorten
from optsim.sweeps.live.slices import Table, workload_at
from optsim.tui.colours.contrast import TEXT, mix
from optsim.tui.colours.palette import Palette
from optsim.tui.colours.terminal import Depth
from optsim.tui.sweep.curves import FAILED_SIGN
from optsim.tui.sweep.snapshot import SweepSnapshot, setting_text

_WIDEST, _HIGHEST = 14, 6
#: shares of the lane's colour in a cell, from the worst to the best
_FAINTEST, _STRONGEST = 0.08, 0.85
#: without grounds, from the worst to the best
_SHADES = "·░▒▓█"
_UNKNOWN = "·"


class _Layout(NamedTuple):
    """Cells of the picture: where its first one is, how large each is, and which rows and columns are shown, from one on."""

    left: int
    top: int
    wide: int
    high: int
    rows: range
    columns: range


def heat_map(view: SweepSnapshot, table: Table, width: int, height: int) -> Grid:
    """The picture in so many cells."""
    grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
    title = view.language.text("sweep.heat", goal=view.goal, lane=view.look.lane, seeds=view.sweep.plan.seeds)
    grid.put(0, 1, shorten(title, width - 2), view.palette.text, Attr.BOLD)
    cursor = view.look.place_in(table)
    layout = _layout(table, width, height, cursor)
    shares, best = _shares(view, table), _best(view, table)
    for y in layout.rows:
        for x in layout.columns:
            setting = table.settings[y][x]
            look = _Look.of(view, setting, float(shares[y, x]), best=setting in best)
            _draw_cell(grid, layout, (y, x), look, chosen=(y, x) == cursor)
    _label(view, grid, table, layout)
    return grid


def _best(view: SweepSnapshot, table: Table) -> set[int | None]:
    """The best settings, one on each workload in the picture."""
    lane = view.look.lane
    workloads = {workload_at(view.sweep.plan, lane, setting) for row in table.settings for setting in row}
    return {view.sweep.sensitivity(lane, each).best for each in workloads}


def _layout(table: Table, width: int, height: int, cursor: tuple[int, int]) -> _Layout:
    """As large as there is room; where there is none for all cells, those about the cursor."""
    left = max(cell_width(each) for each in (*map(setting_text, table.rows.values), table.rows.key[:12])) + 2
    rows, columns = len(table.settings), len(table.settings[0])
    room_x, room_y = max(width - left - 1, 1), max(height - 4, 1)
    wide, high = min(max(room_x // columns, 1), _WIDEST), min(max(room_y // rows, 1), _HIGHEST)
    shown_x, shown_y = min(columns, room_x // wide), min(rows, room_y // high)
    first_x = min(max(cursor[1] - shown_x // 2, 0), columns - shown_x)
    first_y = min(max(cursor[0] - shown_y // 2, 0), rows - shown_y)
    return _Layout(left, 2, wide, high, range(first_y, first_y + shown_y), range(first_x, first_x + shown_x))


class _Look(NamedTuple):
    """A cell: its text, the ink of it, and its ground; `fill` is what covers it where there are no grounds."""

    text: str
    ink: int
    ground: int
    fill: str = " "

    @classmethod
    def of(cls, view: SweepSnapshot, setting: int, share: float, *, best: bool) -> _Look:
        lane, colours = view.look.lane, view.palette
        median = float(view.sweep.sensitivity(lane).median[setting])
        if view.sweep.failed(lane)[setting]:
            return cls(FAILED_SIGN, colours.warning, colours.ground)
        if math.isnan(median):
            return cls(_UNKNOWN, colours.muted, colours.ground)
        if math.isinf(median):
            sign = Kind.DIVERGED.sign if view.sweep.diverged(lane)[setting] else Kind.OVER.sign
            return cls(sign, colours.warning, colours.ground)
        text = f"{BEST}{compact(median, 2)}" if best else compact(median, 2)
        if colours.ground == DEFAULT or colours.depth is Depth.FEW:
            fill = _SHADES[min(int(share * len(_SHADES)), len(_SHADES) - 1)]
            return cls(text, view.colour(lane), colours.ground, fill)
        ground = _ground(colours, view.colour(lane), share)
        return cls(text, colours.depth.fit(colours.text, (ground,), TEXT), ground)


def _ground(colours: Palette, lane: int, share: float) -> int:
    return colours.depth.fit(mix(colours.ground, lane, _FAINTEST + (_STRONGEST - _FAINTEST) * share))


def _draw_cell(grid: Grid, layout: _Layout, at: tuple[int, int], look: _Look, *, chosen: bool) -> None:
    y = layout.top + (layout.rows.stop - 1 - at[0]) * layout.high
    x = layout.left + (at[1] - layout.columns.start) * layout.wide
    for row in range(y, y + layout.high):
        grid.put(row, x, look.fill * layout.wide, look.ink)
    grid.bg[y : y + layout.high, x : x + layout.wide] = look.ground
    room = layout.wide - 2 if layout.wide > 2 else layout.wide
    text = look.text if cell_width(look.text) <= room else look.text[:1] if not look.text[0].isdigit() else ""
    middle = y + layout.high // 2
    if text:
        start = x + (layout.wide - cell_width(text)) // 2
        grid.put(middle, start, text, look.ink, Attr.BOLD if chosen else Attr.PLAIN)
    if chosen:
        _frame_cursor(grid, middle, x, layout.wide, look.ink)


def _frame_cursor(grid: Grid, y: int, x: int, wide: int, ink: int) -> None:
    """Mark the cell under the cursor, so that its number stays to be read."""
    if wide > 2:
        grid.put(y, x, "▸", ink, Attr.BOLD)
        grid.put(y, x + wide - 1, "◂", ink, Attr.BOLD)
    else:
        grid.attrs[y, x : x + wide] = Attr.REVERSE | Attr.BOLD


def _shares(view: SweepSnapshot, table: Table) -> Array:
    """How good each cell is, 1 for the best and 0 for the worst, by the logarithm where all are above 0."""
    medians = view.sweep.sensitivity(view.look.lane).median[np.array(table.settings)]
    finite = np.isfinite(medians)
    if not finite.any():
        return np.zeros(medians.shape)
    known = medians[finite]
    if known.min() > 0:
        with np.errstate(all="ignore"):
            medians, known = np.log(medians), np.log(known)
    # the worst that a cell is told from: a few that are far off would leave all others alike
    worst = min(float(known.max()), float(np.median(known)) + 2 * float(np.median(known) - known.min()))
    span = worst - float(known.min())
    shares = 1 - (np.where(finite, medians, worst) - known.min()) / span if span > 0 else np.ones(medians.shape)
    return np.clip(shares, 0.0, 1.0)


def _label(view: SweepSnapshot, grid: Grid, table: Table, layout: _Layout) -> None:
    """Values and names of both axes."""
    colours = view.palette
    grid.put(1, 1, shorten(f"{table.rows.name} ↑", grid.width - 2), colours.muted)
    for y in layout.rows:
        middle = layout.top + (layout.rows.stop - 1 - y) * layout.high + layout.high // 2
        grid.put(middle, 1, fit_right(setting_text(table.rows.values[y]), layout.left - 2), colours.muted)
    below = layout.top + len(layout.rows) * layout.high
    free = layout.left
    for x in layout.columns:
        text, at = setting_text(table.columns.values[x]), layout.left + (x - layout.columns.start) * layout.wide
        start = at + max(layout.wide - cell_width(text), 0) // 2
        if start >= free and start + cell_width(text) <= grid.width:
            free = grid.put(below, start, fit(text, cell_width(text)), colours.muted) + 1
    name = f"→ {table.columns.name}"
    grid.put(below + 1, layout.left, shorten(name, grid.width - layout.left), colours.muted)
