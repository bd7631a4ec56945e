"""Colours and marks of the panels: safe for colour-blind eyes, in dark and light, and never the only sign."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from textual.app import App
from textual.color import Color

from optsim.plot.cell import DEFAULT
from optsim.tui.colours import lanes
from optsim.tui.colours.contrast import MARK, TEXT, contrast, least_contrast, mix
from optsim.tui.colours.terminal import SIXTEEN, Depth

#: each lane's own sign, so that colour is never the only one
MARKS = "●■▲▼○□△▽◉▣◐◧"

_MUTED, _CONTOUR = 0.55, 0.2
#: shares of a lane's colour in the ground under its curve, from the clearest, or of what is raised, and the contrast of it at most
_TINTS = tuple(share / 100 for share in range(14, 1, -1))
_GREYS = (1.0, 0.75, 0.5)
_FAINT = 1.2
#: shares of the text's colour in what is raised, from the clearest
_RAISED = tuple(share / 100 for share in range(10, 2, -1))
#: the contrast from which two grounds are told apart
_CLEAR = 1.07
_BANDS = 28
_BLACK, _WHITE = 0x000000, 0xFFFFFF
#: shares of a lane's colour in its dim form, from the faintest
_DIM = tuple(share / 20 for share in range(8, 21))


class Palette(NamedTuple):
    """The colours of a theme, 0xRRGGBB each; all DEFAULT where colour is switched off.

    A lane has four: full for what is read and followed, dim for what stands behind, dim on the map, and a tint for the ground
    under it. `heights` are the grounds of the map from low to high, `contours` the lines on each of them; where there are no
    grounds there is one colour for all lines.
    """

    ground: int
    raised: int
    text: int
    muted: int
    accent: int
    warning: int
    lanes: tuple[int, ...]
    dims: tuple[int, ...]
    tints: tuple[int, ...]
    map_dims: tuple[int, ...]
    heights: tuple[int, ...]
    contours: tuple[int, ...]
    dark: bool
    depth: Depth = Depth.ALL

    def lane(self, place: int) -> int:
        """The colour of a lane at full strength: 4.5 : 1 against the ground."""
        return self.lanes[place % len(self.lanes)]

    def dim(self, place: int) -> int:
        """The colour of a lane, dim: 3 : 1 against the ground and the tints."""
        return self.dims[place % len(self.dims)]

    def map_dim(self, place: int) -> int:
        """The colour of a lane, dim on the map: 3 : 1 against all of its grounds."""
        return self.map_dims[place % len(self.map_dims)]

    def tint(self, place: int) -> int:
        """A shade of the ground that leans to the colour of a lane."""
        return self.tints[place % len(self.tints)]


_NONE = Palette(
    DEFAULT,
    DEFAULT,
    DEFAULT,
    DEFAULT,
    DEFAULT,
    DEFAULT,
    (DEFAULT,),
    (DEFAULT,),
    (DEFAULT,),
    map_dims=(DEFAULT,),
    heights=(),
    contours=(DEFAULT,),
    dark=True,
)


def mark(place: int) -> str:
    """The sign of a lane."""
    return MARKS[place % len(MARKS)]


def palette(app: App[object]) -> Palette:
    """The palette of the app's theme on its terminal; no colour at all under NO_COLOR."""
    if app.no_color:
        return _NONE
    depth, variables = getattr(app, "depth", Depth.ALL), app.theme_variables
    return of_theme(*(variables[name] for name in ("background", "foreground", "accent", "warning")), depth=depth)


