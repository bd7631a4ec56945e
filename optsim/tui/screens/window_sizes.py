"""Sizes of windows, and what fits in them."""

from __future__ import annotations

#: from here on there is room for a panel beside the main one
WIDE, HIGH = 120, 36
#: below there is room for a sentence only
TINY_WIDTH, TINY_HEIGHT = 60, 18
TOO_SMALL = f"optsim needs a window of at least {TINY_WIDTH}×{TINY_HEIGHT}"
