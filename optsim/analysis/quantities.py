"""What a chart can show: measured quantities upwards, ways of counting the work sideways."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from optsim.analysis.incremental import Growing
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.history.growing_table import Steps, Stretches
from optsim.engine.history.quantities import distance, effective_rate
from optsim.engine.settings import Array

#: the quantities by their name in a scenario file, and their title
QUANTITIES = {
    "loss": "loss",
    "validation_loss": "validation loss",
    "grad_norm": "gradient norm ‖∇L‖",
    "update_norm": "update norm ‖Δθ‖",
    "effective_rate": "effective rate ‖Δθ‖/‖∇L‖",
    "distance": "distance to the nearest minimum",
}
#: the columns that a quantity is made of
_MEASURED = {
    "loss": ("loss",),
    "validation_loss": ("validation_loss",),
    "grad_norm": ("grad_norm",),
    "update_norm": ("update_norm",),
    "effective_rate": ("update_norm", "grad_norm"),
}
COUNTS = ("step", "epoch", "evaluations", "examples")


class Rows(NamedTuple):
    """The rows of a lane: how many steps one stands for, how many there are, and which have values (None: all), and where."""

    steps_per_row: int
    known: int
    filled: Steps | None = None
    places: Steps | slice = slice(None)

    def of(self, values: Array) -> Array:
        """Of values (rows, lanes) those of these rows that have any."""
        return values[: self.known] if self.filled is None else values[self.places]


class ChartedQuantity(NamedTuple):
    """A measured quantity, and the rows of each lane, by place; lanes of one clock share them.

    `values` are (rows, lanes). `look` gives the exact values of any rows, (rows, lanes). Where a race does not keep all rows,
    `stretches` have the extremes of the others.

    `values` are those of the rows that are there, (rows, lanes), `rows` their numbers, None for all up to the newest. `look`
    gives the exact values of any rows, (rows, lanes). Where a race does not keep all rows, `stretches` have the extremes.
    """

    name: str
    values: Array
    rows: tuple[Rows, ...]
    look: Callable[[Steps], Array]
    stretches: Stretches | None = None

    def at(self, step: int, place: int) -> float:
        """The last value of a lane up to a step; NaN where there is none."""
        own = self.rows[place]
        row = min(step // own.steps_per_row, own.known - 1)
        return float(self.look(np.array([row]))[0, place]) if row >= 0 else math.nan


class Measured:
    """The quantities of a race; those that are not in its history are worked out as it grows."""

    def __init__(self, race: Curves) -> None:
        self._race = race
        self._works = {"effective_rate": self._effective_rate, "distance": self._distance}
        self._derived: dict[str, Growing] = {}
        self._begin = 0

    def series(self, quantity: str) -> ChartedQuantity:
        """All of a quantity that is measured so far. Raises KeyError for one that is not known."""
        if quantity not in QUANTITIES:
            raise KeyError(quantity)
        history = self._race.history
        if quantity == "validation_loss":
            column = history.validation_loss
            rows = self._rows_by_epoch() if len(column) else self._rows_every(1, known=0)
            return ChartedQuantity(quantity, column, rows, column.__getitem__)
        values = self._worked_out(quantity) if quantity in self._works else getattr(history, quantity)
        return ChartedQuantity(quantity, values, self._rows_every(1), partial(self._look, quantity), history.stretches)

    def _rows_every(self, steps: int, known: int | None = None) -> tuple[Rows, ...]:
        """Rows that are the same for all lanes."""
        return (self._rows(steps, known),) * len(self._race.lanes)

    def _rows_by_epoch(self) -> tuple[Rows, ...]:
        """The rows at which an epoch begins, of each lane."""
        by_clock = {clock.steps_per_epoch: self._rows(clock.steps_per_epoch) for clock in self._race.counting.clocks}
        return tuple(by_clock[steps] for steps in self._race.counting.steps_per_epoch)

    def _rows(self, steps: int, known: int | None = None) -> Rows:
        """A row every so many steps, up to the head."""
        head, filled, gaps = self._race.head, self._race.history.rows, self._race.history.gaps
        known = head // steps + 1 if known is None else known
        if filled is None or (steps > 1 and not gaps):
            return Rows(steps, known)
        if not gaps:
            return Rows(steps, known, filled)
        filled = filled[(filled <= head) & (filled % steps == 0)] // steps
        return Rows(steps, known, filled, filled)

    def _look(self, quantity: str, steps: Steps) -> Array:
        """The exact values at some steps."""
        figures = partial(self._race.figures, steps=steps)
        match quantity:
            case "effective_rate":
                return effective_rate(figures("update_norm"), figures("grad_norm"))
            case "distance":
                return self._distances(figures("params") if _knows_distance(self._race) else None, figures("loss"))
            case _:
                return figures(quantity)

    def _worked_out(self, quantity: str) -> Array:
        """The rows of a quantity that is not measured itself."""
        stretches = self._race.history.stretches
        begin = 0 if stretches is None else stretches.begin
        if begin != self._begin:
            # the history has other rows now
            self._derived, self._begin = {}, begin
        growing = self._derived.setdefault(quantity, Growing(len(self._race.lanes), self._works[quantity]))
        return growing.upto(len(self._race.history.loss))

    def _effective_rate(self, first: int, last: int) -> Array:
        history = self._race.history
        return effective_rate(history.update_norm[first:last], history.grad_norm[first:last])

    def _distance(self, first: int, last: int) -> Array:
        history = self._race.history
        return self._distances(history.params[first:last], history.loss[first:last])

    def _distances(self, params: Array | None, losses: Array) -> Array:
        race = self._race
        if params is None or not isinstance(race, Points) or not _knows_distance(race):
            return np.full_like(losses, np.nan)
        return distance(params, losses, np.array(race.objective.minima), race.arithmetic)


def series(race: Curves, quantity: str) -> ChartedQuantity:
    """All of a quantity that is measured so far."""
    return Measured(race).series(quantity)


def quantities(race: Curves) -> list[str]:
    """The quantities that a race measures; the distance needs parameters that are kept, and known minima."""
    lacking = {name for name, needed in _MEASURED.items() if not all(map(race.history.measures, needed))}
    if not _knows_distance(race):
        lacking.add("distance")
    return [name for name in QUANTITIES if name not in lacking]


def _knows_distance(race: Curves) -> bool:
    return isinstance(race, Points) and race.history.keeps_params and bool(race.objective.minima)


def counts(race: Curves) -> list[str]:
    """The ways of counting that make sense for a race."""
    computed, in_epochs = bool(race.counting.examples_per_step), race.counting.in_epochs
    sensible = {"step": True, "epoch": in_epochs, "evaluations": computed, "examples": in_epochs and computed}
    return [name for name in COUNTS if sensible[name]]


def per_step(race: Curves, count: str, place: int) -> float:
    """How much one step of a lane counts: a step is one evaluation, but may read a batch or all the data."""
    match count:
        case "epoch":
            return 1 / race.counting.steps_per_epoch[place]
        case "examples":
            return race.counting.examples_per_step[place]
        case _:
            return 1.0


def counted(race: Curves, count: str, step: int, place: int) -> float:
    """Where a step lies as a lane counts; behind the end of its budget it counts no further."""
    return min(step, race.counting.last_steps[place]) * per_step(race, count, place)


def epoch_words(race: Curves, step: int, place: int) -> str:
    """Which epoch a step lies in, and whose that is where lanes have epochs of several lengths."""
    run = race.runs[race.lanes[place].name]
    told = f"epoch {run.epoch_of(min(step, race.counting.last_steps[place]))}"
    return f"{told} of {run.name}" if len(race.counting.clocks) > 1 else told
