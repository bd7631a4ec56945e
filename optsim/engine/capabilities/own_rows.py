"""Rows that lanes have of their own, and curves that somebody else goes on with: what logs have, and races need not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.facts import Fact


class Judgement(NamedTuple):
    """Cost of an early-stopping rule on a lane, in what it counts, and what it would keep: where, and the value there.

    `value` is NaN where it has called nothing best.
    """

    spent: int
    best: int
    value: float


class OwnRows:
    """Base of curves, whose lanes are measured at the same steps unless they say otherwise."""

    #: whether somebody else goes on with what they are of
    grows = False

    #: the rows whose mean is one evaluation for the early-stopping rules
    rows_judged = 1

    @property
    def about(self) -> Sequence[tuple[str, Fact]]:
        """Facts on where they come from, each with the name of the run that it is of."""
        return ()

    def own_steps(self, quantity: str) -> tuple[Steps, ...] | None:
        """Return the steps of the rows of a quantity, lane by lane, where each lane has its own; else None."""
        return None

    def along(self, count: str, place: int) -> tuple[Steps, Array] | None:
        """Return steps, and where they lie as a lane counts; None where a step counts the same everywhere."""
        return None
