"""What a chart can show: measured quantities upwards, ways of counting the work sideways."""

from __future__ import annotations

import math
from typing import NamedTuple

from optsim.engine.fields import Array
from optsim.engine.race import Race

#: the quantities by their name in a scenario file, and their title
QUANTITIES = {
    "loss": "loss",
    "validation_loss": "validation loss",
    "grad_norm": "gradient norm ‖∇L‖",
    "update_norm": "update norm ‖Δθ‖",
}
COUNTS = ("step", "epoch", "evaluations", "examples")


class Series(NamedTuple):
    """A measured quantity: values (rows, lanes), a row every so many steps."""

    values: Array
    steps_per_row: int

    def at(self, step: int, place: int) -> float:
        """The last value of a lane up to a step; NaN where there is none."""
        row = min(step // self.steps_per_row, len(self.values) - 1)
        return float(self.values[row, place]) if row >= 0 else math.nan


def series(race: Race, quantity: str) -> Series:
    """All of a quantity that is measured so far."""
    if quantity not in QUANTITIES:
        raise KeyError(quantity)
    return Series(getattr(race.history, quantity), race.steps_per_epoch if quantity == "validation_loss" else 1)


def quantities(race: Race) -> list[str]:
    """The quantities that a race measures."""
    return [name for name in QUANTITIES if name != "validation_loss" or race.objective.has_validation]


def counts(race: Race) -> list[str]:
    """The ways of counting that make sense for a race."""
    return [name for name in COUNTS if race.objective.has_data or name in ("step", "evaluations")]


def per_step(race: Race, count: str, place: int) -> float:
    """How much one step of a lane counts: a step is one evaluation, but may read a batch or all the data."""
    match count:
        case "epoch":
            return 1 / race.steps_per_epoch
        case "examples":
            return race.objective.examples_per_step(exact=race.lanes[place].optimizer.exact)
        case _:
            return 1.0
