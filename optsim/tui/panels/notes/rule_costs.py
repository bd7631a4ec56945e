"""Costs and gains of the early-stopping rules on the selected lane's curve; only where there are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optsim.analysis.stopping_costs import Cost, StoppingCosts
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, longest_word, widest, wrap
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_GAP = 2


class _Row(NamedTuple):
    """A row of the table: a text at the left, and a text for each column of numbers."""

    label: str
    cells: tuple[str, ...]


class _Line(NamedTuple):
    """A line of a row, as it is put on the screen."""

    label: str
    cells: tuple[str, ...]
    row: int


class RuleCosts(CellView):
    """One row a rule: its sign, epochs spent until it stopped, the best epoch until then and the value there."""

    NAME = "Rules"
    ABOUT = (
        "Every early-stopping rule on the selected lane's curve: the epochs that it spends and the best value "
        "that it keeps. All are judged on the same curve, each up to its own stop or the end of the lane."
    )

    _costs: StoppingCosts | None = None

    def repaint(self) -> None:
        """Draw again, in as many rows of the screen as that takes."""
        if self.view is not None and self.size.width:
            self.take_rows(self.rows(self.view, self.size.width))
        super().repaint()

    def rows(self, view: RaceSnapshot, width: int) -> int:
        """Return how many rows of so many cells it takes."""
        if view.waiting:
            return len(wrap(view.waiting, width - 2))
        return len(_lines(self._table(view), width - 2)[0])

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The table."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.ground)
        if view.waiting:
            for y, part in enumerate(wrap(view.waiting, width - 2)[:height]):
                grid.put(y, 1, part, colours.muted)
            return grid
        lines, widths = _lines(self._table(view), width - 2)
        stopped = [cost.stopped for cost in self._costs_of(view)]
        for y, line in enumerate(lines[:height]):
            is_head = line.row == 0
            colour = colours.text if is_head or stopped[line.row - 1] else colours.muted
            grid.put(y, 1, line.label, colour, Attr.BOLD if is_head else Attr.PLAIN)
            right = width - 1 - sum(widths)
            for cell, cells in zip(line.cells, widths, strict=True):
                right += cells
                grid.put(y, right - cell_width(cell), cell, colours.muted if is_head else colour)
        return grid

    def _costs_of(self, view: RaceSnapshot) -> list[Cost]:
        """Return the costs of all rules on the selected lane."""
        if self._costs is None or self._costs.race is not view.race:
            self._costs = StoppingCosts(view.race)
        return self._costs.rows(view.selected.place)

    def _table(self, view: RaceSnapshot) -> list[_Row]:
        """Return the heads, and a row for each rule."""
        text = view.language.text
        heads = text(f"units.{view.race.rule_unit}"), text("rules.best_at"), text("rules.value")
        head = _Row(text("rules.title", lane=view.selected.name), heads)
        return [head, *(_Row(_label(view, cost), _cells(cost)) for cost in self._costs_of(view))]


def _label(view: RaceSnapshot, cost: Cost) -> str:
    """Return which rule it is, and whether it has not stopped."""
    label = f"{cost.sign} {cost.label}"
    return label if cost.stopped else view.language.text("rules.runs_on", rule=label)


def _cells(cost: Cost) -> tuple[str, ...]:
    """Return epochs, the best one and the value there, as far as anything was watched."""
    if not cost.known:
        return str(cost.epochs), "–", "–"
    return str(cost.epochs), str(cost.best_epoch), compact(cost.best_value, 4)


def _lines(table: Sequence[_Row], room: int) -> tuple[list[_Line], list[int]]:
    """Return the lines of a table in so many cells, and the widths of its columns of numbers: heads wrap where room is short."""
    columns = list(zip(*(row.cells for row in table), strict=True))
    widths = [widest(column) + _GAP for column in columns]
    if room - sum(widths) < widest([row.label for row in table]):
        widths = [max(longest_word(head), widest(numbers)) + _GAP for head, *numbers in columns]
    # nothing stands before the first column then
    while sum(widths) > room + _GAP:
        widths[widths.index(max(widths))] -= 1
    return [line for number, row in enumerate(table) for line in _lines_of(row, number, widths, room)], widths


def _lines_of(row: _Row, number: int, widths: Sequence[int], room: int) -> Iterator[_Line]:
    """Yield the lines of a row: its label beside the numbers, or above them where it would be broken within a word."""
    columns = [wrap(cell, width - _GAP) for cell, width in zip(row.cells, widths, strict=True)]
    left, rows = room - sum(widths), max(map(len, columns))
    beside = longest_word(row.label) <= left
    labels = wrap(row.label, left if beside else room)
    lines = max(rows, len(labels)) if beside else rows + len(labels)
    for y in range(lines):
        # the last lines of heads stand upon their numbers
        cells = [column[len(column) - lines + y] if y >= lines - len(column) else "" for column in columns]
        yield _Line(labels[y] if y < len(labels) else "", tuple(cells), number)
