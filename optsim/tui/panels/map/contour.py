"""A map: bands of height, the lanes' paths up to the cursor, arrows of the selected lane's step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optsim.analysis.parameter_plane import Space, window_of
from optsim.engine.settings import Array
from optsim.engine.trace.keys import FIRST_MOMENT, GRADIENT, PARAMS, STEP
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.landscape import Sign, Stroke, Window, bands, contour_ground, draw, relief, relief_ground
from optsim.plot.numbers import compact
from optsim.plot.trail import Trail
from optsim.plot.width import shorten
from optsim.tui.colours.palette import Palette
from optsim.tui.snapshot import RaceSnapshot

_MINIMUM, _START, _AT_HAIR = "✕", "○", "+"
_ARROWS = "→↗↑↖←↙↓↘"
_ARROW_SHARE = 0.22
_COARSE = 24
#: bands between contours
_CONTOURS = 9
#: on the way, without colour, a lane's own sign stands at about these steps
_SIGNED_STEPS = (4, 12, 40, 120, 400, 1200, 4000, 12000, 40000)


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
        self._ground = Grid(0, 0)
        self._paths: dict[int, _Path] = {}
        self._drawn_as: object = None

    @property
    def window(self) -> Window:
        """Return what is shown."""
        return self._chosen or self._auto or Window(0.0, 1.0, 0.0, 1.0)

    @property
    def chosen(self) -> bool:
        """True if that was chosen, and is not everything."""
        return self._chosen is not None

    def look(self, window: Window | None) -> None:
        """Show a part; None for everything."""
        self._chosen = window
        if window is None:
            self._auto = None

    def draw(self, view: RaceSnapshot, width: int, height: int, pointer: tuple[float, float] | None) -> Grid:
        """Title, map, and under it the limits, or what lies under the mouse."""
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        rows = height - 2
        if rows < 3:
            return grid
        window = self._settle(view, width, rows)
        strokes = [self._stroke(view, window, lane.place, width, rows) for lane in view.drawn_lanes]
        arrows, told = _arrows(view, window, width, rows) if not self._coarse else (_Arrows([], []), "")
        signs = [*self._on_the_way(view, window), *_known(view, self.space, window), *arrows.signs]
        # the heads come last: the tip of a short arrow must not hide whose it is
        signs += self._heads(view, window)
        picture = draw(self._ground, [*strokes, *arrows.strokes], signs)
        for name in ("chars", "fg", "bg", "attrs"):
            getattr(grid, name)[1:-1] = getattr(picture, name)
        _put_legend(grid, view, self.space, window, told, pointer)
        return grid

    def _settle(self, view: RaceSnapshot, width: int, rows: int) -> Window:
        """The window, and its ground drawn anew only where something of it has changed."""
        if self._chosen is None:
            self._auto = Window(*window_of(self.space, self._auto))
        window = self.window
        drawn_as = (window, width, rows, view.palette, self.space.version)
        if drawn_as != self._drawn_as:
            self._drawn_as, self._paths = drawn_as, {}
            self._ground = self._drawn_ground(view.palette, window, width, rows)
        return window

    def _drawn_ground(self, palette: Palette, window: Window, width: int, rows: int) -> Grid:
        """Grounds by height; where the terminal has too few colours for that, contours."""
        if palette.heights:
            return relief_ground(relief(self._heights(window, width, 2 * rows), palette.heights))
        levels = bands(self._heights(window, 2 * width, 4 * rows), _CONTOURS)
        return contour_ground(levels, palette.contour, palette.ground)

    def _heights(self, window: Window, columns: int, rows: int) -> Array:
        if not self._coarse:
            return self.space.heights(window.mesh(columns, rows))
        # many parameters make a height dear: few of them, and the bands between
        return _stretched(self.space.heights(window.mesh(_COARSE, _COARSE)), rows, columns)

    def _stroke(self, view: RaceSnapshot, window: Window, place: int, width: int, rows: int) -> Stroke:
        """A lane's path; what was drawn before is only drawn on, unless the cursor has gone back."""
        step, fork = view.race.step, view.race.lanes[place].fork
        known = self._paths.get(place)
        if known is None or known.upto > step:
            # a fork's path begins where it was forked
            known = _Path(Trail(width, rows), -1 if fork is None else min(fork.step, step) - 1)
        known.trail.extend(window.shares(self.space.path(place, known.upto, step)))
        self._paths[place] = _Path(known.trail, step)
        return Stroke(known.trail.bits(), view.colour(place))

    def _heads(self, view: RaceSnapshot, window: Window) -> list[Sign]:
        """Every lane's mark where it is, or an arrow at the edge where that is outside; where it was at the cross-hair."""
        signs = []
        hair = view.look.hair
        if hair is not None and hair <= view.points.reach:
            shares = window.shares(self.space.places(hair)).tolist()
            signs = [
                Sign(shares[lane.place][0], shares[lane.place][1], _AT_HAIR, view.colour(lane.place))
                for lane in view.drawn_lanes
            ]
        places = window.shares(self.space.places(view.race.step)).tolist()
        for lane in view.drawn_lanes:
            x, y = places[lane.place]
            if math.isnan(x + y):
                continue
            sign = view.sign(lane.place)
            if not (0 <= x <= 1 and 0 <= y <= 1):
                sign = _pointing(x - 0.5, y - 0.5)
                x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
            signs.append(Sign(x, y, sign, view.colour(lane.place)))
        return [each for each in signs if not math.isnan(each.x + each.y)]

    def _on_the_way(self, view: RaceSnapshot, window: Window) -> list[Sign]:
        """Without colour: each lane's mark here and there on its path, so that paths are told apart."""
        if view.palette.ground != DEFAULT:
            return []
        signs = []
        for lane in view.drawn_lanes:
            for each in _SIGNED_STEPS:
                # not all at the same steps: the lanes lie together there
                at = each + each * lane.place // 8
                for x, y in (
                    window.shares(self.space.path(lane.place, at - 1, at)).tolist() if at < view.race.step else ()
                ):
                    signs.append(Sign(x, y, view.sign(lane.place), DEFAULT))
        return [each for each in signs if not math.isnan(each.x + each.y)]


