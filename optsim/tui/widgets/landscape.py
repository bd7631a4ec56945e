"""The map panel: the objective's bands of height, the lanes' paths up to the cursor, arrows of the selected lane's step."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.explain import Part
from optsim.engine.fields import Array
from optsim.engine.race import Race
from optsim.playback.terrain import has_map, heights, landmarks, path, window_of
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.landscape import Sign, Stroke, Window, draw, relief
from optsim.plot.numbers import compact
from optsim.plot.trail import Trail
from optsim.plot.width import shorten
from optsim.tui.view import RaceView
from optsim.tui.widgets.cell_view import CellView

_MINIMUM, _START = "✕", "○"
_ARROWS = "→↗↑↖←↙↓↘"
_ARROW_SHARE = 0.22


class _Path(NamedTuple):
    trail: Trail
    upto: int


class Landscape(CellView):
    """A map of a function of two parameters."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._race: Race | None = None
        self._window: Window | None = None
        self._ground: npt.NDArray[np.int32] | None = None
        self._paths: dict[int, _Path] = {}
        self._drawn_as: object = None

    def draw(self, view: RaceView, width: int, height: int) -> Grid:
        """Title, map, and the limits under it."""
        rows = height - 2
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        grid.put(0, 1, "Map", view.palette.text, Attr.BOLD)
        if not has_map(view.race):
            grid.put(2, 1, f"A map needs two parameters; here are {view.race.objective.dim}.", view.palette.muted)
            return grid
        if rows < 3:
            return grid
        window = self._settle(view, width, rows)
        strokes = [self._stroke(view, window, lane.place, width, rows) for lane in view.drawn_lanes]
        arrows, scale = _arrows(view, window, width, rows)
        picture = draw(self._ground, [*strokes, *arrows.strokes], [*_signs(view, window), *arrows.signs], width, rows)
        for name in ("chars", "fg", "bg", "attrs"):
            getattr(grid, name)[1:-1] = getattr(picture, name)
        _legend(grid, view, window, scale)
        return grid

    def _settle(self, view: RaceView, width: int, rows: int) -> Window:
        """The window, and its ground drawn anew only where something of it has changed."""
        if self._race is not view.race:
            self._race, self._window, self._drawn_as = view.race, None, None
        window = Window(*window_of(view.race, self._window))
        drawn_as = (window, width, rows, view.palette)
        if drawn_as != self._drawn_as:
            self._window, self._drawn_as, self._paths = window, drawn_as, {}
            coloured = view.palette.ground != DEFAULT
            terrain = heights(view.race, window.mesh(width, 2 * rows))
            self._ground = relief(terrain, dark=view.palette.dark) if coloured else None
        return window

    def _stroke(self, view: RaceView, window: Window, place: int, width: int, rows: int) -> Stroke:
        """A lane's path; what was drawn before is only drawn on, unless the cursor has gone back."""
        step = view.race.step
        known = self._paths.get(place)
        if known is None or known.upto > step:
            known = _Path(Trail(width, rows), -1)
        known.trail.extend(window.shares(path(view.race, place, known.upto, step)))
        self._paths[place] = _Path(known.trail, step)
        return Stroke(known.trail.bits(), view.colour(place))


class _Arrows(NamedTuple):
    strokes: list[Stroke]
    signs: list[Sign]


def _signs(view: RaceView, window: Window) -> list[Sign]:
    """Minima, the start, and every lane's head with its mark."""
    known = window.shares(landmarks(view.race)).tolist()
    signs = [Sign(x, y, _MINIMUM, view.palette.text) for x, y in known[1:]]
    signs.append(Sign(known[0][0], known[0][1], _START, view.palette.text))
    for lane in view.drawn_lanes:
        run = view.race.runs[lane.name]
        x, y = window.shares(view.race.history.params[run.last_step, lane.place]).tolist()
        if not math.isnan(x + y):
            signs.append(Sign(x, y, view.sign(lane.place), view.colour(lane.place)))
    return signs


def _arrows(view: RaceView, window: Window, width: int, rows: int) -> tuple[_Arrows, float]:
    """−αg thin and the step taken bright, from the selected lane's head, made longer by one factor to be seen."""
    terms = {term.part: term.value for term in view.terms}
    head, rate = terms[Part.PARAMS], view.selected.learning_rate
    vectors = [(-rate * terms[Part.GRADIENT], view.palette.muted), (terms[Part.STEP], view.palette.text)]
    size = np.array([window.right - window.left, window.top - window.bottom])
    longest = max(float(np.abs(vector / size).max()) for vector, _ in vectors)
    if not math.isfinite(longest) or longest == 0 or view.selected.status.ended:
        return _Arrows([], []), 1.0
    scale = _scale(longest)
    arrows = _Arrows([], [])
    for vector, colour in vectors:
        tip = head + scale * vector
        trail = Trail(width, rows)
        shares = window.shares(np.stack((head, tip)))
        trail.extend(shares)
        arrows.strokes.append(Stroke(trail.bits(), colour))
        x, y = shares[1].tolist()
        arrows.signs.append(Sign(x, y, _pointing(shares), colour))
    return arrows, scale


def _scale(longest: float) -> float:
    """1, 2, 5, 10 …: how much longer the arrows are drawn."""
    wanted = _ARROW_SHARE / longest
    if wanted <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1, 2, 5) if step * power <= wanted)


def _pointing(shares: Array) -> str:
    right, down = (shares[1] - shares[0]).tolist()
    return _ARROWS[round(math.atan2(-down, right) / (math.pi / 4)) % 8]


def _legend(grid: Grid, view: RaceView, window: Window, scale: float) -> None:
    """The limits, what the arrows are, and the share of the arrows' length that is true."""
    muted, bottom = view.palette.muted, grid.height - 1
    x = grid.put(bottom, 1, f"x {compact(window.left)} … {compact(window.right)}", muted)
    x = grid.put(bottom, x + 3, f"y {compact(window.bottom)} … {compact(window.top)}", muted)
    told = f"→ step, −αg of {view.selected.name}" + (f" ×{scale:g}" if scale != 1 else "")
    grid.put(0, 6, shorten(f"{_START} start  {_MINIMUM} minimum  {told}", grid.width - 7), muted)
