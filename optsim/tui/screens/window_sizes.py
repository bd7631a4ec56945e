"""Sizes of windows, and what fits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.languages import Language

#: from here on there is room for panels beside the large one
WIDE, HIGH = 120, 36
#: from here on there is room for three of them
VERY_WIDE = 160
_BESIDE, _MOST_BESIDE = 2, 3
#: rows of the status bar, the timeline and the keys
_BARS = 3
#: rows of the lane table's heads, and of the selected lane's sentence under it
HEAD_ROWS, SENTENCE_ROWS = 1, 2
#: rows that the panel of a small window has
_PANEL_ROWS = 12
_FEWEST_LANES = 3
#: below there is room for a sentence only
TINY_WIDTH, TINY_HEIGHT = 60, 18


def too_small(language: Language) -> str:
    """Return the sentence for a window in which there is no room for more."""
    return language.text("window.too_small", width=TINY_WIDTH, height=TINY_HEIGHT)


def narrow(width: int, height: int) -> bool:
    """Tell if there is room for one panel only."""
    return width < WIDE or height < HIGH


def most_beside(width: int) -> int:
    """Return how many panels may stand beside the large one."""
    return _MOST_BESIDE if width >= VERY_WIDE else _BESIDE


def lane_rows(width: int, height: int) -> int:
    """Return how many rows of lanes the table has at most by itself: a third of the window, less where the panel needs them."""
    rows = height // 3
    if narrow(width, height):
        rows = min(rows, height - _BARS - HEAD_ROWS - SENTENCE_ROWS - _PANEL_ROWS)
    return max(_FEWEST_LANES, rows)


def table_rows(rows: int, height: int) -> int:
    """Return how many rows of lanes there is room for, where a person asks for so many."""
    return max(1, min(rows, height - _BARS - HEAD_ROWS - SENTENCE_ROWS - _PANEL_ROWS // 2))


def folds(lanes: int, width: int, height: int) -> bool:
    """Tell if the table shows marks, names and losses alone, side by side: in a small window with many lanes."""
    return narrow(width, height) and lanes > lane_rows(width, height)
