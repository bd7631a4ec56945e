"""Causes of theory's silence: what keeps a rate, a floor, an escape or a curve from being predicted."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact


class NotLinear(Fact):
    """No curve: the update of the optimizer is not linear in the gradient."""

    code: ClassVar[str] = "theory.silent.not_linear"
    #: the optimizer's registered name and its English title
    name: str
    title: str


class NoQuadratic(Fact):
    """No curve: the objective is not a quadratic form."""

    code: ClassVar[str] = "theory.silent.no_quadratic"


class SettingsChange(Fact):
    """Neither rate nor floor: a schedule or an edit changes the hyper-parameters."""

    code: ClassVar[str] = "theory.silent.settings_change"


class FlatDirection(Fact):
    """Neither rate nor floor: the curvature along a direction is 0."""

    code: ClassVar[str] = "theory.silent.flat_direction"


class HigherPowers(Fact):
    """Neither rate nor floor: the function is a quadratic to second order only."""

    code: ClassVar[str] = "theory.silent.higher_powers"


class NotAtSaddle(Fact):
    """No escape: the lane does not start at a saddle."""

    code: ClassVar[str] = "theory.silent.not_at_saddle"


class UnstableUphill(Fact):
    """No escape: the lane is above the stability limit along a direction of positive curvature."""

    code: ClassVar[str] = "theory.silent.unstable_uphill"


class StartsAtMinimum(Fact):
    """No rate: the lane starts at the minimum."""

    code: ClassVar[str] = "theory.silent.starts_at_minimum"


class RateOverflows(Fact):
    """No rate: it is not a finite number."""

    code: ClassVar[str] = "theory.silent.rate_overflows"


class SlowestIsRounding(Fact):
    """No rate: the start's part of the slowest direction is no more than rounding."""

    code: ClassVar[str] = "theory.silent.slowest_is_rounding"


class FloorOverflows(Fact):
    """No floor: it is 0 or not finite in floating point."""

    code: ClassVar[str] = "theory.silent.floor_overflows"


class DoesNotSettle(Fact):
    """No floor: the lane does not settle in some direction."""

    code: ClassVar[str] = "theory.silent.does_not_settle"


class FloorBelowRounding(Fact):
    """No floor: the rounding of the parameters keeps up a larger loss."""

    code: ClassVar[str] = "theory.silent.floor_below_rounding"
