"""Titles of traced lines, and what stands beside them."""

from __future__ import annotations

from optsim.engine.trace.trace import Line
from optsim.languages import Language


def line_title(language: Language, line: Line) -> str:
    """Return the language's words for a well-known key, else the title that the line brings with it."""
    try:
        return language.text(f"trace.{line.key}")
    except KeyError:
        return line.title or line.key.replace("_", " ")


def line_formula(language: Language, line: Line) -> str:
    """Return a line's formula, and what is to be said beside it."""
    return " ".join(filter(None, (line.formula, "" if line.note is None else language.sentence(line.note))))
