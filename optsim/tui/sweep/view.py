"""The picture of a sweep, and what is written beside or under it.

title, how far it is
curves or heat map      |  lanes, verdicts, notes: beside it, where the window is wide
the cell under the cursor, and the run that enter opens
"""

from __future__ import annotations

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, shorten
from optsim.tui.screens.window_sizes import WIDE
from optsim.tui.sweep.curves import curves
from optsim.tui.sweep.heat_map import heat_map
from optsim.tui.sweep.rows import cell_lines, left_out, note_lines, put_lines, put_table, verdict_lines
from optsim.tui.sweep.snapshot import SweepSnapshot
from optsim.tui.widgets.cell_view import GridView

#: percent of the width that the picture has in a wide window
_SHARE = 58
#: rows of the line at the top, and of the cell under the cursor
_HEAD, _CELL = 1, 2
#: rows that the picture has at least, and those of verdicts in a low window
_PICTURE, _VERDICTS = 11, 2
_BAR = 10


class SweepView(GridView):
    """All of the screen but its keys."""

    snapshot: SweepSnapshot | None = None

    def show(self, view: SweepSnapshot) -> None:
        """Show another view."""
        self.snapshot = view
        self.repaint()

    def cells(self, width: int, height: int) -> Grid | None:
        """The cells of the view."""
        return None if self.snapshot is None else sweep_grid(self.snapshot, width, height)


def sweep_grid(view: SweepSnapshot, width: int, height: int) -> Grid:
    """Draw a view of a sweep in so many cells."""
    grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
    _put_head(view, grid)
    if width >= WIDE:
        _put_beside(view, grid)
    else:
        _put_below(view, grid)
    for number, line in enumerate(cell_lines(view)):
        y = height - _CELL + number
        colour = view.colour(view.look.lane) if number == 0 else view.palette.muted
        grid.put(y, 1, shorten(line, width - 2), colour, Attr.PLAIN if number else Attr.BOLD)
    return grid


#: cells that a title has beside what went wrong
_SHORTEST_TITLE = 20


def _put_head(view: SweepSnapshot, grid: Grid) -> None:
    """Write the title, and how far it is: of the grid first, then of the seeds of the verdicts."""
    grid.bg[0, :] = view.palette.raised
    progress = shorten(view.fault, grid.width - _SHORTEST_TITLE) or _progress(view)
    room = grid.width - cell_width(progress) - 4
    grid.put(0, 1, shorten(view.heading, room), view.palette.accent, Attr.BOLD)
    grid.put(0, grid.width - cell_width(progress) - 1, progress, view.palette.text)


def _progress(view: SweepSnapshot) -> str:
    sweep, text = view.sweep, view.language.text
    contest = sweep.contest
    if not sweep.grid_done:
        share = sweep.runs_done / sweep.plan.runs
        bar = "▮" * round(share * _BAR) + "·" * (_BAR - round(share * _BAR))
        word = "sweep.progress" if view.running else "sweep.progress.paused"
        return text(word, bar=bar, done=sweep.runs_done, runs=sweep.plan.runs)
    if contest is not None and not contest.over and contest.pairs:
        word = "sweep.progress.verdicts" if view.running else "sweep.progress.verdicts_paused"
        return text(word, seeds=contest.seeds, runs=sweep.plan.runs)
    return text("sweep.progress.over", runs=sweep.plan.runs)


def _picture(view: SweepSnapshot, width: int, height: int) -> Grid:
    table = view.look.table
    return curves(view, width, height) if table is None else heat_map(view, table, width, height)


def _paste(grid: Grid, picture: Grid, y: int, x: int) -> None:
    area = slice(y, y + picture.height), slice(x, x + picture.width)
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[area] = getattr(picture, name)


def _put_beside(view: SweepSnapshot, grid: Grid) -> None:
    """Put the picture at the left, everything else at its right."""
    left, rows = grid.width * _SHARE // 100, grid.height - _HEAD - _CELL
    _paste(grid, _picture(view, left, rows), _HEAD, 0)
    x, width, colours = left + 1, grid.width - left - 2, view.palette
    end = _HEAD + rows
    y = put_table(view, grid, _HEAD, x, width, min(len(view.look.lanes) + 1, rows // 2)) + 1
    y = put_lines(grid, y - 1, x, width, left_out(view, width), 1, view.colour(view.look.lane)) + 1
    y = put_lines(grid, y, x, width, verdict_lines(view), end - y, colours.text) + 1
    put_lines(grid, y, x, width, note_lines(view), end - y, colours.muted)


def _put_below(view: SweepSnapshot, grid: Grid) -> None:
    """Put the picture on top, and under it what has room: the lanes first."""
    rows = grid.height - _HEAD - _CELL
    lanes = min(len(view.look.lanes) + 1, max(rows - _PICTURE - _VERDICTS, 3))
    verdicts = min(max(rows - _PICTURE - lanes, 0), 2 * _VERDICTS)
    picture = rows - lanes - verdicts
    _paste(grid, _picture(view, grid.width, picture), _HEAD, 0)
    y = put_table(view, grid, _HEAD + picture, 1, grid.width - 2, lanes)
    put_lines(grid, y, 1, grid.width - 2, verdict_lines(view), verdicts, view.palette.text)
