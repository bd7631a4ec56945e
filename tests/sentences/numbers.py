"""Numbers in sentences: what they say, and how far a rounded one may be off."""

from __future__ import annotations

import math
import re

NUMBER = r"[−-]?(?:\d+(?:\.\d+)?(?:e[+−-]?\d+)?|inf|nan)"


def value(text):
    """The number that a text says."""
    return float(text.replace("−", "-"))


def unit(text):
    """The unit of its last digit, at least of its third where there are fewer digits."""
    mantissa, _, power = text.replace("−", "-").lstrip("-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(power or 0) - decimals)


def says(text, exact, loose=1e-6, digits=3):
    """Whether a rounded text says a number: within half a unit of its last digit, and a share for what differs in rounding.

    A text drops zeros at its end: where it has fewer than `digits` digits it is as good as those.
    """
    stated = value(text)
    if not math.isfinite(exact) or not math.isfinite(stated):
        return math.isnan(stated) == math.isnan(exact) and (math.isnan(stated) or stated == exact)
    if stated == exact:
        return True
    shown = len(re.sub(r"^0+", "", text.replace("−", "").partition("e")[0].replace(".", "")))
    size = unit(text) * 10.0 ** min(0, shown - digits) if shown else 0.0
    return abs(stated - exact) <= 0.5001 * size + loose * abs(exact)
