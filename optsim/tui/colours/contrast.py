"""Contrast of colours 0xRRGGBB (WCAG 2.1), and the nearest colour to one that has enough of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

#: what texts need against their ground, and what marks and curves need
TEXT, MARK = 4.5, 3.0

_BLACK, _WHITE = 0x000000, 0xFFFFFF
#: shares of white or black that are tried
_STEPS = 32


def mix(ground: int, other: int, share: float) -> int:
    """Return a colour between a ground (share 0) and another colour (share 1)."""
    parts = ((ground >> shift & 255, other >> shift & 255) for shift in (16, 8, 0))
    red, green, blue = (round(a + (b - a) * share) for a, b in parts)
    return red << 16 | green << 8 | blue


@lru_cache(maxsize=4096)
def luminance(colour: int) -> float:
    """Return the relative luminance, 0 of black to 1 of white."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: int) -> tuple[float, float, float]:
    """Return red, green and blue as light, 0 to 1 each (IEC 61966-2-1)."""
    red, green, blue = ((colour >> shift & 255) / 255 for shift in (16, 8, 0))
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: int, other: int) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: int, grounds: Sequence[int]) -> float:
    """Return the smallest contrast that a colour has on any of the grounds; 21 where there are none."""
    return min((contrast(colour, ground) for ground in grounds), default=21.0)


def readable(colour: int, grounds: Sequence[int], ratio: float) -> int:
    """Return the colour nearest to one that has a contrast on all of the grounds; black or white where none has.

    It goes towards white or black, whichever has more contrast on the grounds.
    """
    end = max((_WHITE, _BLACK), key=lambda each: least_contrast(each, grounds))
    tries = (mix(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((tried for tried in tries if least_contrast(tried, grounds) >= ratio), end)
