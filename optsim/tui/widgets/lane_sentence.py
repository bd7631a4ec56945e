"""Sentence of the selected lane: what it is, and why it is where it is; what has no room ends in …, and Explain has it whole. Under it, what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, shorten, wrap
from optsim.tui.language import formula_named
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.sign_legend import sign_legend

#: cells before all rows but the first, and between the sentence and what stands beside it
_INDENT, _GAP = 3, 3


class LaneSentence:
    """Rows of a sentence of so many cells: mark, name and sentence, and the lane's formula and title where there is room."""

    def __init__(self, view: RaceSnapshot, width: int) -> None:
        self._view, self._width = view, width
        lane = view.selected
        own = view.race.lanes[lane.place]
        hidden = f" · {view.language.text('lane_table.hidden_lane')}" if lane.name in view.look.hidden else ""
        self._who = f"{view.sign(lane.place)} {lane.name}{hidden}"
        title = view.presentation.lane_titles.get(lane.name, own.title)
        self._title = f" · {title}" if title else ""
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
        """Draw it from a row on; at the right of its last row the legend of the signs, as far as that has room."""
        view, colours = self._view, self._view.palette
        first, *others = self._fitting(grid.height - y)
        last = y + max(1, len(others))
        legend = self._legend(others, there=last < grid.height)
        room = grid.width - cell_width(legend) - _GAP if legend else grid.width
        x = grid.put(y, 1, self._who, view.colour(view.selected.place), Attr.BOLD)
        if not others and x + cell_width(self._title) + 2 + cell_width(first) + 1 <= grid.width:
            x = grid.put(y, x, self._title, colours.text)
        end = grid.put(y, x + 2, first, colours.text)
        for row, part in enumerate(others, start=y + 1):
            end = grid.put(row, _INDENT, part, colours.text)
        grid.put(last, room + _GAP - 1, legend, colours.muted)
        if view.sentence and end + _GAP + cell_width(self._formula) < (room if others else grid.width):
            grid.put(y + len(others), end + _GAP, self._formula, colours.muted)
        elif view.sentence and not others and _INDENT + cell_width(self._formula) < room:
            grid.put(y + 1, _INDENT, self._formula, colours.muted)

    def _legend(self, others: Sequence[str], *, there: bool) -> str:
        """Return what has room of the legend beside the last row of the sentence, or alone under its first one, if that is `there`."""
        taken = _INDENT + cell_width(others[-1]) + _GAP if others else 0
        return sign_legend(self._view, self._width - taken - 1) if there else ""
