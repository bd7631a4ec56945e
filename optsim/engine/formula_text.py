"""Numbers and parameters in formulas."""

from __future__ import annotations

import numpy as np

from optsim.engine.settings import Mask

_AXES, _MOST_NAMED = "xyz", 3
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FRACTIONS = {1 / 2: "½", 1 / 4: "¼", 3 / 4: "¾", 1 / 3: "⅓", 1 / 8: "⅛"}


def term(factor: float, symbol: str) -> str:
    """A signed term of a sum: "+ ½x²", "− 3y"; nothing for a factor of 0."""
    if factor == 0:
        return ""
    sign = "−" if factor < 0 else "+"
    size = abs(factor)
    number = "" if size == 1 else _FRACTIONS.get(size, f"{size:g}")
    return f"{sign} {number}{symbol}"


def vector_note(dim: int) -> str:
    """How many parameters, for a formula."""
    return f"{dim} parameters" if dim > 1 else "1 parameter"


def parameters_named(where: Mask) -> str:
    """The marked ones of all parameters, where (dim,): "x and y", of many the first with their number: "θ₅ and 3 more"."""
    found = np.flatnonzero(where).tolist()
    names = [_AXES[place] if len(where) <= len(_AXES) else f"θ{str(place + 1).translate(_LOWERED)}" for place in found]
    if len(names) <= _MOST_NAMED:
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{names[0]} and {len(names) - 1} more"
