"""Sentence of the selected lane: what it is, and why it is where it is; what has no room ends in …, and Explain has it whole."""

from __future__ import annotations

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, shorten, wrap
from optsim.tui.language import formula_named
from optsim.tui.snapshot import RaceSnapshot

_INDENT = 3


class LaneSentence:
    """Rows of a sentence of so many cells: mark, name and sentence, and the lane's formula and title where there is room."""

    def __init__(self, view: RaceSnapshot, width: int) -> None:
        self._view, self._width = view, width
        lane = view.selected
        own = view.race.lanes[lane.place]
        self._who = f"{view.sign(lane.place)} {lane.name}"
        self._title = f" · {own.title}" if own.title else ""
        self._formula = formula_named(view.language, own)
        self._parts = self._wrapped(view.sentence or self._formula)

    def _wrapped(self, sentence: str) -> list[str]:
        """Return the sentence in rows: the first after the name, the others under it."""
        (whole,) = wrap(sentence, cell_width(sentence) + 1)
        first = wrap(whole, max(1, self._width - 1 - cell_width(self._who) - 3))[0]
        rest = whole[len(first) :].strip()
        return [first, *(wrap(rest, max(1, self._width - _INDENT - 1)) if rest else [])]

    @property
    def rows(self) -> int:
        """The rows that it takes."""
        return len(self._parts)

    def _fitting(self, rows: int) -> list[str]:
        """Return the parts for so many rows."""
        if len(self._parts) <= rows:
            return self._parts
        shown, rest = self._parts[: rows - 1], " ".join(self._parts[rows - 1 :])
        return [*shown, shorten(rest, self._width - _INDENT - 1)]

    def draw(self, grid: Grid, y: int) -> None:
        """Draw it from a row on."""
        view, colours = self._view, self._view.palette
        first, *others = self._fitting(grid.height - y)
        x = grid.put(y, 1, self._who, view.colour(view.selected.place), Attr.BOLD)
        if not others and x + cell_width(self._title) + 2 + cell_width(first) + 1 <= grid.width:
            x = grid.put(y, x, self._title, colours.text)
        end = grid.put(y, x + 2, first, colours.text)
        for row, part in enumerate(others, start=y + 1):
            end = grid.put(row, _INDENT, part, colours.text)
        if view.sentence and end + 3 + cell_width(self._formula) < grid.width:
            grid.put(y + len(others), end + 3, self._formula, colours.muted)
        elif view.sentence and not others and _INDENT + cell_width(self._formula) < grid.width:
            grid.put(y + 1, _INDENT, self._formula, colours.muted)
