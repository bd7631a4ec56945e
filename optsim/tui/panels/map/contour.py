"""A map: bands of height and contours, the lanes' paths up to the cursor, arrows of the selected lane's step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.analysis.parameter_plane import Space, window_of
from optsim.engine.settings import Array
from optsim.plot.grid import Grid
from optsim.plot.map.drawing import Content, Stroke, draw
from optsim.plot.map.ground import Ground, Inks, ground_of
from optsim.plot.map.trail import Trail
from optsim.plot.map.window import Window
from optsim.plot.thickness import thickened
from optsim.tui.colours.palette import Palette
from optsim.tui.panels.map.arrows import Arrows, arrows, look_ahead
from optsim.tui.panels.map.heads import at_hair, heads, minima_and_saddles, starts
from optsim.tui.panels.map.legend import put_limits, put_point, put_title
from optsim.tui.snapshot import RaceSnapshot

_COARSE = 24
#: contours are chosen by what lies in so much more than what has to be seen
_AROUND = 0.7
#: where equal axes would leave less of the width or height than this, they are stretched
_LEAST_SHARE = 0.2
#: a path with dots in more than this share of the cells is a carpet: its last steps are drawn alone
_CARPET, _LAST_STEPS = 0.25, 8


class _Path(NamedTuple):
    trail: Trail
    upto: int


class MapPicture:
    """Draws a space; paths stay drawn, and the ground, as long as the window stays."""

    def __init__(self, space: Space, *, coarse: bool) -> None:
        self.space = space
        self._coarse = coarse
        self._auto: Window | None = None
        self._chosen: Window | None = None
        self._ground = Ground(Grid(0, 0))
        self._paths: dict[int, _Path] = {}
        self._drawn_as: object = None
        #: what is shown: what was chosen or holds everything, made wider or higher where the axes are equal, not `stretched`
        self.window = Window(0.0, 1.0, 0.0, 1.0)
        self.stretched = False

    @property
    def chosen(self) -> Window | None:
        """The part that was chosen; None where everything is shown."""
        return self._chosen

    def look(self, window: Window | None) -> None:
        """Show a part; None for everything."""
        self._chosen = window
        if window is None:
            self._auto = None

    def zoom(self, factor: float, x: float, y: float) -> None:
        """Show less (above 1) or more; what lies at shares of the map (x, y from the top) stays where it is."""
        wanted = self._wanted
        at_x, at_y = wanted.shares(np.array(self.window.point(x, y))).tolist()
        self._chosen = wanted.zoomed(factor, at_x, at_y)

    def pan(self, right: float, up: float) -> None:
        """Move by shares of what is shown."""
        wanted, moved = self._wanted, self.window.panned(right, up)
        across, along = moved.left - self.window.left, moved.bottom - self.window.bottom
        self._chosen = Window(wanted.left + across, wanted.right + across, wanted.bottom + along, wanted.top + along)

    @property
    def _wanted(self) -> Window:
        """What has to be seen, whatever shape the panel has."""
        return self._chosen or self._auto or self.window

    def draw(self, view: RaceSnapshot, width: int, height: int, pointer: tuple[float, float] | None) -> Grid:
        """Title, map, and under it the limits and what arrows are, or what lies under the mouse."""
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        rows = height - 2
        if rows < 3:
            return grid
        window = self._settle(view, width, rows)
        places = sorted(lane.place for lane in view.drawn_lanes)
        strokes = [self._stroke(view, window, place, width, rows) for place in places]
        pulls = arrows(view, window, width, rows) if not self._coarse else Arrows()
        lanes, signs = heads(view, self.space, window), minima_and_saddles(view, self.space, window)
        signs += [*lanes.signs, *starts(view, self.space, window)]
        signs += look_ahead(view, window) if not self._coarse else []
        tips = [*pulls.tips, *at_hair(view, self.space, window)]
        content = Content(strokes, pulls.strokes, tips, signs, lanes.names)
        picture = draw(self._ground, content, view.palette.muted)
        for name in ("chars", "fg", "bg", "attrs"):
            getattr(grid, name)[1:-1] = getattr(picture, name)
        cut = [view.sign(place) for place in places if _crowded(self._paths[place].trail)]
        put_title(grid, view, self.space, signs, stretched=self.stretched, cut=(cut, _LAST_STEPS))
        if pointer is None:
            put_limits(grid, view, window, pulls.legends)
        else:
            put_point(grid, view, self.space, window.point(*pointer))
        return grid

    def _settle(self, view: RaceSnapshot, width: int, rows: int) -> Window:
        """The window, and its ground drawn anew only where something of it has changed."""
        if self._chosen is None:
            self._auto = Window(*window_of(self.space, self._auto))
        wanted = self._wanted
        equal = wanted.equal(width, rows)
        self.stretched = _leaves_too_little(wanted, equal) != view.look.other_aspect
        self.window = wanted if self.stretched else equal
        drawn_as = (self.window, width, rows, view.palette, self.space.version)
        if drawn_as != self._drawn_as:
            self._drawn_as, self._paths = drawn_as, {}
            heights = self._heights(2 * width, 4 * rows)
            self._ground = ground_of(heights, _inks(view.palette), heights[self._middle(heights.shape)])
        return self.window

    def _middle(self, dots: tuple[int, int]) -> tuple[slice, slice]:
        """The rows and columns of dots in and around what has to be seen: what is seen besides has no contours of its own."""
        wanted = self._wanted.zoomed(_AROUND, 0.5, 0.5)
        (left, top), (right, bottom) = self.window.shares(
            np.array([(wanted.left, wanted.top), (wanted.right, wanted.bottom)])
        ).clip(0, 1)
        return slice(int(top * dots[0]), int(bottom * dots[0]) + 1), slice(
            int(left * dots[1]), int(right * dots[1]) + 1
        )

    def _heights(self, columns: int, rows: int) -> Array:
        if not self._coarse:
            return self.space.heights(self.window.mesh(columns, rows))
        # many parameters make a height dear: few of them, and the bands between
        return _stretched(self.space.heights(self.window.mesh(_COARSE, _COARSE)), rows, columns)

    def _stroke(self, view: RaceSnapshot, window: Window, place: int, width: int, rows: int) -> Stroke:
        """A lane's path; what was drawn before is only drawn on, unless the cursor has gone back."""
        step, lane = view.race.step, view.lanes[place]
        known = self._paths.get(place)
        if known is None or known.upto > step:
            # a fork's path begins where it was forked
            fork = view.race.lanes[place].fork
            known = _Path(Trail(width, rows), -1 if fork is None else min(fork.step, step) - 1)
        if known.upto < step:
            known.trail.extend(window.shares(self.space.path(place, known.upto, step)))
        self._paths[place] = _Path(known.trail, step)
        strong = lane is view.selected or lane is view.pinned or view.selected.name in view.look.hidden
        bits = self._last_steps(window, place, step, width, rows) if _crowded(known.trail) else known.trail.bits
        bits = thickened(bits) if view.look.presenter else bits
        # where there are no grounds colours are few, or none
        mark = "" if view.palette.heights else view.sign(place)
        colour = view.colour(place) if strong else view.map_dim(place)
        return Stroke(bits, colour, lane is view.selected, mark)

    def _last_steps(self, window: Window, place: int, step: int, width: int, rows: int) -> npt.NDArray[np.uint8]:
        """The dots of the last steps of a path."""
        last = Trail(width, rows)
        last.extend(window.shares(self.space.path(place, max(step - _LAST_STEPS, -1), step)))
        return last.bits


def _crowded(trail: Trail) -> bool:
    return bool(np.count_nonzero(trail.bits) > _CARPET * trail.bits.size)


def _leaves_too_little(wanted: Window, equal: Window) -> bool:
    """Tell if with equal axes what has to be seen would be a narrow part of a flat panel."""
    across, along = wanted.right - wanted.left, wanted.top - wanted.bottom
    return min(across / (equal.right - equal.left), along / (equal.top - equal.bottom)) < _LEAST_SHARE


def _inks(palette: Palette) -> Inks:
    return Inks(palette.heights, palette.contours, palette.ground)


def _stretched(values: Array, rows: int, columns: int) -> Array:
    """Values on a coarse raster, linearly on a finer one."""
    across = np.linspace(0, values.shape[1] - 1, columns)
    down = np.linspace(0, values.shape[0] - 1, rows)
    wide = np.stack([np.interp(across, np.arange(values.shape[1]), row) for row in values])
    return np.stack([np.interp(down, np.arange(values.shape[0]), column) for column in wide.T], axis=1)
