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
_ZERO = re.compile(r"[+-]?[0.,]+(?:[eE].*)?")
_QUOTES = "'`\N{ACUTE ACCENT}‘’‚‛“”„‟«»‹›"
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,' \u00a0\u202f]?\d{3})*(?:[.,]\d+)?")


def is_missing(cell: str) -> bool:
    """Tell if a cell says that there is no value."""
    return cell.lower() in MISSING


def is_number(cell: str, decimal: str = ".") -> bool:
    """Tell if a stripped cell is a number: ASCII digits, no groups of thousands, neither infinite nor hexadecimal."""
    return _NUMBER[decimal].fullmatch(cell) is not None


def is_quoted_number(cell: str) -> bool:
    """Tell if a cell is a number in quote marks that CSV does not know, as '1.5'."""
    inner = cell[1:-1].strip()
    return cell[:1] in _QUOTES and cell[-1:] in _QUOTES and (is_number(inner) or is_number(inner, ","))


def looks_like_number(cell: str) -> bool:
    """Tell if a person might take a cell for a number that is none here: groups of thousands, other digits or quotes, a percent sign."""
    if is_quoted_number(cell) or _GROUPED.fullmatch(cell.removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")):
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True


def number(cell: str, decimal: str = ".") -> float | None:
    """The number of a cell; None where it is none, beyond the largest one, or would be 0 though it is not."""
    if not is_number(cell, decimal):
        return None
    value = _float(cell)
    return value if math.isfinite(value) and not underflows(cell) else None


def underflows(cell: str) -> bool:
    """Tell if a number, with either decimal mark, is nearer to 0 than the smallest float, but is not 0."""
    return _float(cell) == 0 and not _ZERO.fullmatch(cell)


def _float(cell: str) -> float:
    return float(cell.replace(",", "."))
