"""Kinds of insights. Numbers are exact; rounding and bounds are a matter of words."""

from __future__ import annotations

from typing import ClassVar, Literal

from optsim.engine.causes import Parameters
from optsim.facts import Fact


class AtStabilityLimit(Fact):
    """α·λmax is at the stability limit; `present` tells that the lane has a part of the steepest direction."""

    code: ClassVar[str] = "insight.at_stability_limit"
    product: float
    limit: float
    present: bool


class Unstable(Fact):
    """α·λmax is above the stability limit.

    `growth` is the factor per step of the lane's fastest growing part in the long run, None where it is not known.
    """

    code: ClassVar[str] = "insight.unstable"
    product: float
    limit: float
    growth: float | None


class UnstableElsewhere(Fact):
    """α·λmax is above the stability limit in directions of which the lane has no part."""

    code: ClassVar[str] = "insight.unstable_elsewhere"
    product: float
    limit: float


class Overshoots(Fact):
    """Plain descent jumps across the minimum along the steepest direction: α·λmax is above 1."""

    code: ClassVar[str] = "insight.overshoots"
    product: float
    limit: float


class SlowestContraction(Fact):
    """Plain descent takes a share α·λmin of the distance away in each step along the flattest direction."""

    code: ClassVar[str] = "insight.slowest_contraction"
    share: float
    #: the gradients are samples, so this is so on average
    on_average: bool


class NextStepFails(Fact):
    """The next update is no finite number."""

    code: ClassVar[str] = "insight.next_step_fails"
    cause: Fact


class SquaresOverflow(Fact):
    """Some parameters do not move, since the average of their squared gradients is ∞."""

    code: ClassVar[str] = "insight.squares_overflow"
    parameters: Parameters
    #: the average's symbol in the formula of the update
    symbol: str
    #: the largest entry of the gradient in size
    gradient: float


class GradientZero(Fact):
    """Gradient and step are 0 in every parameter; `batch` tells that it is the gradient of a batch."""

    code: ClassVar[str] = "insight.gradient_zero"
    batch: bool


class Overfits(Fact):
    """Validation loss has been above its best for some epochs while training loss falls."""

    code: ClassVar[str] = "insight.overfits"
    #: validation loss as a multiple of its best
    rise: float
    best_epoch: int
    #: the share of the training loss that went in the last `epochs`
    training_fall: float
    epochs: int
    #: what the stopping rule that is nearest to firing waits for
    waiting: Fact | None


class NoiseAboveSlope(Fact):
    """The noise of the gradient, root mean square, is more than twice its exact norm."""

    code: ClassVar[str] = "insight.noise_above_slope"
    grad_norm: float
    noise: float


class CurvatureRange(Fact):
    """The least and the largest curvature at a point, each good to `error`.

    Where they are `bounds`, the least is at most `least` and the largest at least `largest`.
    """

    code: ClassVar[str] = "insight.curvature_range"
    least: float
    largest: float
    error: float
    bounds: bool


class Plateau(Fact):
    """The loss has hardly moved for many steps, and the ground is level as far as the lane went."""

    code: ClassVar[str] = "insight.plateau"
    steps: int
    #: the range of the loss in these steps, and what it is a share of: the loss, or its height above the lowest one
    moved: float
    left: float
    above_lowest: bool
    #: None where the exact gradient takes long
    grad_norm: float | None
    curvatures: CurvatureRange | None


class AtPoint(Fact):
    """Base of what is said near a point without slope: the distance to it, 0 for at it, and the norm of the gradient."""

    distance: float
    grad_norm: float


class NearKnownMinimum(AtPoint):
    """A minimum that the objective knows is near; `only` tells that it knows no other."""

    code: ClassVar[str] = "insight.near_known_minimum"
    only: bool


class NearMinimum(AtPoint):
    """A minimum is near, with its lowest curvature, good to `error`."""

    code: ClassVar[str] = "insight.near_minimum"
    curvature: float
    error: float


class NearLocalMinimum(AtPoint):
    """A minimum is near that is not the lowest one, with its loss and the lowest loss."""

    code: ClassVar[str] = "insight.near_local_minimum"
    loss: float
    lowest: float


class NearMaximum(AtPoint):
    """A maximum is near, with its highest curvature, good to `error`."""

    code: ClassVar[str] = "insight.near_maximum"
    curvature: float
    error: float


class NearSaddle(AtPoint):
    """A saddle is near, with its lowest curvature, good to `error`.

    A lane on the saddle is "resting" or "moving" by whether its step is 0; one that is near is "leaving" or "approaching"
    by its distance's factor of `growth` a step, and simply "near" where that is 1 or not known.
    """

    code: ClassVar[str] = "insight.near_saddle"
    curvature: float
    error: float
    motion: Literal["resting", "moving", "near", "approaching", "leaving"]
    growth: float | None


class EffectiveRates(Fact):
    """The least and the largest effective rate of all parameters as multiples of the learning rate.

    `everywhere` tells that every parameter has a gradient.
    """

    code: ClassVar[str] = "insight.effective_rates"
    least: float
    largest: float
    everywhere: bool


class EffectiveRateFell(Fact):
    """The effective rate of every parameter is less than half of its first one, since squares of gradients add up."""

    code: ClassVar[str] = "insight.effective_rate_fell"
    #: the least and the largest share of the first rate, without what the learning rate itself changed
    least: float
    largest: float
    rate_changed: bool
    #: every parameter has a gradient
    everywhere: bool
    #: the shares are √(G₁/G); else ε has a part in them
    by_sums: bool


class RunsOnVelocity(Fact):
    """The step is mostly what the velocity carries on: its norm, that of the gradient's own part, and whether the loss rises."""

    code: ClassVar[str] = "insight.runs_on_velocity"
    step_norm: float
    own_norm: float
    uphill: bool
