"""Colours that a terminal has: all, 256, or 16; what it shows for one that it does not have."""

from __future__ import annotations

import math
from enum import Enum
from functools import lru_cache

from rich.color import Color
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from textual import constants

from optsim.tui.colours.contrast import least_contrast, linear, luminance, readable

#: the sixteen as xterm has them, by which they are named here
SIXTEEN = (
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
)  # fmt: skip
#: and as other terminals have them: the Linux console, Visual Studio Code. What can be read must be in all of them
_ELSEWHERE = (
    (
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ),
    (
        0x000000, 0xCD3131, 0x0DBC79, 0xE5E510, 0x2472C8, 0xBC3FBC, 0x11A8CD, 0xE5E5E5,
        0x666666, 0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xFFFFFF,
    ),
)  # fmt: skip
#: luminance from which a ground is no black, and from which it is white, on a terminal of sixteen colours
_BLUE, _WHITE = 0.1, 0.5
#: the weight of lightness where it has to change, so that the hue stays
_BY_HUE = 0.25
_LEVELS = (0, 95, 135, 175, 215, 255)
#: of the 256 the first sixteen are a person's own, so they are left out
_NUMBERS_256 = {
    **{
        red << 16 | green << 8 | blue: 16 + 36 * i + 6 * j + k
        for i, red in enumerate(_LEVELS)
        for j, green in enumerate(_LEVELS)
        for k, blue in enumerate(_LEVELS)
    },
    **{(8 + 10 * grey) * 0x010101: 232 + grey for grey in range(24)},
}
_NUMBERS_16 = {colour: number for number, colour in enumerate(SIXTEEN)}


_TRIPLES = [(colour >> 16, colour >> 8 & 255, colour & 255) for colour in SIXTEEN]
#: the sixteen for Rich, so that it takes each of them for what it is here
SIXTEEN_THEME = TerminalTheme(_TRIPLES[0], _TRIPLES[7], _TRIPLES[:8], _TRIPLES[8:])


class Depth(Enum):
    """How many colours a terminal has."""

    ALL = "truecolor"
    MANY = "256"
    FEW = "standard"

    # Enum's own is in Python, and the style of each stretch of cells is looked up by it
    __hash__ = object.__hash__

    @classmethod
    def of_terminal(cls) -> Depth:
        """Return the depth of the terminal that this process writes to, as Textual finds it out (`TERM`, `COLORTERM`)."""
        system = Console(color_system=constants.COLOR_SYSTEM, force_terminal=True).color_system  # type: ignore[arg-type]
        return {"256": cls.MANY, "standard": cls.FEW, "windows": cls.FEW}.get(system or "", cls.ALL)

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each colour; empty where a terminal has all."""
        return {Depth.ALL: {}, Depth.MANY: _NUMBERS_256, Depth.FEW: _NUMBERS_16}[self]

    def fit(self, colour: int, grounds: tuple[int, ...] = (), ratio: float = 1.0) -> int:
        """Return the colour that is shown for one; where there are grounds the nearest that has a contrast on all of them."""
        return _nearest(self, colour, grounds, ratio)

    def ground(self, colour: int) -> int:
        """Return the ground that is shown for one: of sixteen colours black, blue or white, on which others can be read."""
        if self is not Depth.FEW:
            return self.fit(colour)
        light = luminance(colour)
        return SIXTEEN[0 if light < _BLUE else 4 if light < _WHITE else 7]

    def least_contrast(self, colour: int, grounds: tuple[int, ...]) -> float:
        """Return the smallest contrast of a colour that the terminal has on any of the grounds."""
        if self is not Depth.FEW:
            return least_contrast(colour, grounds)
        number, below = _NUMBERS_16[colour], [_NUMBERS_16[ground] for ground in grounds]
        return min(least_contrast(each[number], [each[other] for other in below]) for each in (SIXTEEN, *_ELSEWHERE))

    def rich(self, colour: int) -> Color:
        """Return a colour as Rich sends it: by its number where the terminal has not all."""
        if self is Depth.ALL:
            return Color.from_rgb(colour >> 16, colour >> 8 & 255, colour & 255)
        return Color.from_ansi(self.numbers[self.fit(colour)])


@lru_cache(maxsize=4096)
def _nearest(depth: Depth, colour: int, grounds: tuple[int, ...], ratio: float) -> int:
    ideal = readable(colour, grounds, ratio)
    if depth is Depth.ALL:
        return ideal
    legible = [each for each in depth.numbers if depth.least_contrast(each, grounds) >= ratio]
    # where nothing can be read well, what can be read best
    return (
        min(legible, key=lambda each: _distance(each, ideal, _BY_HUE if grounds else 1.0))
        if legible
        else _best(depth, grounds)
    )


def _best(depth: Depth, grounds: tuple[int, ...]) -> int:
    return max(depth.numbers, key=lambda each: depth.least_contrast(each, grounds))


def _distance(one: int, other: int, by_lightness: float) -> float:
    (light, *hue), (light_of_other, *hue_of_other) = _perceived(one), _perceived(other)
    return math.hypot(by_lightness * (light - light_of_other), *(a - b for a, b in zip(hue, hue_of_other, strict=True)))


@lru_cache(maxsize=4096)
def _perceived(colour: int) -> tuple[float, float, float]:
    """Return a colour as Oklab (Ottosson 2020): equal distances look alike."""
    red, green, blue = linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
