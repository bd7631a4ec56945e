"""Words for traced lines: what each is for, and what stands beside its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from optsim.engine.trace.keys import BEFORE, GRADIENT, QUERY
from optsim.engine.trace.trace import Line
from optsim.languages import Language

_NUMBERED = re.compile(r"_\d+$")


def line_title(language: Language, line: Line, optimizer: str = "") -> str:
    """Return what a line is for, in a few words.

    A language may have words for a line of one optimizer, the title "trace.NAME.KEY". What it has for the key in any update,
    the text "trace.KEY", goes before the title that the line brings with it, which is English. A line without words has those
    of its key.
    """
    own = language.title_of(f"trace.{optimizer}.{line.key}")
    keys = [line.key, "before" if line.key.endswith(BEFORE) else _NUMBERED.sub("", line.key)]
    known = next((key for key in (f"trace.{key}" for key in keys) if key in language.texts), "")
    if own or (line.title and (language.name == "en" or not known)):
        return own or line.title
    try:
        return language.text(known or f"trace.{keys[-1]}")
    except KeyError:
        return line.key.replace("_", " ")


def update_titles(language: Language, lines: Sequence[Line], optimizer: str = "") -> list[str]:
    """Return what the lines of an update are for; the slope is that there, where a line before it says where that is."""
    looks_ahead = any(line.key == QUERY for line in lines)
    return [
        language.text("trace.gradient_at_query")
        if looks_ahead and line.key == GRADIENT
        else line_title(language, line, optimizer)
        for line in lines
    ]


def line_formula(language: Language, line: Line) -> str:
    """Return a line's formula, and what is to be said beside it."""
    return " ".join(
        filter(None, (language.formula(line.formula), "" if line.note is None else language.sentence(line.note)))
    )
