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


class Series(NamedTuple):
    """A measured quantity: values (rows, lanes), a row every so many steps; `rows` are those with values, None for all."""

    values: Array
    steps_per_row: int
    rows: Steps | None = None

    def at(self, step: int, place: int) -> float:
        """The last value of a lane up to a step; NaN where there is none."""
        row = min(step // self.steps_per_row, len(self.values) - 1)
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
        rows, per_epoch = self._race.history.rows, self._race.steps_per_epoch
        rows = None if rows is None else rows[rows <= self._race.head]
        if quantity in self._derived:
            return Series(self._derived[quantity].upto(self._race.head + 1), 1, rows)
        column = getattr(self._race.history, quantity)
        if quantity != "validation_loss":
            return Series(column, 1, rows)
        return Series(column, per_epoch, None if rows is None else rows[rows % per_epoch == 0] // per_epoch)

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
            return 1 / race.steps_per_epoch
        case "examples":
            return race.objective.examples_per_step(exact=race.lanes[place].optimizer.exact)
        case _:
            return 1.0
