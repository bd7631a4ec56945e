"""What is claimed of a lane: something always, nothing that is wrong, and the loss of a noisy lane at the cursor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, Race, load
from optsim.analysis.theory_check import theory_check
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.objectives.saddle import Saddle
from optsim.engine.optimizers.momentum import Momentum
from optsim.theory.claims import ExpectedLoss, StabilityLimit
from optsim.theory.silences import (
    DoesNotSettle,
    FlatDirection,
    NotAtSaddle,
    RateOverflows,
    SettingsChange,
    StartsAtMinimum,
)
from optsim.theory.verdicts import Theory


def judged(objective, lane, *, steps=60):
    """The theory of a race at its end, the forecast with it."""
    race = Race(objective, [lane], steps=steps)
    race.advance(steps)
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    return theory


def expected_loss(theory, place=0):
    """The claim of the loss of a lane, None where there is none."""
    return next((claim for claim in theory.verdict(place).claims if isinstance(claim, ExpectedLoss)), None)


def lane_of(name, rate, schedule=None):
    return Lane(name, OPTIMIZERS[name](learning_rate=rate), schedule)


extreme = st.one_of(st.floats(-1e300, 1e300), st.floats(-2, 2), st.sampled_from([0.0, 1e308, -1e308]))


@given(
    curvatures=st.lists(extreme, min_size=2, max_size=2),
    start=st.lists(extreme, min_size=2, max_size=2),
    center=st.lists(extreme, min_size=2, max_size=2),
    noise=st.sampled_from([0.0, 0.1, 1e300]),
    quartic=st.sampled_from([0.0, 0.02, 1e-300]),
    rate=st.sampled_from([1e-300, 0.1, 2.0, 1e300]),
    name=st.sampled_from(list(OPTIMIZERS)),
    scheduled=st.booleans(),
)
@settings(max_examples=200)
def test_of_every_lane_on_a_bowl_or_a_saddle_something_is_said(
    curvatures, start, center, noise, quartic, rate, name, scheduled
):
    lane = lane_of(name, rate, SCHEDULES["exponential"](rate=0.9) if scheduled else None)
    common = {"noise": noise, "start": tuple(start)}
    objectives = [Saddle(curvatures=tuple(curvatures), quartic=quartic, **common)]
    if min(map(abs, curvatures)) > 0:
        objectives.append(Quadratic(eigenvalues=tuple(map(abs, curvatures)), center=tuple(center), **common))
    for objective in objectives:
        theory = judged(objective, lane, steps=20)
        assert theory_check(theory.verdict(0)).parts
        for claim in theory.verdict(0).claims:
            assert not math.isnan(claim.predicted)


@pytest.mark.parametrize("name", list(OBJECTIVES))
def test_of_every_objective_something_is_said(name):
    settings = {"quadratic": {"eigenvalues": (1.0,)}, "saddle": {"curvatures": (1.0, -1.0)}, "formula": {"f": "x**2"}}
    needed = settings.get(name, {})
    for optimizer in OPTIMIZERS:
        assert theory_check(judged(OBJECTIVES[name](**needed), lane_of(optimizer, 0.01), steps=3).verdict(0)).parts


@pytest.mark.parametrize(
    ("objective", "lane", "silence"),
    [
        (Saddle(curvatures=(-1.0, 0.0), start=(1.0, 1.0)), lane_of("gd", 0.1), NotAtSaddle()),
        (
            Saddle(curvatures=(1.0, 0.0), start=(1.0, 1.0)),
            lane_of("gd", 0.1),
            FlatDirection(),
        ),
        (
            Quadratic(eigenvalues=(1.0,), noise=0.1, start=(1.0,)),
            lane_of("sgd", 0.1, SCHEDULES["exponential"](rate=0.9)),
            SettingsChange(),
        ),
        (
            Quadratic(eigenvalues=(1.0,), noise=0.1, start=(1.0,)),
            lane_of("sgd", 2.5),
            DoesNotSettle(),
        ),
        (
            # it does, but in more steps than there are numbers
            Quadratic(eigenvalues=(1.0,), noise=0.1, start=(1.0,)),
            lane_of("momentum", 1e-300),
            DoesNotSettle(),
        ),
        (
            Quadratic(eigenvalues=(1.0,), start=(0.0,)),
            lane_of("gd", 0.1),
            StartsAtMinimum(),
        ),
        (
            Quadratic(eigenvalues=(1.0,), start=(1.0,)),
            lane_of("momentum", 1e300),
            RateOverflows(),
        ),
    ],
)
def test_where_a_figure_is_missing_it_is_said_why(objective, lane, silence):
    verdict = judged(objective, lane).verdict(0)
    assert verdict.silence == silence
    assert {type(claim) for claim in verdict.claims} <= {StabilityLimit, ExpectedLoss}


def test_the_loss_of_a_noisy_lane_is_held_against_the_forecast_wherever_the_cursor_stands():
    race = load("noisy-quadratic-model").race()
    race.advance(500)
    theory = Theory(race)
    assert expected_loss(theory) is None
    theory.forecast.advance(lambda: True)
    for step in (500, 40, 1):
        race.seek(step)
        claim = expected_loss(theory)
        assert claim.predicted == theory.forecast.expected()[step, 0]
        assert claim.spread == theory.forecast.spread()[step, 0]
        assert claim.measured == race.history.loss[step, 0]
        assert abs(claim.measured - claim.predicted) < 5 * claim.spread
    race.seek(0)
    assert expected_loss(theory) is None


def test_of_a_lane_that_has_stopped_it_is_the_loss_at_its_end():
    race = load("noisy-quadratic").race()
    race.advance(400)
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    run = race.runs["sgd"]
    assert run.last_step < 400
    claim = expected_loss(theory, run.place)
    assert (claim.predicted, claim.measured) == (theory.forecast.expected()[run.last_step, run.place], run.loss)


@dataclass(frozen=True, kw_only=True)
class Clipped(Momentum):
    """Momentum that is not linear any more once it is clipped."""

    name: ClassVar[str] = "clipped"
    clips: bool = False

    def linear(self, curvatures):
        return None if self.clips else super().linear(curvatures)


def test_an_edit_that_ends_what_is_known_ends_the_curve_and_nothing_else():
    lane = Lane("it", Clipped(learning_rate=0.1)).edited(5, Clipped(learning_rate=0.1, clips=True))
    expected = judged(Quadratic(eigenvalues=(1.0,), start=(1.0,)), lane, steps=9).forecast.expected()[:, 0]
    assert np.isfinite(expected[:6]).all()
    assert np.isnan(expected[6:]).all()
