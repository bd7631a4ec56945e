"""The comparison with theory: what is told first, and what is claimed of a lane near its limit."""

import pytest

from optsim import OPTIMIZERS, Race
from optsim.analysis.theory_check import theory_check
from optsim.engine.objectives.quadratic import Quadratic
from optsim.theory.claims import ConvergenceRate, ExpectedLoss, NoiseFloor, StabilityLimit, Verdict
from optsim.theory.silences import NoQuadratic
from optsim.theory.verdicts import Theory

LIMIT, LOSS = StabilityLimit(2, 0.5), ExpectedLoss(1, 3, 2)


def test_a_rate_comes_first_and_the_silence_last():
    rate, silence = ConvergenceRate(0.5, 0.5), NoQuadratic()
    assert theory_check(Verdict((LIMIT, rate), silence)).parts == (rate, LIMIT, silence)


def test_what_is_measured_comes_before_a_floor_that_is_ahead():
    ahead, reached = NoiseFloor(0.5, None), NoiseFloor(0.5, 0.6)
    assert theory_check(Verdict((LIMIT, ahead, LOSS))).parts == (LOSS, ahead, LIMIT)
    assert theory_check(Verdict((LIMIT, reached, LOSS))).parts == (reached, LOSS, LIMIT)


def first_told(rate, curvatures, steps):
    lanes = {"gd": OPTIMIZERS["gd"](learning_rate=rate)}
    race = Race(Quadratic(eigenvalues=curvatures, start=(1.0, 1.0)), lanes, steps=99)
    race.advance(steps)
    return theory_check(Theory(race).verdict(0)).parts[0]


def test_of_a_race():
    rate = first_told(1.0, (1.0, 0.02), 99)
    assert rate.predicted == pytest.approx(0.98)
    assert rate.measured == pytest.approx(0.98)
    assert rate.over == (50, 99)
    assert not rate.double_root


@pytest.mark.parametrize(
    ("rate", "predicted", "below"), [(1e-300, 1.0, True), (1e-12, 1.0, True), (0.5, 1.0, False), (0.4, 0.6, True)]
)
def test_a_lane_below_the_limit_is_told_from_one_at_it(rate, predicted, below):
    told = first_told(rate, (1.0, 4.0), 0)
    assert told.predicted == pytest.approx(predicted)
    assert told.below_limit == below
