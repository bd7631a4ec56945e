"""Quantities that a chart can show upwards, and ways of counting the work sideways."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.analysis.incremental import Growing
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import States
from optsim.engine.history.growing_table import Steps, Stretches
from optsim.engine.history.measuring import worked_out
from optsim.engine.history.quantities import QUANTITIES, measurable
from optsim.engine.settings import Array
from optsim.engine.stepping.requested import Requested
from optsim.facts import Fact

COUNTS = ("step", "epoch", "evaluations", "examples", "time")


class InEpoch(Fact):
    """The epoch of a step, and the lane that it is of where lanes have epochs of several lengths."""

    code: ClassVar[str] = "in_epoch"
    epoch: int
    lane: str | None


class Rows(NamedTuple):
    """The rows of a lane: how many steps one stands for, how many there are, and which have values (None: all), and where."""

    steps_per_row: int
    known: int
    filled: Steps | None = None
    places: Steps | slice = slice(None)

    def of(self, values: Array) -> Array:
        """Return those of values (rows, lanes) that these rows have."""
        return values[: self.known] if self.filled is None else values[self.places]


class ChartedQuantity(NamedTuple):
    """A measured quantity, and the rows of each lane, by place; lanes of one clock share them.

    `values` are those of the rows that are there, (rows, lanes), `rows` their numbers, None for all up to the newest. `look`
    gives the exact values of any rows, (rows, lanes). Where a race does not keep all rows, `stretches` have the extremes.
    `apart` where each lane has rows of its own.
    """

    name: str
    values: Array
    rows: tuple[Rows, ...]
    look: Callable[[Steps], Array]
    stretches: Stretches | None = None
    apart: bool = False

    def at(self, step: int, place: int) -> float:
        """The last value of a lane up to a step; NaN where there is none."""
        own = self.rows[place]
        row = min(step // own.steps_per_row, own.known - 1)
        return float(self.look(np.array([row]))[0, place]) if row >= 0 else math.nan


class Measured:
    """The quantities of a race; those that are not in its history are worked out as it grows, or measured on request."""

    def __init__(self, race: Curves) -> None:
        self._race = race
        self._derived: dict[str, Growing] = {}
        self._requested: Requested | None = None
        self._begin = 0

    def series(self, quantity: str, requested: Requested | None = None) -> ChartedQuantity:
        """Return all of a quantity that is measured so far.

        Args:
            quantity: its name.
            requested: what measures it where the race has not recorded it; without, that is all measured at once.

        Raises:
            KeyError: no quantity has that name.
        """
        history, own = self._race.history, self._race.own_steps(quantity)
        if own is not None:
            return self._apart(quantity, own)
        if QUANTITIES[quantity].per == "epoch":
            return self._by_epoch(quantity, requested)
        look = partial(self._race.figures, quantity)
        values, every = self._recorded(quantity), QUANTITIES[quantity].every
        if every > 1:
            return self._sparse(quantity, values, every, requested)
        if values is not None:
            return ChartedQuantity(quantity, values, self._rows_every(1), look, history.stretches)
        measured = self._measured(quantity, requested)
        rows = (Rows(1, measured.length, measured.rows),) * len(self._race.lanes)
        return ChartedQuantity(quantity, measured.values, rows, look, measured.stretches)

    def _apart(self, quantity: str, own: Sequence[Steps]) -> ChartedQuantity:
        """Return a quantity of which each lane has rows of its own. Raises KeyError for one that none has."""
        values, known = self._race.history[quantity], self._race.head + 1
        rows = tuple(Rows(1, known, steps, slice(0, len(steps))) for steps in own)
        return ChartedQuantity(quantity, values, rows, partial(self._race.figures, quantity), apart=True)

    def _sparse(self, quantity: str, values: Array | None, every: int, requested: Requested | None) -> ChartedQuantity:
        """Return a quantity that is measured at every so many steps."""
        race = self._race

        def look(rows: Steps) -> Array:
            return race.figures(quantity, rows * every)

        if values is not None:
            steps = race.history.rows
            if steps is None:
                return ChartedQuantity(quantity, values[::every], self._rows_every(every), look)
            there = np.flatnonzero(steps % every == 0)
            filled = steps[there] // every
            rows = Rows(every, race.head // every + 1, filled, there)
            return ChartedQuantity(quantity, values, (rows,) * len(race.lanes), look)
        measured = self._measured(quantity, requested)
        rows = Rows(every, (measured.length - 1) // every + 1)
        return ChartedQuantity(quantity, measured.values, (rows,) * len(race.lanes), look)

    def _by_epoch(self, quantity: str, requested: Requested | None) -> ChartedQuantity:
        """Return a quantity that is measured where epochs begin."""
        if self._race.history.measures(quantity) or QUANTITIES[quantity].given:
            column = self._race.history[quantity]
            rows = self._rows_by_epoch() if len(column) else self._rows_every(1, known=0)
        else:
            measured = self._measured(quantity, requested)
            column, last = measured.values, measured.length - 1
            rows = tuple(Rows(steps, last // steps + 1) for steps in self._race.counting.steps_per_epoch)
        return ChartedQuantity(quantity, column, rows, column.__getitem__)

    def _measured(self, quantity: str, requested: Requested | None) -> Requested:
        """Return what is not recorded: as far as it was requested, or else all of it up to where the race has been computed.

        Raises KeyError for curves without states.
        """
        if requested is not None and requested.name == quantity:
            return requested
        if not isinstance(self._race, States):
            raise KeyError(quantity)
        resumed = self._race.resumed()
        if self._requested is None or (self._requested.race, self._requested.name) != (resumed, quantity):
            self._requested = Requested(resumed, quantity)
        self._requested.advance(lambda: True)
        return self._requested

    def _rows_every(self, steps: int, known: int | None = None) -> tuple[Rows, ...]:
        """Rows that are the same for all lanes."""
        return (self._rows(steps, known),) * len(self._race.lanes)

    def _rows_by_epoch(self) -> tuple[Rows, ...]:
        """The rows at which an epoch begins, of each lane."""
        by_clock = {clock.steps_per_epoch: self._rows(clock.steps_per_epoch) for clock in self._race.counting.clocks}
        return tuple(by_clock[steps] for steps in self._race.counting.steps_per_epoch)

    def _rows(self, steps: int, known: int | None = None) -> Rows:
        """Return the rows that a lane has every `steps` steps, up to the head."""
        head, filled, gaps = self._race.head, self._race.history.rows, self._race.history.gaps
        known = head // steps + 1 if known is None else known
        if filled is None or (steps > 1 and not gaps):
            return Rows(steps, known)
        if not gaps:
            return Rows(steps, known, filled)
        filled = filled[(filled <= head) & (filled % steps == 0)] // steps
        return Rows(steps, known, filled, filled)

    def _recorded(self, quantity: str) -> Array | None:
        """The rows of a quantity that is recorded, or worked out of what is; None where it is neither."""
        history = self._race.history
        bases = QUANTITIES[quantity].bases(history.there)
        if bases is None:
            return None
        return history[quantity] if bases == (quantity,) else self._worked_out(quantity)

    def _worked_out(self, quantity: str) -> Array:
        history, stretches = self._race.history, self._race.history.stretches
        begin = 0 if stretches is None else stretches.begin
        if begin != self._begin:
            # the history has other rows now
            self._derived, self._begin = {}, begin

        def work(first: int, last: int) -> Array:
            values = worked_out(quantity, history.there, history.measuring, lambda name: history[name][first:last])
            return np.full((last - first, len(self._race.lanes)), np.nan) if values is None else values

        growing = self._derived.setdefault(quantity, Growing(len(self._race.lanes), work))
        return growing.upto(len(history.loss))


def series(race: Curves, quantity: str) -> ChartedQuantity:
    """All of a quantity that is measured so far."""
    return Measured(race).series(quantity)


def quantities(race: Curves) -> list[str]:
    """The quantities that can be charted: recorded, worked out of what is, or of states also measured on request."""
    names = {name for name in QUANTITIES if at_hand(race, name)}
    if isinstance(race, States):
        names |= {*measurable(race.objective, validation=race.has_validation)}
    return [name for name in QUANTITIES if name in names]


def at_hand(race: Curves, quantity: str) -> bool:
    """Tell if a quantity is recorded or, measured at every step, worked out of what is."""
    row, history = QUANTITIES[quantity], race.history
    return history.measures(quantity) or (row.per == "step" and row.bases(history.there) is not None)


def counts(race: Curves) -> list[str]:
    """The ways of counting that make sense for a race."""
    computed, in_epochs = bool(race.counting.examples_per_step), race.counting.in_epochs
    sensible = {"step": True, "epoch": in_epochs, "evaluations": computed, "examples": in_epochs and computed}
    sensible["time"] = all(race.along("time", place) is not None for place in range(len(race.lanes)))
    return [name for name in COUNTS if sensible[name]]


def per_step(race: Curves, count: str, place: int) -> float:
    """Return how much one step of a lane counts: a step is one evaluation, but may read a batch or all the data.

    Where steps do not all count the same it is their mean.

    Args:
        race: The race.
        count: The way of counting, one of `COUNTS`.
        place: The lane's place in it.
    """
    along = race.along(count, place)
    if along is not None:
        return float(along[1][-1] - along[1][0]) / max(1, int(along[0][-1] - along[0][0])) or 1.0
    match count:
        case "epoch":
            return 1 / race.counting.steps_per_epoch[place]
        case "examples":
            return race.counting.examples_per_step[place]
        case _:
            return 1.0


def counted(race: Curves, count: str, step: int, place: int) -> float:
    """Return where a step lies as a lane counts; after the end of its budget it counts no further.

    Args:
        race: The race.
        count: The way of counting, one of `COUNTS`.
        step: The step.
        place: The lane's place in it.
    """
    along = race.along(count, place)
    if along is not None:
        return float(np.interp(step, *along))
    return min(step, race.counting.last_steps[place]) * per_step(race, count, place)


def positions(race: Curves, count: str, steps: Array, place: int) -> Array:
    """Return where steps, or places between them, lie as a lane counts, (steps,).

    Args:
        race: The race.
        count: The way of counting, one of `COUNTS`.
        steps: The steps, up to the end of the lane's budget.
        place: The lane's place in it.
    """
    along = race.along(count, place)
    if along is None:
        return steps * per_step(race, count, place)
    there: Array = np.interp(steps, *along)
    return there


def step_at(race: Curves, count: str, position: float, place: int) -> float:
    """Return the step that lies at a position as a lane counts: the opposite of `counted`, also between steps and beyond the last.

    Args:
        race: The race.
        count: The way of counting, one of `COUNTS`.
        position: The position along x.
        place: The lane's place in it.
    """
    along = race.along(count, place)
    if along is None:
        return position / per_step(race, count, place)
    steps, there = along
    return float(np.interp(position, there, steps))


def epoch_at(race: Curves, step: int, place: int) -> InEpoch:
    """Return the epoch that a step lies in.

    Args:
        race: The race.
        step: The step.
        place: The place of the lane whose epochs are counted.
    """
    run = race.runs[race.lanes[place].name]
    epoch = run.epoch_of(min(step, race.counting.last_steps[place]))
    return InEpoch(epoch, run.name if len(race.counting.clocks) > 1 else None)
