"""Comparison of theory with measurement for one lane, in the order in which a learner looks for it."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact
from optsim.theory.claims import (
    Claim,
    ConvergenceRate,
    ExpectedLoss,
    FirstStep,
    NoiseFloor,
    SaddleEscape,
    StabilityLimit,
    Verdict,
)

#: the claims in the order in which they are told
_ORDER: tuple[type[Claim], ...] = (
    ConvergenceRate,
    NoiseFloor,
    ExpectedLoss,
    SaddleEscape,
    FirstStep,
    StabilityLimit,
)


class TheoryCheck(Fact):
    """Claims of theory in the order of telling, the cause of its silence last."""

    code: ClassVar[str] = "theory.check"
    parts: tuple[Fact, ...]


def theory_check(verdict: Verdict) -> TheoryCheck:
    """Return what is to be told of a verdict, in order."""
    silence = () if verdict.silence is None else (verdict.silence,)
    return TheoryCheck((*sorted(verdict.claims, key=_position), *silence))


def _position(claim: Claim) -> int:
    """Return a claim's place; a floor that is not reached yet comes after the loss, which is measured already."""
    ahead = isinstance(claim, NoiseFloor) and claim.measured is None
    return 2 * _ORDER.index(ExpectedLoss if ahead else type(claim)) + ahead
