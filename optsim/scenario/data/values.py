"""Numbers, truth values and missing values as texts."""

from __future__ import annotations

import math
import re

#: what is taken for a missing value, in any case; as pandas has it, and the question mark of the UCI repository
MISSING = frozenset({"", "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "null", "none", "?"})
TRUTH = {"true": 1.0, "false": 0.0}
_NUMBER = {
    mark: re.compile(rf"[+-]?(?:[0-9]+(?:{re.escape(mark)}[0-9]*)?|{re.escape(mark)}[0-9]+)(?:[eE][+-]?[0-9]+)?")
    for mark in ".,"
}
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,' \u00a0\u202f]?\d{3})*(?:[.,]\d+)?")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.lower() in MISSING


def is_number(cell: str, decimal: str = ".") -> bool:
    """Whether a stripped cell is a number: ASCII digits, no groups of thousands, neither infinite nor hexadecimal."""
    return _NUMBER[decimal].fullmatch(cell) is not None


def looks_like_number(cell: str) -> bool:
    """Whether a person might take a cell for a number that is none here: groups of thousands, other digits, a percent sign."""
    if _GROUPED.fullmatch(cell.removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")):
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True


def number(cell: str, decimal: str = ".") -> float | None:
    """The number of a cell; None where it is none, or beyond the largest one."""
    if not is_number(cell, decimal):
        return None
    value = float(cell.replace(",", ".") if decimal == "," else cell)
    return value if math.isfinite(value) else None
