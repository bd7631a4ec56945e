"""The language of the command line: the one place that decides in which language people are spoken to."""

from __future__ import annotations

from optsim.languages import Language, english


def language() -> Language:
    """Return the language of what is printed for people; codes and data are the same in every language."""
    return english()