class _Arrows(NamedTuple):
    strokes: list[Stroke]
    signs: list[Sign]


def _known(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """The minima and the starts."""
    signs = [Sign(x, y, _MINIMUM, view.palette.text) for x, y in window.shares(space.minima()).tolist()]
    starts = window.shares(space.starts()).tolist()
    return [*signs, *(Sign(x, y, _START, view.palette.text) for x, y in starts)]


def _arrows(view: RaceSnapshot, window: Window, width: int, rows: int) -> tuple[_Arrows, str]:
    """−αg (tip g), what the velocity carries (tip v) and the step taken, from the selected lane's head; and what they are.

    All are made longer by one factor, to be seen.
    """
    terms = {term.key: term for term in view.terms}
    if view.selected.status.ended or STEP not in terms or view.selected.name in view.look.hidden:
        return _Arrows([], []), ""
    head, step = terms[PARAMS].value, terms[STEP].value
    by_gradient = -view.states.lanes[view.selected.place].gain(view.race.step) * terms[GRADIENT].value
    vectors = [(by_gradient, "g", view.palette.muted)]
    carries = FIRST_MOMENT in terms and terms[FIRST_MOMENT].formula.startswith("v")
    if carries:
        vectors.append((step - by_gradient, "v", view.palette.accent))
    vectors.append((step, "", view.palette.text))
    size = np.array([window.right - window.left, window.top - window.bottom])
    longest = max(float(np.abs(vector / size).max()) for vector, _, _ in vectors)
    if not math.isfinite(longest) or longest == 0:
        return _Arrows([], []), ""
    scale = _scale(longest)
    arrows = _Arrows([], [])
    for vector, tip, colour in vectors:
        shares = window.shares(np.stack((head, head + scale * vector)))
        trail = Trail(width, rows)
        trail.extend(shares)
        arrows.strokes.append(Stroke(trail.bits(), colour))
        x, y = shares[1].tolist()
        arrows.signs.append(Sign(x, y, tip or _pointing(*(shares[1] - shares[0]).tolist()), colour))
    return arrows, _arrows_named(view, scale, carries=carries)


def _arrows_named(view: RaceSnapshot, scale: float, *, carries: bool) -> str:
    """Return what the arrows are, whose, and how much longer they are drawn."""
    text = view.language.text
    named = ", ".join(map(text, ("map.step", "map.gradient", *(["map.velocity"] if carries else []))))
    if scale == 1:
        return text("map.arrows", arrows=named, lane=view.selected.name)
    return text("map.arrows_scaled", arrows=named, lane=view.selected.name, scale=f"{scale:g}")


def _scale(longest: float) -> float:
    """1, 2, 5, 10 …: how much longer the arrows are drawn."""
    wanted = _ARROW_SHARE / longest
    if wanted <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1, 2, 5) if step * power <= wanted)


def _pointing(right: float, down: float) -> str:
    return _ARROWS[round(math.atan2(-down, right) / (math.pi / 4)) % 8]


def _put_legend(
    grid: Grid, view: RaceSnapshot, space: Space, window: Window, told: str, pointer: tuple[float, float] | None
) -> None:
    """Put what it is and what the signs mean above, the limits below; or what lies under the mouse."""
    muted, bottom = view.palette.muted, grid.height - 1
    title = view.language.sentence(space.description) + (" ◂" if view.points_at("map") else "")
    end = grid.put(0, 1, shorten(title, grid.width - 2), view.palette.text, Attr.BOLD)
    notes = "  ".join([*_signs(view, space), *([told] if told else [])])
    grid.put(0, end + 2, shorten(notes, grid.width - end - 3), muted)
    if pointer is not None:
        x, y = window.point(*pointer)
        loss = float(space.heights(np.array([x, y])))
        values = {"x": compact(x, 4), "y": compact(y, 4), "loss": compact(loss, 4)}
        pointed = view.language.text("map.pointed", **values)
        grid.put(bottom, 1, shorten(pointed, grid.width - 2), view.palette.text)
        return
    limits = f"x {compact(window.left)} … {compact(window.right)}   y {compact(window.bottom)} … {compact(window.top)}"
    grid.put(bottom, 1, shorten(limits, grid.width - 2), muted)


def _signs(view: RaceSnapshot, space: Space) -> Iterator[str]:
    """Yield what the signs mean, and how much of the paths is not kept."""
    text, old = view.language.text, view.race.history.stretches
    yield text("map.starts" if len(space.starts()) > 1 else "map.start", sign=_START)
    if len(space.minima()):
        yield text("map.minimum", sign=_MINIMUM)
    if old is not None:
        yield text("map.thinned", length=old.length, begin=old.begin)


def _stretched(values: Array, rows: int, columns: int) -> Array:
    """Values on a coarse raster, linearly on a finer one."""
    across = np.linspace(0, values.shape[1] - 1, columns)
    down = np.linspace(0, values.shape[0] - 1, rows)
    wide = np.stack([np.interp(across, np.arange(values.shape[1]), row) for row in values])
    return np.stack([np.interp(down, np.arange(values.shape[0]), column) for column in wide.T], axis=1)
