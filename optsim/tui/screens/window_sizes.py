"""Sizes of windows, and what fits in them."""

from __future__ import annotations

from optsim.languages import Language

#: from here on there is room for a panel beside the main one
WIDE, HIGH = 120, 36
#: below there is room for a sentence only
TINY_WIDTH, TINY_HEIGHT = 60, 18


def too_small(language: Language) -> str:
    """Return the sentence for a window in which there is no room for more."""
    return language.text("window.too_small", width=TINY_WIDTH, height=TINY_HEIGHT)
