"""Numbers in a sentence."""

from __future__ import annotations


def short(value: float, digits: int = 3) -> str:
    """A number in so many digits: 0.0312, 3e−9, 1230."""
    text = f"{value:.0f}" if 10**digits <= abs(value) < 100_000 else f"{value:.{digits}g}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")
