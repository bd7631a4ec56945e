"""Sizes of windows, and what fits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.languages import Language

#: from here on there is room for a panel beside the main one
WIDE, HIGH = 120, 36
#: below there is room for a sentence only
TINY_WIDTH, TINY_HEIGHT = 60, 18


def too_small(language: Language) -> str:
    """Return the sentence for a window in which there is no room for more."""
    return language.text("window.too_small", width=TINY_WIDTH, height=TINY_HEIGHT)


def lane_rows(lanes: int, height: int) -> int:
    """Return how many lanes the table shows in a window of so many rows: a third of them at most."""
    return min(lanes, max(3, height // 3))
