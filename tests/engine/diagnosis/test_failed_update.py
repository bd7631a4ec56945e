"""An end that is no finite number has its cause: what failed, and in which parameter."""

import re

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, Race, Status
from optsim.analysis.insights.facts import NextStepFails, SquaresOverflow
from optsim.analysis.insights.lane_insight import insight
from optsim.engine.causes import Parameters
from optsim.engine.diagnosis.failed_update import broken_update
from optsim.engine.diagnosis.failures import ZeroByZero
from optsim.languages import english

ADAPTIVE = ("adagrad", "rmsprop", "adam")


def raced(start, optimizer, *, eigenvalues=(1.0, 0.5), steps=20):
    bowl = OBJECTIVES["quadratic"](eigenvalues=eigenvalues, start=start)
    race = Race(bowl, {"lane": optimizer}, steps=steps)
    race.advance(steps)
    return race


@pytest.mark.parametrize("name", ADAPTIVE)
@pytest.mark.parametrize(("start", "names"), [((0.0, 1.0), "x"), ((1.0, 0.0), "y"), ((0.0, 0.0), "x and y")])
def test_nought_by_nought_is_told_with_its_parameter(name, start, names):
    run = raced(start, OPTIMIZERS[name](learning_rate=0.1, epsilon=0.0)).runs["lane"]
    assert run.status is Status.DIVERGED
    assert run.reason == f"0/0 in {names}: no gradient there, and ε = 0: loss is nan at step 1"


@pytest.mark.parametrize("name", ADAPTIVE)
def test_a_square_that_is_nought_in_floating_point_is_told(name):
    run = raced((1e-170, 1.0), OPTIMIZERS[name](learning_rate=0.1, epsilon=0.0)).runs["lane"]
    assert run.reason.startswith("g/0 in x: the square of 1e-170 is 0 in floating point, and ε = 0: loss is ")


def test_a_step_that_overflows_is_not_told_as_a_division_by_0():
    run = raced((1.0, 1.0), OPTIMIZERS["rmsprop"](learning_rate=1.7e308, epsilon=0.0)).runs["lane"]
    assert run.status is Status.DIVERGED
    assert "/0" not in run.reason
    assert "overflows" in run.reason


def test_of_two_that_fail_the_one_that_is_divided_by_0_is_named():
    run = raced((1e-170, 1.0), OPTIMIZERS["rmsprop"](learning_rate=1.7e308, epsilon=0.0)).runs["lane"]
    assert run.reason.startswith("g/0 in x: ")


@pytest.mark.parametrize("name", ADAPTIVE)
def test_squares_that_overflow_make_a_lane_stand_still_and_it_is_said_at_every_step(name):
    race = raced((1.0, 1.0), OPTIMIZERS[name](learning_rate=0.1), eigenvalues=(1e160, 0.5))
    symbol = {"adagrad": "G", "rmsprop": "E", "adam": "v"}[name]
    for step in range(21):
        race.seek(step)
        assert race.runs["lane"].params[0] == 1.0
        assert insight(race, 0) == SquaresOverflow(Parameters((0,), 1, 2), symbol, 1e160)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag", *ADAPTIVE])
@pytest.mark.parametrize("rate", [1e160, 1e300, 1.7e308])
@pytest.mark.parametrize("curvature", [1e-3, 1.0, 1e10])
def test_every_end_in_infinity_has_a_cause(name, rate, curvature):
    run = raced((1.0, -1.0), OPTIMIZERS[name](learning_rate=rate), eigenvalues=(curvature, 0.5)).runs["lane"]
    assert run.status is Status.DIVERGED
    cause, seen = run.reason.split("loss is ", maxsplit=1)
    assert re.match(r"α·λmax|‖Δθ‖|the loss|the step|its gradient|the sum|x |y ", cause), run.reason
    assert "inf" not in cause
    assert "nan" not in cause
    assert re.match(r"\S+ at step \d+", seen)


def test_a_loss_that_overflows_tells_the_step_that_led_there():
    run = raced((1.0, 1.0), OPTIMIZERS["adam"](learning_rate=1e200)).runs["lane"]
    assert run.reason.startswith(
        "the loss overflows where the largest parameter is 1e+200 in size, after ‖Δθ‖ = 1.41e+200:"
    )


def test_an_average_of_squares_that_was_infinite_and_is_forgotten_at_once_is_no_number():
    optimizer = OPTIMIZERS["rmsprop"](learning_rate=0.1, decay=0.0)
    run = raced((1.0, 1.0), optimizer, eigenvalues=(1e160, 0.5)).runs["lane"]
    assert run.reason.startswith(
        "its average of squares is no number in x: it was ∞ and is multiplied by 0: loss is nan"
    )


def test_of_an_update_that_is_sound_nothing_is_said():
    race = raced((1.0, 1.0), OPTIMIZERS["adam"]())
    assert broken_update(race.explain("lane", 3), 1e-8) is None


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ([1, 0], "x"),
        ([1, 1, 1], "x, y and z"),
        ([0, 0, 0, 1, 1], "θ₄ and θ₅"),
        ([1] * 40, "θ₁ and 39 more"),
    ],
)
def test_parameters_are_named_as_in_the_explained_update(where, names):
    assert english().sentence(Parameters.where(np.array(where, dtype=bool))) == names


@pytest.mark.parametrize("name", ADAPTIVE)
def test_that_the_next_step_is_no_number_is_told_before(name):
    race = raced((0.0, 1.0), OPTIMIZERS[name](learning_rate=0.1, epsilon=0.0))
    race.seek(0)
    assert insight(race, 0) == NextStepFails(ZeroByZero(Parameters((0,), 1, 2)))
