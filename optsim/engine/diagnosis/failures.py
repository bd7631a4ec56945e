"""Failures in the arithmetic of an update, as codes and numbers: in which parameters, and from what."""

from __future__ import annotations

from typing import ClassVar

from optsim.engine.causes import Parameters
from optsim.facts import Fact


class ParametersOverflow(Fact):
    """Parameters are beyond the largest number, or the point at which the gradient is asked for."""

    code: ClassVar[str] = "parameters_overflow"

    parameters: Parameters


class GradientFails(Fact):
    """The gradient is infinite, or no number."""

    code: ClassVar[str] = "gradient_fails"

    parameters: Parameters
    infinite: bool


class SumOverflows(Fact):
    """The sum of gradients is beyond the largest number; `gradient` is the largest entry of the newest."""

    code: ClassVar[str] = "sum_overflows"

    parameters: Parameters
    gradient: float


class SquaresLost(Fact):
    """The average of squares is no number: it was infinite and is multiplied by 0."""

    code: ClassVar[str] = "squares_lost"

    parameters: Parameters


class ZeroByZero(Fact):
    """The step is 0/0: there is no gradient, and ε = 0."""

    code: ClassVar[str] = "zero_by_zero"

    parameters: Parameters


class DividedByZero(Fact):
    """The gradient is divided by 0: its square is 0 in floating point, and ε = 0."""

    code: ClassVar[str] = "divided_by_zero"

    parameters: Parameters
    gradient: float


class StepOverflows(Fact):
    """The step is beyond the largest number; `gradient` is the largest entry of the gradient."""

    code: ClassVar[str] = "step_overflows"

    parameters: Parameters
    gradient: float


class CarriedBeyond(Fact):
    """A step carries parameters beyond the largest number; `step` is its largest entry."""

    code: ClassVar[str] = "carried_beyond"

    parameters: Parameters
    step: float


class LineFails(Fact):
    """A line that only this optimizer has is no number; `line` is its title, or its formula."""

    code: ClassVar[str] = "line_fails"

    line: str
    parameters: Parameters
