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
from optsim.plot.width import cell_width, widest
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.rate_course import CELLS, course, vary

NUMBER_WIDTH = 9
#: beside α
_RATES_PLACE = -2.5


def number(value: float, width: int = NUMBER_WIDTH) -> str:
    """In three digits, or in fewer where it would touch the number beside it: 3e−106."""
    shown = (compact(value, digits) for digits in (3, 2, 1))
    return next((text for text in shown if len(text) < width), compact(value, 1))


class Column(NamedTuple):
    """A column of numbers: its head, the cells of its numbers, what it shows, and how soon it goes when room is short (1 first).

    `short` stands over it before it goes, where there is one, and `whole` where there is room for all columns.
    """

    head: str
    least: int
    text: Callable[[Rank], str]
    goes: int
    short: str = ""
    whole: str = ""

    @property
    def width(self) -> int:
        """The cells of the column: two more than its head at least."""
        return max(self.least, cell_width(self.head) + 2)


def _best(language: Language, unit: str, *, lowest: bool) -> Iterator[Column]:
    """Yield the columns of what was best so far, with rules the lowest value, too."""
    if lowest:
        yield _of_best(language, "lowest", NUMBER_WIDTH, lambda lane: number(lane.lowest_loss), 2)
    best = _of_best(language, "best", NUMBER_WIDTH, lambda lane: number(lane.best_loss), 4)
    yield best._replace(head=best.short, whole=best.head)
    whole, head = language.text(f"lane_table.at.{unit}"), language.text("lane_table.at.short")
    yield Column(head, 7, lambda lane: "–" if lane.best_at is None else f"@{lane.best_at}", 4, whole=whole)


def _of_best(language: Language, name: str, least: int, text: Callable[[Rank], str], goes: int) -> Column:
    """Return a column under the heads of its name."""
    head, short = (language.text(key, sign=BEST) for key in (f"lane_table.{name}", f"lane_table.{name}.short"))
    return Column(head, least, text, goes, short)


def _rates(race: Curves, language: Language) -> Column:
    """Return the column of how the rates go over all steps."""
    whole, short = (language.text(f"lane_table.{key}") for key in ("rates", "rates.short"))
    return Column(short, CELLS + 2, lambda lane: course(race.lanes[lane.place], race.budget), 2, whole=whole)


def _columns(race: Curves, language: Language) -> list[Column]:
    """All columns of a race: the quantities that it measures, and among them what was best so far."""
    placed = [(_RATES_PLACE, _rates(race, language))] if vary(race.lanes) else []
    placed += [(0, column) for column in _best(language, race.rule_unit, lowest=bool(race.rules))]
    placed += [
        (each.column.place, _column(each, each.column, language))
        for each in QUANTITIES.values()
        if each.column is not None and race.history.measures(each.name)
    ]
    return [column for _, column in sorted(placed, key=itemgetter(0))]


def _column(quantity: Quantity, column: TableColumn, language: Language) -> Column:
    """Return the column of a quantity."""
    own, short = (
        language.title_of(f"quantity.{quantity.name}.{what}", getattr(column, what)) for what in ("head", "short")
    )
    head = own or language.formula(quantity.symbol) or language.of("quantity", quantity)
    return Column(head, column.width, lambda lane: number(lane.values[quantity.name], column.width), column.goes, short)


#: cells of a status with a part of its cause, and alone
_STATUS_WIDTH, _SHORT_STATUS_WIDTH = 24, 14
#: cells of a status with the first clause of its cause
_CLAUSE_WIDTH = 40
#: cells around a status
_MARGIN = 3
#: heads are shortened before a column goes that goes no sooner
_NEEDED = 3


def shown_columns(view: RaceSnapshot, room: int) -> list[Column]:
    """Return the columns that fit beside the whole words of all statuses, the least needed left out first."""
    columns = _columns(view.race, view.language)
    words = (view.language.text("lane_table.status_head"), *(view.status_word(lane.status) for lane in view.lanes))
    status = max(_SHORT_STATUS_WIDTH, widest(words) + _MARGIN)
    whole = [column._replace(head=column.whole or column.head) for column in columns]
    if _width(whole) + _CLAUSE_WIDTH <= room:
        return whole
    for going in sorted({column.goes for column in columns}):
        if _width(columns) + (status if going >= _NEEDED else max(status, _STATUS_WIDTH)) <= room:
            break
        if going >= _NEEDED:
            columns = [column._replace(head=column.short or column.head) for column in columns]
            if _width(columns) + status <= room:
                break
        columns = [column for column in columns if column.goes != going]
    return columns


def _width(columns: list[Column]) -> int:
    return sum(column.width for column in columns)
