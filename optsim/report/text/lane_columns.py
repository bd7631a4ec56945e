"""Columns of a report's table of lanes: what each is, and what was measured of it at its end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from optsim.console.ansi_style import letter
from optsim.engine.capabilities.states import Run, States
from optsim.engine.history.quantities import QUANTITIES, Quantity
from optsim.languages import Language
from optsim.plot.numbers import compact
from optsim.plot.width import fit, fit_right
from optsim.recording.recording import Recording

_WIDEST_NAME = 20


class LaneColumn(NamedTuple):
    """A column: its head, what it shows of a lane, and how it is set.

    `width` is the most cells, 0 for as many as it needs. Where room is short it goes as soon as `goes` says, 1 first, 0 never.
    """

    head: str
    text: Callable[[Run], str]
    is_left: bool = False
    goes: int = 0
    width: int = 0

    def fitted(self, text: str) -> str:
        """Return a text in the cells of the column."""
        return fit(text, self.width) if self.is_left else fit_right(text, self.width)


def lane_columns(race: States, recorded: Recording | None, language: Language) -> list[LaneColumn]:
    """Return mark, name, optimizer, rate, what was measured of a lane at its end, and its status, in this order."""
    text = language.text
    return [
        LaneColumn("", lambda run: letter(run.place), is_left=True),
        LaneColumn(text("report.column.lane"), lambda run: run.name, is_left=True, width=_WIDEST_NAME),
        LaneColumn(text("report.column.optimizer"), _optimizer, is_left=True, goes=2),
        LaneColumn(text("report.column.rate"), _rate, goes=3),
        *measured_columns(race, recorded, language),
        LaneColumn(text("report.column.status"), lambda run: language.label(run.status), is_left=True),
    ]


def measured_columns(race: States, recorded: Recording | None, language: Language) -> list[LaneColumn]:
    """Return the columns of numbers: the quantities that the race measures, and among them what was best."""
    placed = [(0, column) for column in _best_columns(race, recorded, language)]
    placed += [
        # where room is short those after what was best go first
        (each.column.place, _quantity(each, language, goes=1 if each.column.place > 0 else 0))
        for each in QUANTITIES.values()
        if each.column is not None and _is_reported(each) and race.history.measures(each.name)
    ]
    return [column for _, column in sorted(placed, key=itemgetter(0))]


def _is_reported(quantity: Quantity) -> bool:
    return quantity.in_report and "update" not in quantity.roots()


def _quantity(quantity: Quantity, language: Language, goes: int) -> LaneColumn:
    """Return the column of a quantity, under its head in the lane table, unless a language has another one for reports."""
    own = language.title_of(f"quantity.{quantity.name}.head", quantity.column.head if quantity.column else "")
    head = language.title_of(f"quantity.{quantity.name}.report", own or quantity.symbol)
    return LaneColumn(head or language.of("quantity", quantity), lambda run: number_text(run[quantity.name]), goes=goes)


def _best_columns(race: States, recorded: Recording | None, language: Language) -> Iterator[LaneColumn]:
    """Yield the columns of what was best so far, with rules the lowest value, too."""
    text, unit = language.text, language.text(f"unit.{race.counting.unit}")
    if race.setup.rules:
        yield LaneColumn(text("report.column.lowest"), lambda run: number_text(run.lowest_loss))
    best = text("report.column.best_validation" if race.objective.has_validation else "report.column.best")
    yield LaneColumn(best, lambda run: number_text(_best(run, recorded)[1]) if run.has_best else "-")
    at = text("report.column.at", unit=unit)
    yield LaneColumn(at, lambda run: str(run.epoch_of(_best(run, recorded)[0])) if run.has_best else "-")


def _optimizer(run: Run) -> str:
    cls = type(run.lane.optimizer)
    return cls.name or cls.__name__


def _rate(run: Run) -> str:
    return number_text(run.lane.optimizer.learning_rate) + ("*" if run.lane.schedule or run.lane.edits else "")


def _best(run: Run, recorded: Recording | None) -> tuple[int, float]:
    """Return where a lane was best, and how good: a thinned recording has that in its summary."""
    if recorded is None or recorded.every == 1 or run.name not in recorded.summary:
        return run.best_step, run.best_loss
    lane = recorded.summary[run.name]
    return lane.best_step, float(lane.best_loss)


def number_text(value: float, digits: int = 3) -> str:
    """Return a number, short, and such that other programs can read it: "-3.2e-12", "nan"."""
    return compact(value, digits).replace("−", "-") if math.isfinite(value) else str(value)
