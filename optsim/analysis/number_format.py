"""Numbers in a sentence."""

from __future__ import annotations

import math


def short(value: float, digits: int = 3) -> str:
    """A number in so many digits: 0.0312, 3e−9, 1230."""
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
