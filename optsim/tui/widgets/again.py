"""What is told of states that a recording does not hold: they are computed again, and may be other ones here."""

from __future__ import annotations

from collections.abc import Callable

from optsim.plot.grid import Grid
from optsim.plot.width import shorten
from optsim.tui.view import RaceView


def told_again(view: RaceView, width: int, height: int, draw: Callable[[RaceView, int, int], Grid]) -> Grid:
    """A panel about states: what is waited for where they are not known; under it a line where they are in doubt."""
    grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
    if view.waiting:
        grid.put(0, 1, shorten(view.waiting, width - 2), view.palette.muted)
        return grid
    if not view.race.doubt or height < 2:
        return draw(view, width, height)
    drawn = draw(view, width, height - 1)
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[:-1] = getattr(drawn, name)
    grid.put(height - 1, 1, shorten(view.race.doubt, width - 2), view.palette.warning)
    return grid
