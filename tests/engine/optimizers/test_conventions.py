"""The spellings of an update: what they have in common at a constant rate, where they part, and how they are told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS, SCHEDULES, Race, ScenarioError
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.settings import declared
from optsim.engine.trace.keys import NEW_PARAMS
from optsim.scenario import Scenario
from tests.engine.support import SEVEN, run_path

BOWL = Quadratic(eigenvalues=(1.0, 0.1, 3.0), rotation="random", noise=0.2, start=(1.0, -2.0, 0.5))
SCHEDULE = SCHEDULES["exponential"](rate=0.99)


def path(name, schedule=None, steps=80, **settings):
    lane = Lane("it", OPTIMIZERS[name](**settings), schedule)
    race = Race(BOWL, [lane], steps=steps, seed=3, keep_params=True)
    race.advance(steps)
    return race.history.params[:, 0].copy()


@given(rate=st.floats(0.001, 0.3), momentum=st.floats(0, 0.95))
def test_the_spellings_of_momentum_are_one_at_a_constant_rate(rate, momentum):
    article = path("momentum", learning_rate=rate, momentum=momentum)
    torch = path("momentum", learning_rate=rate, momentum=momentum, convention="torch")
    average = path("momentum", learning_rate=rate / (1 - momentum), momentum=momentum, convention="average")
    np.testing.assert_allclose(torch, article, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(average, article, rtol=1e-9, atol=1e-12)


def test_the_spellings_of_momentum_part_when_the_rate_falls():
    article, torch, average = (
        path("momentum", SCHEDULE, learning_rate=0.1, convention=name) for name in ("article", "torch", "average")
    )
    assert np.abs(torch - article).max() > 0.01
    # the moving average is torch's spelling at a smaller rate, whatever the rate does
    small = path("momentum", SCHEDULE, learning_rate=0.01, convention="torch")
    np.testing.assert_allclose(average, small, rtol=1e-9, atol=1e-12)


def test_the_spellings_of_nag_stand_at_the_look_ahead_points():
    race = Race(BOWL, {"nag": OPTIMIZERS["nag"](learning_rate=0.05)}, steps=80, seed=3)
    race.advance(80)
    ahead = [race.state_at(step).params[0] - 0.9 * race.state_at(step).memory[0].velocity[0] for step in range(81)]
    for convention in ("keras", "torch"):
        np.testing.assert_allclose(path("nag", learning_rate=0.05, convention=convention), ahead, atol=1e-12)


def test_keras_and_torch_spell_nag_differently_when_the_rate_falls():
    keras, torch = (path("nag", SCHEDULE, learning_rate=0.05, convention=name) for name in ("keras", "torch"))
    assert np.abs(keras - torch).max() > 0.001


@pytest.mark.parametrize("name", ["adagrad", "rmsprop"])
def test_where_epsilon_stands_is_felt_where_the_gradient_is_small(name):
    for slope, felt in ((1.0, False), (1e-5, True)):
        bowl = Quadratic(eigenvalues=(slope,), start=(1.0,))
        inside, outside = (
            run_path(bowl, OPTIMIZERS[name](learning_rate=0.01, epsilon_inside=where), 1)[1, 0]
            for where in (True, False)
        )
        assert (abs(inside - outside) > 1e-4) == felt


def test_epsilon_hat_is_smaller_early_and_gone_late():
    # ε̂ stands beside an uncorrected √v, as if ε were ε̂/√(1 − β₂ᵗ)
    hat = OPTIMIZERS["adam"](learning_rate=0.1, epsilon=0.01, epsilon_hat=True)
    plain = OPTIMIZERS["adam"](learning_rate=0.1, epsilon=0.01 / math.sqrt(0.001))
    bowl = Quadratic(eigenvalues=(1.0,), start=(1.0,))
    assert run_path(bowl, hat, 1)[1] == pytest.approx(run_path(bowl, plain, 1)[1], rel=1e-12)


def test_an_accumulator_that_is_not_empty_shortens_the_first_step():
    bowl = Quadratic(eigenvalues=(1.0,), start=(3.0,))
    first = run_path(bowl, OPTIMIZERS["adagrad"](learning_rate=0.1, initial_accumulator=16.0, epsilon=0.0), 1)[1, 0]
    assert first == pytest.approx(3 - 0.1 * 3 / 5)


VARIANTS = [
    ("momentum", {"convention": "torch"}, "v ← γv + g ; θ ← θ − αv"),
    ("momentum", {"convention": "average"}, "v ← γv + (1−γ)g ; θ ← θ − αv"),
    ("nag", {"convention": "keras"}, "v ← γv + αg ; θ ← θ − (γv + αg)"),
    ("nag", {"convention": "torch"}, "v ← γv + g ; θ ← θ − α(g + γv)"),
    ("adagrad", {"epsilon_inside": False}, "G ← G + g² ; θ ← θ − αg/(√G + ε)"),
    ("rmsprop", {"epsilon_inside": False}, "E ← γE + (1−γ)g² ; θ ← θ − αg/(√E + ε)"),
    ("adam", {"epsilon_hat": True}, "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − αₜ m/(√v + ε)"),
    ("adam", {"bias_correction": False}, "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α m/(√v + ε)"),
]


@pytest.mark.parametrize(("name", "settings", "equation"), VARIANTS)
def test_each_is_told_as_it_is(name, settings, equation):
    optimizer = OPTIMIZERS[name](learning_rate=0.05, **settings)
    assert optimizer.equation == equation
    race = Race(BOWL, {"it": optimizer}, steps=10, seed=3)
    race.advance(5)
    terms = {term.key: term.value for term in race.explain("it")}
    assert terms[NEW_PARAMS].tobytes() == race.state_at(6).params[0].tobytes()


@pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=list(OPTIMIZERS))
def test_presets_name_settings(cls):
    assert set(cls.presets) >= ({"torch", "optax", "keras"} if cls.name in SEVEN else set())
    for settings in cls.presets.values():
        assert set(settings) <= set(declared(cls)) - {"learning_rate"}
        assert all(declared(cls)[key].fault(value) is None for key, value in settings.items())
        cls(**settings)


def lane(**settings):
    return {
        "objective": {"kind": "quadratic", "eigenvalues": [1.0]},
        "budget": {"steps": 3},
        "lanes": {"it": {"optimizer": "rmsprop", **settings}},
    }


def test_a_lane_says_whose_spelling_it_has():
    assert Scenario.from_dict(lane(**{"as": "torch"})).lanes["it"].optimizer == OPTIMIZERS["rmsprop"](
        decay=0.99, epsilon_inside=False
    )
    assert Scenario.from_dict(lane(**{"as": "torch", "decay": 0.5})).lanes["it"].optimizer.decay == 0.5


@pytest.mark.parametrize("value", ["pytorch", 3, None, ["torch"]])
def test_an_unknown_library_is_told_with_those_there_are(value):
    with pytest.raises(ScenarioError, match=r"lanes\.it\.as.*torch"):
        Scenario.from_dict(lane(**{"as": value}))


LINEAR = [
    ("gd", {}),
    ("sgd", {}),
    *(("momentum", {"convention": convention}) for convention in ("article", "torch", "average")),
    *(("nag", {"convention": convention}) for convention in ("article", "torch", "keras")),
]


@pytest.mark.parametrize(("name", "settings"), LINEAR)
@given(
    rate=st.floats(0.001, 2),
    momentum=st.floats(0, 0.99),
    curvature=st.floats(-3, 10),
    x=st.floats(-5, 5),
    v=st.floats(-5, 5),
    noise=st.floats(-2, 2),
)
def test_the_matrix_of_an_update_is_the_update(name, settings, rate, momentum, curvature, x, v, noise):
    if name in ("momentum", "nag"):
        settings = {**settings, "momentum": momentum}
    optimizer = OPTIMIZERS[name](learning_rate=rate, **settings)
    state = optimizer.init(np.array([x]))
    state = type(state)(*(np.array([v]) for _ in state))
    grad = curvature * optimizer.query(np.array([x]), state) + noise
    moved, after = optimizer.update(np.array([x]), grad, state, 0)
    linear = optimizer.linear(np.array([curvature]))
    expected = linear.matrix[0] @ [x, v if state else 0.0] + linear.push[0] * noise
    np.testing.assert_allclose([moved[0], *(field[0] for field in after)], expected[: 1 + len(after)], atol=1e-9)
    bare, _ = optimizer.update(np.array([x]), np.zeros(1), state, 0)
    one, _ = optimizer.update(np.array([x]), np.ones(1), state, 0)
    assert linear.gain == pytest.approx((bare - one)[0])


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_of_an_update_that_is_not_linear_there_is_no_matrix(name):
    assert OPTIMIZERS[name]().linear(np.ones(2)) is None
