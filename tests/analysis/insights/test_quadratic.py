"""On a quadratic: above the limit, at it, and what a step does along the axes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, Race, Status
from optsim.analysis.insights.facts import (
    AtStabilityLimit,
    NearKnownMinimum,
    Overshoots,
    SlowestContraction,
    Unstable,
    UnstableElsewhere,
)
from optsim.engine.schedules.cosine import Cosine
from tests.analysis.insights.support import BOWL, make, told


@settings(max_examples=50, deadline=None)
@given(
    name=st.sampled_from(["gd", "sgd", "momentum", "nag"]),
    rate=st.floats(0.02, 6.0).filter(lambda rate: all(abs(rate - limit) > 0.02 for limit in (2, 3.8, 1.357))),
)
def test_it_is_unstable_exactly_where_it_diverges(name, rate):
    _, before = told(BOWL, make(name, rate), 0)
    longer = Race(BOWL, {"lane": make(name, rate)}, steps=3000)
    longer.advance(3000)
    assert isinstance(before, Unstable) == (longer.runs["lane"].status is Status.DIVERGED)
    if isinstance(before, Unstable):
        assert before.product == rate > before.limit
        # the distance grows by that factor a step: its logarithm by a straight line
        losses = longer.history.loss[:, 0]
        losses = losses[np.isfinite(losses)]
        growth = (losses[-1] / losses[len(losses) // 2]) ** (1 / (2 * (len(losses) - 1 - len(losses) // 2)))
        assert before.growth == pytest.approx(growth, rel=0.05)


@pytest.mark.parametrize("name", ["gd", "momentum", "nag"])
def test_above_the_limit_in_a_direction_of_which_it_has_no_part_it_converges_and_nothing_else_is_said(name):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(100.0, 1.0), start=(0.0, 1.0))
    race, first = told(bowl, make(name, 0.05), 0)
    assert not isinstance(first, Unstable)
    race, last = told(bowl, make(name, 0.05), 400)
    assert isinstance(last, NearKnownMinimum)
    assert race.runs["lane"].status is Status.OUT_OF_STEPS
    assert told(bowl, make("gd", 0.05), 3)[1] == UnstableElsewhere(5.0, 2.0)


def test_noise_gives_it_a_part_of_every_direction():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(100.0, 1.0), start=(0.0, 1.0), noise=1e-3)
    assert told(bowl, make("sgd", 0.05), 0)[1] == Unstable(5.0, 2.0, 4.0)
    assert told(bowl, make("gd", 0.05), 0)[1] == UnstableElsewhere(5.0, 2.0)


@pytest.mark.parametrize(("name", "rate"), [("gd", 2.0), ("sgd", 2.0), ("momentum", 3.8), ("nag", 2 * 1.9 / 2.8)])
def test_exactly_at_the_limit_it_neither_settles_nor_diverges(name, rate):
    race, at = told(BOWL, make(name, rate), 10)
    assert isinstance(at, AtStabilityLimit)
    assert (at.product, at.limit) == (pytest.approx(rate), pytest.approx(rate))
    assert at.present
    race = Race(BOWL, {"lane": make(name, rate)}, steps=3000)
    race.advance(3000)
    # momentum swings up to some way out before it keeps its size
    assert 0.1 < race.runs["lane"].loss < 1e4


def test_at_the_limit_without_a_part_of_the_steepest_direction():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(0.0, 1.0))
    assert told(bowl, make("gd", 2.0), 0)[1] == AtStabilityLimit(2.0, 2.0, present=False)


def test_of_a_schedule_it_is_the_rate_of_the_step_that_counts():
    _, first = told(BOWL, make("gd", 2.4), 0, schedule=Cosine(steps=100))
    assert (first.product, first.limit, first.growth) == (2.4, 2.0, pytest.approx(1.4))
    _, later = told(BOWL, make("gd", 2.4), 60, schedule=Cosine(steps=100))
    assert not isinstance(later, Unstable)


def test_plain_descent_on_a_bowl():
    assert told(BOWL, make("gd", 0.01), 1)[1] == SlowestContraction(0.0025, on_average=False)
    assert told(BOWL, make("sgd", 1.9), 1)[1] == Overshoots(1.9, 2.0)
