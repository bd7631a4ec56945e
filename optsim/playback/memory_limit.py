"""Limit on the rows of a race that are kept while it is played."""

from __future__ import annotations

#: rows a lane that are kept, 2¹⁷: beyond, every N-th of the older half, with the extremes of those between
KEEP_ROWS = 131_072
