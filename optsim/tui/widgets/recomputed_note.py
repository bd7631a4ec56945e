"""Note on states that a recording does not hold: they are computed again, and may differ here."""

from __future__ import annotations

from collections.abc import Callable

from optsim.plot.grid import Grid
from optsim.plot.width import shorten, wrap
from optsim.tui.snapshot import RaceSnapshot


def told_again(view: RaceSnapshot, width: int, height: int, draw: Callable[[RaceSnapshot, int, int], Grid]) -> Grid:
    """A panel about states: what is waited for where they are not known; under it why they are in doubt, where they are."""
    grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
    if view.waiting:
        grid.put(0, 1, shorten(view.waiting, width - 2), view.palette.muted)
        return grid
    told = doubts(view, width)
    rows = height - len(told)
    if not told or rows < 1:
        return draw(view, width, height)
    drawn = draw(view, width, rows)
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[:rows] = getattr(drawn, name)
    for y, line in enumerate(told, start=rows):
        grid.put(y, 1, line, view.palette.warning)
    return grid


def doubts(view: RaceSnapshot, width: int) -> list[str]:
    """The lines under a panel of a width."""
    return wrap(view.doubt, max(width - 2, 10)) if view.doubt else []
