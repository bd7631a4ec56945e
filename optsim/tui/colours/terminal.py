"""Colours that a terminal has: all, 256, or 16; what it shows for one that it does not have."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from rich.color import Color

from optsim.tui.colours.contrast import least_contrast, linear, readable

#: the sixteen as xterm has them; other terminals have others by these names
SIXTEEN = (
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
)  # fmt: skip
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


class Depth(Enum):
    """How many colours a terminal has."""

    ALL = "truecolor"
    MANY = "256"
    FEW = "standard"

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each colour; empty where a terminal has all."""
        return {Depth.ALL: {}, Depth.MANY: _NUMBERS_256, Depth.FEW: _NUMBERS_16}[self]

    def fit(self, colour: int, grounds: tuple[int, ...] = (), ratio: float = 1.0) -> int:
        """Return the colour that is shown for one; where there are grounds the nearest that has a contrast on all of them."""
        return _nearest(self, colour, grounds, ratio)

    def rich(self, colour: int) -> Color:
        """Return a colour as Rich sends it: by its number where the terminal has not all."""
        if self is Depth.ALL:
            return Color.from_rgb(colour >> 16, colour >> 8 & 255, colour & 255)
        return Color.from_ansi(self.numbers[self.fit(colour)])


@lru_cache(maxsize=4096)
def _nearest(depth: Depth, colour: int, grounds: tuple[int, ...], ratio: float) -> int:
    if depth is Depth.ALL:
        return readable(colour, grounds, ratio)
    seen = [each for each in depth.numbers if least_contrast(each, grounds) >= ratio]
    # where nothing can be read well, what can be read best
    return min(seen, key=lambda each: _distance(each, colour)) if seen else _best(depth.numbers, grounds)


def _best(colours: Iterable[int], grounds: tuple[int, ...]) -> int:
    return max(colours, key=lambda each: least_contrast(each, grounds))


def _distance(one: int, other: int) -> float:
    return math.dist(_perceived(one), _perceived(other))


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
