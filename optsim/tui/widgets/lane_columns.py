"""Columns of the lane table: what each shows, how wide it is, and which go where room is short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from optsim.analysis.chart_marks import BEST
from optsim.analysis.ranking import Rank
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.quantities import QUANTITIES, Quantity, TableColumn
from optsim.languages import Language
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width
from optsim.tui.snapshot import RaceSnapshot

NUMBER_WIDTH = 9


def number(value: float, width: int = NUMBER_WIDTH) -> str:
    """In three digits, or in fewer where it would touch the number beside it: 3e−106."""
    shown = (compact(value, digits) for digits in (3, 2, 1))
    return next((text for text in shown if len(text) < width), compact(value, 1))


class Column(NamedTuple):
    """A column of numbers: its head, its least width, what it shows, and how soon it goes when room is short (1 first)."""

    head: str
    width: int
    text: Callable[[Rank], str]
    goes: int


def _best(language: Language, *, lowest: bool) -> Iterator[Column]:
    """Yield the columns of what was best so far, with rules the lowest value, too."""
    text = language.text
    if lowest:
        yield _wide_enough(text("lane_table.lowest"), NUMBER_WIDTH, lambda lane: number(lane.lowest_loss), 2)
    yield _wide_enough(text("lane_table.best", sign=BEST), NUMBER_WIDTH, lambda lane: number(lane.best_loss), 4)
    yield _wide_enough(text("lane_table.at"), 7, lambda lane: "–" if lane.best_at is None else f"@{lane.best_at}", 4)


def _wide_enough(head: str, width: int, text: Callable[[Rank], str], goes: int) -> Column:
    """Return a column two cells wider than its head at least."""
    return Column(head, max(width, cell_width(head) + 2), text, goes)


def _columns(race: Curves, language: Language) -> list[Column]:
    """All columns of a race: the quantities that it measures, and among them what was best so far."""
    placed = [(0, column) for column in _best(language, lowest=bool(race.rules))]
    placed += [
        (each.column.place, _column(each, each.column, language))
        for each in QUANTITIES.values()
        if each.column is not None and race.history.measures(each.name)
    ]
    return [column for _, column in sorted(placed, key=itemgetter(0))]


def _column(quantity: Quantity, column: TableColumn, language: Language) -> Column:
    """The column of a quantity, two cells wider than its head at least."""
    own = language.title_of(f"quantity.{quantity.name}.head", column.head)
    head = own or quantity.symbol or language.of("quantity", quantity)
    width = max(column.width, cell_width(head) + 2)
    return Column(head, width, lambda lane: number(lane.values[quantity.name], width), column.goes)


#: cells of the status, with its cause and alone
_STATUS_WIDTH, _SHORT_STATUS_WIDTH = 24, 14


def shown_columns(view: RaceSnapshot, room: int) -> list[Column]:
    """The columns that fit, the least needed left out first."""
    columns = _columns(view.race, view.language)
    for going in sorted({column.goes for column in columns}):
        status = _STATUS_WIDTH if going < 3 else _SHORT_STATUS_WIDTH
        if sum(column.width for column in columns) + status <= room:
            break
        columns = [column for column in columns if column.goes != going]
    return columns
