"""Numbers for people: short, and aligned."""

from __future__ import annotations

import math


def compact(value: float, digits: int = 3) -> str:
    """A number in few characters: 0.0312, 12.5, 1234, 3.2e−12; "–" for what was not measured, "∞" beyond all numbers."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and not 1e-3 <= abs(value) < 10 ** (digits + 1) - 0.5:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    if abs(value) >= 10**digits - 0.5:
        return f"{value:.0f}".replace("-", "−")
    # adding 0 takes the sign off a zero
    return f"{value + 0.0:.{digits}g}".replace("-", "−")