@lru_cache(maxsize=64)
def of_theme(background: str, foreground: str, accent: str, warning: str, *, depth: Depth) -> Palette:
    """The palette of a theme with these colours, mended where they cannot be read."""
    if depth is Depth.FEW:
        return _of_few()
    ground = depth.fit(_packed(background))
    dark = contrast(ground, 0xFFFFFF) > contrast(ground, 0)
    chosen = _CHOSEN[depth, dark]
    raised = _raised(ground, _packed(foreground), chosen.lanes, depth)
    tints = tuple(_tint(ground, lane, raised, chosen.lanes, depth) for lane in chosen.lanes)
    text, accent_, warning_ = (
        depth.fit(_packed(name), (ground, raised), TEXT) for name in (foreground, accent, warning)
    )
    grounds = (ground, raised, *tints)
    muted = depth.fit(mix(ground, text, _MUTED), (ground, raised), TEXT)
    heights = _stretched(chosen.heights) if depth is Depth.ALL else chosen.heights
    return Palette(
        ground=ground,
        raised=raised,
        text=text,
        muted=muted,
        accent=accent_,
        warning=warning_,
        lanes=chosen.lanes,
        dims=tuple(_dim(lane, grounds, depth) for lane in chosen.lanes),
        tints=tints,
        map_dims=tuple(_dim(lane, heights, depth) for lane in chosen.lanes),
        heights=heights,
        contours=tuple(depth.fit(mix(height, text, _CONTOUR), (height,), MARK) for height in heights),
        dark=dark,
        depth=depth,
    )


_CHOSEN = {
    (Depth.ALL, True): lanes.ON_DARK,
    (Depth.ALL, False): lanes.ON_LIGHT,
    (Depth.MANY, True): lanes.ON_DARK_256,
    (Depth.MANY, False): lanes.ON_LIGHT_256,
}


def _of_few() -> Palette:
    """The palette of sixteen colours: on black, where nothing is raised or tinted and bold is what stands out."""
    few, nothing = lanes.ON_DARK_16.lanes, (_BLACK,) * len(lanes.ON_DARK_16.lanes)
    return Palette(
        ground=_BLACK,
        raised=_BLACK,
        text=SIXTEEN[15],
        muted=SIXTEEN[7],
        accent=SIXTEEN[14],
        warning=SIXTEEN[11],
        lanes=few,
        dims=few,
        tints=nothing,
        map_dims=few,
        heights=(),
        contours=(SIXTEEN[12],),
        dark=True,
        depth=Depth.FEW,
    )


def _raised(ground: int, text: int, lanes_: tuple[int, ...], depth: Depth) -> int:
    """The clearest shade of the ground on which all lanes can be read: nearer to the text, else away from it."""
    away = _BLACK if contrast(text, _BLACK) > contrast(text, ground) else _WHITE
    tries = [depth.fit(mix(ground, end, share)) for end in (text, away) for share in _RAISED]
    fits = (tried for tried in tries if all(contrast(lane, tried) >= TEXT for lane in lanes_))
    return next((tried for tried in fits if contrast(tried, ground) >= _CLEAR), ground)


def _tint(ground: int, lane: int, raised: int, lanes_: tuple[int, ...], depth: Depth) -> int:
    """The clearest shade of the ground that leans to a lane's colour and is still faint: all lanes can be read on it.

    Of 256 colours none is near enough to the ground to lean to a lane's: a grey one, or what is raised.
    """
    end = lane if depth is Depth.ALL else raised
    shares = _TINTS if depth is Depth.ALL else _GREYS
    tries = (depth.fit(mix(ground, end, share)) for share in shares)
    fits = (tried for tried in tries if _CLEAR <= contrast(tried, ground) <= _FAINT)
    return next((tried for tried in fits if all(contrast(each, tried) >= TEXT for each in lanes_)), raised)


def _dim(lane: int, grounds: tuple[int, ...], depth: Depth) -> int:
    """The faintest form of a lane's colour that can be seen on all of the grounds; never a stronger one than its own."""
    faint = (mix(grounds[0], lane, share) for share in _DIM)
    fitted = depth.fit(next((each for each in faint if least_contrast(each, grounds) >= MARK), lane), grounds, MARK)
    return fitted if contrast(fitted, grounds[0]) <= contrast(lane, grounds[0]) else lane


def _stretched(heights: tuple[int, ...]) -> tuple[int, ...]:
    """The grounds of the map in bands that are fine, yet seen."""
    between = [step * (len(heights) - 1) / (_BANDS - 1) for step in range(_BANDS)]
    last = len(heights) - 2
    return tuple(
        mix(heights[min(int(at), last)], heights[min(int(at), last) + 1], at - min(int(at), last)) for at in between
    )


def _packed(name: str) -> int:
    red, green, blue = Color.parse(name).rgb
    return red << 16 | green << 8 | blue
