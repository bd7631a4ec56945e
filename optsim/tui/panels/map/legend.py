"""Words around a map: what it is and what the signs mean above, the limits or what lies under the mouse below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optsim.analysis.parameter_plane import Space
from optsim.plot.grid import Attr, Grid
from optsim.plot.map.drawing import Sign
from optsim.plot.map.window import Window
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, shorten
from optsim.tui.panels.map.arrows import AHEAD
from optsim.tui.panels.map.heads import MINIMUM, SADDLE, START
from optsim.tui.snapshot import RaceSnapshot


def put_title(
    grid: Grid,
    view: RaceSnapshot,
    space: Space,
    signs: Sequence[Sign],
    *,
    stretched: bool,
    cut: tuple[Sequence[str], int] = ((), 0),
) -> None:
    """Write what it is, if its axes are equal, and what the signs mean; of the signs as many as there is room for.

    Of the paths of the lanes that are `cut` no more than so many last steps are drawn.
    """
    title = view.marked("map", view.language.sentence(space.description))
    end = grid.put(0, 1, shorten(title, grid.width - 2), view.palette.text, Attr.BOLD)
    aspect = view.language.text("map.stretched" if stretched else "map.equal")
    lanes, last = cut
    shortened = [view.language.text("map.cut", lanes=" ".join(lanes), steps=last)] if lanes else []
    meanings = [*shortened, *_meanings(view, space, signs)]
    notes = ["  ".join(meanings[:count]) for count in range(len(meanings), 0, -1)]
    fitting = (note for note in (f"{aspect} · {notes[0]}", *notes) if cell_width(note) <= grid.width - end - 3)
    grid.put(0, end + 2, next(fitting, ""), view.palette.muted)


def put_limits(grid: Grid, view: RaceSnapshot, window: Window, legends: Sequence[str]) -> None:
    """Write the limits of the window and what the arrows are, or of the two only that where there is no room for both."""
    x, y = (f"{compact(low)} … {compact(high)}" for low, high in (window[:2], window[2:]))
    limits = f"x {x}   y {y}"
    ways = [*(f"{limits}   {legend}" for legend in legends), *legends] or [limits]
    fitting = next((way for way in ways if cell_width(way) <= grid.width - 2), ways[-1])
    grid.put(grid.height - 1, 1, shorten(fitting, grid.width - 2), view.palette.muted)


def put_point(grid: Grid, view: RaceSnapshot, space: Space, point: tuple[float, float]) -> None:
    """Write where the mouse is, and the loss there."""
    x, y, loss = (compact(each, 4) for each in (*point, float(space.heights(np.array(point)))))
    pointed = view.language.text("map.pointed", x=x, y=y, loss=loss)
    grid.put(grid.height - 1, 1, shorten(pointed, grid.width - 2), view.palette.text)


def _meanings(view: RaceSnapshot, space: Space, signs: Sequence[Sign]) -> Iterator[str]:
    """Yield what the signs mean that are seen, and how much of the paths is not kept."""
    text, old = view.language.text, view.race.history.stretches
    yield text("map.starts" if len(space.starts()) > 1 else "map.start", sign=START)
    seen = {sign.sign for sign in signs if 0 <= sign.x <= 1 and 0 <= sign.y <= 1}
    for sign, key in ((MINIMUM, "map.minimum"), (SADDLE, "map.saddle"), (AHEAD, "map.look_ahead")):
        if sign in seen:
            yield text(key, sign=sign)
    if old is not None:
        yield text("map.thinned", length=old.length, begin=old.begin)
