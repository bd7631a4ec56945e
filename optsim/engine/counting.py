"""Counting of the lanes' work: in steps, in epochs, in examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Index
from optsim.engine.stopping_rule import Unit


class Clock(NamedTuple):
    """The lanes whose epochs have `steps_per_epoch` steps: their places, and the same as an index of arrays (lanes, …)."""

    steps_per_epoch: int
    places: tuple[int, ...]
    rows: Index


@dataclass(frozen=True)
class Counting:
    """Steps in an epoch of each lane, the step at which its budget is used up, and the examples that a step reads, by place.

    `in_epochs` where there are passes over data to count; else an epoch is one step. `examples_per_step` is empty where nothing
    is known of what a step computes.
    """

    steps_per_epoch: tuple[int, ...]
    last_steps: tuple[int, ...]
    examples_per_step: tuple[float, ...] = ()
    in_epochs: bool = False

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The lanes by the length of their epochs."""
        return clocks_of(self.steps_per_epoch)

    @property
    def unit(self) -> Unit:
        """The word for an epoch: "epoch", or "step" where there is no data."""
        return "epoch" if self.in_epochs else "step"


def clocks_of(steps_per_epoch: Sequence[int]) -> tuple[Clock, ...]:
    """The lanes gathered by the length of their epochs, given by place; the first lane's clock is the first."""
    together: dict[int, list[int]] = {}
    for place, steps in enumerate(steps_per_epoch):
        together.setdefault(steps, []).append(place)
    return tuple(Clock(steps, tuple(places), places_index(places)) for steps, places in together.items())


def places_index(places: Sequence[int]) -> Index:
    """Ascending places as an index: a slice where they are neighbours."""
    together = places[-1] - places[0] == len(places) - 1
    return slice(places[0], places[-1] + 1) if together else np.array(places)
