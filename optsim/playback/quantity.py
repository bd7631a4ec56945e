"""What a chart can show: measured quantities upwards, ways of counting the work sideways."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.source import Source, Steps
from optsim.playback.growing import Growing

#: the quantities by their name in a scenario file, and their title
QUANTITIES = {
    "loss": "loss",
    "validation_loss": "validation loss",
    "grad_norm": "gradient norm ‖∇L‖",
    "update_norm": "update norm ‖Δθ‖",
    "effective_rate": "effective rate ‖Δθ‖/‖∇L‖",
    "distance": "distance to the nearest minimum",
}
COUNTS = ("step", "epoch", "evaluations", "examples")


class Rows(NamedTuple):
    """The rows of a lane: how many steps one stands for, how many there are, and which have values (None: all)."""

    steps_per_row: int
    known: int
    filled: Steps | None = None

    def of(self, values: Array) -> Array:
        """Of values (rows, lanes) those of these rows that have any."""
        return values[: self.known] if self.filled is None else values[self.filled]


class Series(NamedTuple):
    """A measured quantity: values (rows, lanes), and the rows of each lane, by place; lanes of one clock share them."""

    values: Array
    rows: tuple[Rows, ...]

    def at(self, step: int, place: int) -> float:
        """The last value of a lane up to a step; NaN where there is none."""
        own = self.rows[place]
        row = min(step // own.steps_per_row, own.known - 1)
        return float(self.values[row, place]) if row >= 0 else math.nan


class Measured:
    """The quantities of a race; those that are not in its history are worked out as it grows."""

    def __init__(self, race: Source) -> None:
        self._race = race
        lanes = len(race.lanes)
        self._derived = {
            "effective_rate": Growing(lanes, self._effective_rate),
            "distance": Growing(lanes, self._distance),
        }

    def series(self, quantity: str) -> Series:
        """All of a quantity that is measured so far. Raises KeyError for one that is not known."""
        if quantity not in QUANTITIES:
            raise KeyError(quantity)
        if quantity in self._derived:
            return Series(self._derived[quantity].upto(self._race.head + 1), self._rows_every(1))
        column = getattr(self._race.history, quantity)
        if quantity != "validation_loss":
            return Series(column, self._rows_every(1))
        return Series(column, self._rows_by_epoch() if len(column) else self._rows_every(1, known=0))

    def _rows_every(self, steps: int, known: int | None = None) -> tuple[Rows, ...]:
        """Rows that are the same for all lanes."""
        return (self._rows(steps, known),) * len(self._race.lanes)

    def _rows_by_epoch(self) -> tuple[Rows, ...]:
        """The rows at which an epoch begins, of each lane."""
        by_clock = {clock.steps_per_epoch: self._rows(clock.steps_per_epoch) for clock in self._race.setup.clocks}
        return tuple(by_clock[steps] for steps in self._race.setup.steps_per_epoch)

    def _rows(self, steps: int, known: int | None = None) -> Rows:
        """A row every so many steps, up to the head."""
        head, filled = self._race.head, self._race.history.rows
        if filled is not None:
            filled = filled[(filled <= head) & (filled % steps == 0)] // steps
        return Rows(steps, head // steps + 1 if known is None else known, filled)

    def _effective_rate(self, first: int, last: int) -> Array:
        history = self._race.history
        rate = history.update_norm[first:last] / history.grad_norm[first:last]
        return np.where(np.isfinite(rate), rate, np.nan)

    def _distance(self, first: int, last: int) -> Array:
        if not _knows_distance(self._race):
            return np.full((last - first, len(self._race.lanes)), np.nan)
        minima = np.array(self._race.objective.minima)
        away = self._race.history.params[first:last, :, None, :] - minima
        nearest: Array = self._race.setup.numerics.row_norm(away).min(axis=-1)
        # a lane that has ended stands still, and is measured no more
        return np.where(np.isnan(self._race.history.loss[first:last]), np.nan, nearest)


def series(race: Source, quantity: str) -> Series:
    """All of a quantity that is measured so far."""
    return Measured(race).series(quantity)


def quantities(race: Source) -> list[str]:
    """The quantities that a race measures; the distance needs parameters that are kept, and known minima."""
    lacking = set()
    if not race.objective.has_validation:
        lacking.add("validation_loss")
    if not _knows_distance(race):
        lacking.add("distance")
    return [name for name in QUANTITIES if name not in lacking]


def _knows_distance(race: Source) -> bool:
    return race.history.keeps_params and bool(race.objective.minima)


def counts(race: Source) -> list[str]:
    """The ways of counting that make sense for a race."""
    return [name for name in COUNTS if race.objective.has_data or name in ("step", "evaluations")]


def per_step(race: Source, count: str, place: int) -> float:
    """How much one step of a lane counts: a step is one evaluation, but may read a batch or all the data."""
    match count:
        case "epoch":
            return 1 / race.setup.steps_per_epoch[place]
        case "examples":
            return race.setup.objectives[place].examples_per_step(exact=race.lanes[place].optimizer.exact)
        case _:
            return 1.0


def counted(race: Source, count: str, step: int, place: int) -> float:
    """Where a step lies as a lane counts; behind the end of its budget it counts no further."""
    return min(step, race.setup.last_steps[place]) * per_step(race, count, place)


def epoch_words(race: Source, step: int, place: int) -> str:
    """Which epoch a step lies in, and whose that is where lanes have epochs of several lengths."""
    run = race.runs[race.lanes[place].name]
    told = f"epoch {run.epoch_of(min(step, race.setup.last_steps[place]))}"
    return f"{told} of {run.name}" if len(race.setup.clocks) > 1 else told
