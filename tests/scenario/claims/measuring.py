"""What the tests of the claims measure: many seeds or many settings of a race in one batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from optsim import OPTIMIZERS, Objective, Race, RunResult, load
from optsim.engine.lane import Lane
from optsim.engine.stepping.ensemble import Ensemble

SEEDS = tuple(range(12))


class Batch(NamedTuple):
    """What lanes measured over all seeds, each (steps + 1, lanes, seeds); `validation` (epochs + 1, lanes, seeds)."""

    names: tuple[str, ...]
    loss: np.ndarray
    update_norm: np.ndarray
    validation: np.ndarray

    def of(self, column: np.ndarray, name: str) -> np.ndarray:
        """One lane's part of a column, (rows, seeds)."""
        return column[:, self.names.index(name)]


def lane(name: str, optimizer: str, learning_rate: float, **settings: Any) -> Lane:
    """A lane."""
    return Lane(name, OPTIMIZERS[optimizer](learning_rate=learning_rate, **settings))


def lanes(**rates: float) -> list[Lane]:
    """A lane for each optimizer, with its rate."""
    return [lane(name, name, rate) for name, rate in rates.items()]


def over_seeds(objective: Objective, lanes: Iterable[Lane], steps: int, seeds: Sequence[int] = SEEDS) -> Batch:
    """Lanes over seeds, as one batch."""
    ensemble = Ensemble(objective, lanes, seeds)
    rows = [ensemble.step() for _ in range(steps + 1)]
    measured = [row["validation_loss"] for row in rows if "validation_loss" in row]
    names = tuple(lane.name for lane in ensemble.lanes)
    return Batch(
        names,
        *(
            np.array(column)
            for column in ([row["loss"] for row in rows], [row["update_norm"] for row in rows], measured)
        ),
    )


@cache
def shipped_over_seeds(name: str, steps: int | None = None) -> Batch:
    """A scenario that comes with optsim over seeds, to its end or so many steps."""
    scenario = load(name)
    return over_seeds(scenario.objective, scenario.lanes.values(), steps or scenario.race().budget)


def raced(objective: Objective, lanes: Iterable[Lane], steps: int, seed: int = 0) -> dict[str, RunResult]:
    """One race with all its parameters."""
    race = Race(objective, lanes, steps=steps, seed=seed, keep_params=True)
    race.seek(steps)
    return race.result()


@cache
def shipped(name: str) -> dict[str, RunResult]:
    """A scenario that comes with optsim, with its own seed."""
    scenario = load(name)
    race = scenario.race(keep_params=True)
    race.seek(race.budget)
    return race.result()


def from_start(objective: Objective, start: Iterable[float]) -> Objective:
    """The objective with another start."""
    return replace(objective, start=tuple(float(each) for each in start))  # type: ignore[call-arg]


def first(condition: np.ndarray) -> float:
    """The first row in which it holds; ∞ where it never does."""
    return int(np.argmax(condition)) if condition.any() else np.inf


def for_good(condition: np.ndarray) -> float:
    """The first row from which on it holds to the end; ∞ where it does not at the end."""
    broken = np.flatnonzero(~condition)
    since = int(broken[-1]) + 1 if broken.size else 0
    return since if since < len(condition) else np.inf


def firsts(condition: np.ndarray) -> np.ndarray:
    """`first` of each column of (rows, seeds)."""
    return np.array([first(column) for column in condition.T])
