"""Causes: why a run has ended, as codes and numbers. Their sentences are in `optsim.words`."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from optsim.engine.settings import Mask
from optsim.facts import Fact

_MOST_NAMED = 3


class Parameters(Fact):
    """Some of all parameters: how many, of how many, and the places of the first three, counted from 0."""

    code: ClassVar[str] = "parameters"

    first: tuple[int, ...]
    count: int
    dim: int

    @classmethod
    def where(cls, marked: Mask) -> Parameters:
        """Return those that are marked, shape (dim,)."""
        places = np.flatnonzero(marked)
        return cls(tuple(places[:_MOST_NAMED].tolist()), len(places), len(marked))


class OutOfSteps(Fact):
    """All steps of the budget are done."""

    code: ClassVar[str] = "out_of_steps"

    steps: int


class DataEnded(Fact):
    """What is known of a lane ends at a step, before what is known of others."""

    code: ClassVar[str] = "data_ended"

    step: int


class TargetReached(Fact):
    """The loss is at most the target."""

    code: ClassVar[str] = "target_reached"

    step: int
    loss: float
    target: float


class Diverged(Fact):
    """The loss has left all bounds, or is no number.

    `since` is the step from which on it was above its start, None where that is the last step or all of them; `why` what made
    it so, where that is known.
    """

    code: ClassVar[str] = "diverged"

    step: int
    loss: float
    since: int | None = None
    why: Fact | None = None


class FellWithoutBound(Fact):
    """The loss has fallen too far: by how much, and the lowest curvature where it ended, where the loss bends down there."""

    code: ClassVar[str] = "fell_without_bound"

    step: int
    loss: float
    by: float
    curvature: float | None = None


class AboveLimit(Fact):
    """The product α·λmax is above what the optimizer is stable up to.

    Where the curvature is not the same everywhere it is that `at` a step, and `at_least` the product where the curvature is
    known from below. Where only some of the `dim` directions are above, `directions` are: those with λ above `curvature`.
    """

    code: ClassVar[str] = "above_limit"

    product: float
    limit: float
    at: int | None = None
    at_least: bool = False
    directions: int | None = None
    dim: int | None = None
    curvature: float | None = None


class LengthOfStep(Fact):
    """Length of a step: its norm, or where that is no number its largest entry (`largest`)."""

    code: ClassVar[str] = "length_of_step"

    length: float
    largest: bool = False


class LargestGrowth(Fact):
    """The update in which the loss grew by the largest factor."""

    code: ClassVar[str] = "largest_growth"

    at: int
    moved: LengthOfStep
    before: float
    after: float


class LossFails(Fact):
    """The loss overflows, or is no number, where all parameters are numbers; `moved` by the step before."""

    code: ClassVar[str] = "loss_fails"

    overflows: bool
    largest_parameter: float
    moved: LengthOfStep | None = None
