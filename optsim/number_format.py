"""Numbers as people read them in a sentence: few digits, but as many as the sentence needs to be true."""

from __future__ import annotations

import math


def short(value: float, digits: int = 3) -> str:
    """A number with `digits` digits: 0.0312, 3e−9, 1230."""
    text = f"{value:.0f}" if 10**digits <= abs(value) < 100_000 else f"{value:.{digits}g}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def within(value: float, error: float) -> str:
    """A number that is known to an error, which is told where it reaches into the digits that are shown."""
    return short(value) if error <= 5e-4 * abs(value) else f"{short(value)} ± {short(error, 1)}"


def at_most(value: float) -> str:
    """A bound in one digit, rounded up."""
    if not 0 < value < math.inf:
        return short(value)
    unit = 10.0 ** math.floor(math.log10(value))
    return short(math.ceil(value / unit * (1 - 1e-12)) * unit, 2)


def apart(one: float, other: float, digits: int = 3) -> tuple[str, str]:
    """Return two numbers with the fewest digits that tell them apart, but at least `digits`."""
    texts = ((f"{one:.{more}g}", f"{other:.{more}g}") for more in range(digits, 18))
    return next((pair for pair in texts if pair[0] != pair[1]), (repr(one), repr(other)))


def exactly(value: float) -> str:
    """Return a setting in six digits, or in all where those are another number."""
    brief = f"{value:g}"
    return brief if float(brief) == value else repr(float(value))
