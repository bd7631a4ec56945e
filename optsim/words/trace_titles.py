"""Titles of traced lines."""

from __future__ import annotations

from optsim.engine.trace.trace import Line
from optsim.languages import Language


def line_title(language: Language, line: Line) -> str:
    """Return the language's words for a well-known key, else the title that the line brings with it."""
    try:
        return language.text(f"trace.{line.key}")
    except KeyError:
        return line.title or line.key.replace("_", " ")
