"""Claims of theory on a lane, each with what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.facts import Fact


class Claim(Fact):
    """Base of the claims: one predicted figure and what was measured of it, None where nothing was measured yet."""

    predicted: float
    measured: float | None

    @property
    def key(self) -> str:
        """The claim's name in a JSON report."""
        return self.code.rpartition(".")[2]


class StabilityLimit(Claim):
    """The largest α·λmax that is stable; measured is the lane's own."""

    code: ClassVar[str] = "theory.limit"


class ConvergenceRate(Claim):
    """The factor per step on the distance to the minimum in the long run; above 1 the distance grows."""

    code: ClassVar[str] = "theory.rate"
    #: the first and the last step that the measured rate was fitted to
    over: tuple[int, int] | None = None
    #: the two factors of the slowest direction are equal, so the rate is approached like 1 + 1/t
    double_root: bool = False
    #: α·λmax is below the stability limit, so a factor of 1 is that of a flat direction
    below_limit: bool = False


class ExpectedLoss(Claim):
    """The expected loss at the cursor under gradient noise."""

    code: ClassVar[str] = "theory.loss"
    #: the standard deviation of the loss from seed to seed
    spread: float


class NoiseFloor(Claim):
    """The expected loss that gradient noise keeps up for ever."""

    code: ClassVar[str] = "theory.floor"
    #: the first and the last step whose mean loss was measured
    over: tuple[int, int] | None = None


class SaddleEscape(Claim):
    """The step at which the lane leaves the saddle, ∞ for never; under noise that of the root mean square distance."""

    code: ClassVar[str] = "theory.escape"
    #: under noise: the steps by which a quarter and three quarters of all runs have left
    quartiles: tuple[int, int] | None = None
    #: powers above the square bend the path, so the prediction holds to second order
    second_order: bool = False


class FirstStep(Claim):
    """The length of the first update in each parameter with a gradient, for ε → 0; measured is the median."""

    code: ClassVar[str] = "theory.first_step"


@dataclass(frozen=True)
class Verdict:
    """Theory's verdict on a lane: its claims, and the cause where it is silent on the rest."""

    claims: tuple[Claim, ...]
    silence: Fact | None = None
