"""Formulas of objectives."""

from __future__ import annotations

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
    """Return how many parameters, for a formula."""
    return f"{dim} parameters" if dim > 1 else "1 parameter"
