"""Colours and marks: safe for colour-blind eyes, in dark and light, and never the only sign."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import App
from textual.color import Color

from optsim.plot.grid import DEFAULT

#: each lane's own sign, so that colour is never the only one
MARKS = "●■▲▼○□△▽◉▣◐◧"

#: Okabe and Ito (2008), "Color universal design", lightened or darkened where the ground asks for it, then tints of them
_ON_DARK = (
    0xE69F00, 0x56B4E9, 0x2FBF94, 0xF0E442, 0x7C9CFF, 0xF0743E,
    0xE08FC0, 0xC8C8C8, 0xFFD27A, 0xA8DCFA, 0x9BE8CF, 0xF7B79A,
)  # fmt: skip
_ON_LIGHT = (
    0x945F00, 0x1C6EA6, 0x007A58, 0x746B00, 0x0047B3, 0xB84600,
    0xA63D7E, 0x555555, 0x5E3F00, 0x135580, 0x00543C, 0x8A3500,
)  # fmt: skip

_FADED, _TINTED = 0.45, 0.22


class Palette(NamedTuple):
    """The colours of a theme, 0xRRGGBB each; all DEFAULT where colour is switched off."""

    ground: int
    raised: int
    text: int
    muted: int
    accent: int
    warning: int
    lanes: tuple[int, ...]
    dark: bool

    def lane(self, place: int) -> int:
        """The colour of a lane."""
        return self.lanes[place % len(self.lanes)]

    def faded(self, place: int) -> int:
        """The colour of a lane, nearer to the ground: for what stands behind."""
        colour = self.lane(place)
        return colour if colour == DEFAULT else _mix(self.ground, colour, _FADED)

    def tint(self, place: int) -> int:
        """A shade of the ground that leans to the colour of a lane."""
        colour = self.lane(place)
        return colour if colour == DEFAULT else _mix(self.ground, colour, _TINTED)


def mark(place: int) -> str:
    """The sign of a lane."""
    return MARKS[place % len(MARKS)]


def palette(app: App[object]) -> Palette:
    """The palette of the app's theme; no colour at all under NO_COLOR."""
    if app.no_color:
        return Palette(DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, (DEFAULT,), dark=True)
    variables = app.theme_variables
    ground, text = _colour(variables["background"]), _colour(variables["foreground"])
    dark = app.current_theme.dark
    return Palette(
        ground=ground,
        raised=_mix(ground, text, 0.12),
        text=text,
        muted=_mix(ground, text, 0.55),
        accent=_colour(variables["accent"]),
        warning=_colour(variables["warning"]),
        lanes=_ON_DARK if dark else _ON_LIGHT,
        dark=dark,
    )


def _colour(name: str) -> int:
    red, green, blue = Color.parse(name).rgb
    return red << 16 | green << 8 | blue


def _mix(ground: int, other: int, share: float) -> int:
    parts = ((ground >> shift & 255, other >> shift & 255) for shift in (16, 8, 0))
    red, green, blue = (round(a + (b - a) * share) for a, b in parts)
    return red << 16 | green << 8 | blue
