"""Preconditioned sharpness: P against the update that it divides, eigenvalues against dense ones, and where Adam settles."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import OPTIMIZERS, Race, Scenario, load
from optsim.engine.curvature.products import sharpness
from optsim.engine.lane import Lane, with_settings
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.stepping.requested import Requested
from optsim.engine.trace.keys import GRADIENT, STEP
from optsim.testing import variants

NAME = "preconditioned_sharpness"
MEMORYLESS = ("beta1", "momentum", "slow_weight", "weight_decay", "cautious")
WITHOUT = {"lion", "signsgd", "rprop", "adadelta", "dog", "prodigy"}
OBJECTIVES_BY_DIM = {
    "quadratic": {"kind": "quadratic", "eigenvalues": [30.0, 4.0, 1.0, 0.5], "start": [1.0, -2.0, 3.0, 0.1]},
    "network of 31": {
        "kind": "mlp",
        "activation": "tanh",
        "hidden": [10],
        "batch_size": 16,
        "data": {"kind": "sine", "examples": 16, "validation": 0.0},
    },
    "network of 181": {
        "kind": "mlp",
        "activation": "tanh",
        "hidden": [10, 10, 4],
        "batch_size": 16,
        "data": {"kind": "sine", "examples": 16, "validation": 0.0},
    },
}


def memoryless(optimizer):
    """Without a memory of gradients an update is α g/P."""
    settings = {name: 0.0 for name in MEMORYLESS if hasattr(optimizer, name)}
    return with_settings(optimizer, settings | ({"beta2": 0.0} if optimizer.name == "adan" else {}))


@pytest.mark.parametrize("name", sorted(set(OPTIMIZERS) - WITHOUT))
def test_it_is_what_an_update_without_memory_divides_the_gradient_by(name):
    random = np.random.default_rng(4)
    for variant in variants(OPTIMIZERS[name]):
        optimizer = memoryless(variant)
        params = random.standard_normal((2, 5))
        state = optimizer.init(params)
        # RAdam begins to divide at its sixth step
        for step in range(8):
            grad = random.standard_normal((2, 5))
            before = state.iterate if hasattr(state, "iterate") else params
            params, state = optimizer.update(params, grad, state, step)
            after = state.iterate if hasattr(state, "iterate") else params
            divisor = np.broadcast_to(optimizer.preconditioner(state, step), params.shape)
            np.testing.assert_allclose(before - after, optimizer.learning_rate * grad / divisor, rtol=1e-8, atol=1e-14)


def test_sign_methods_and_those_that_find_their_rate_have_none():
    assert {name for name, cls in OPTIMIZERS.items() if "preconditioner" not in dir_of(cls)} == WITHOUT


def dir_of(cls):
    return {
        key for each in cls.__mro__ if each.__name__ not in {"Optimizer", "ElementwiseOptimizer"} for key in vars(each)
    }


def explained(race, name, step, place):
    """P out of the lines of an update: what the step has been divided by."""
    lines = {line.key: line.value for line in race.explain(name, step)}
    direction = lines.get("first_moment_corrected", lines[GRADIENT])
    return -race.lanes[place].learning_rate(step) * direction / lines[STEP]


@pytest.mark.parametrize("kind", OBJECTIVES_BY_DIM)
def test_it_is_that_of_the_dense_matrix(kind):
    names = ("adam", "rmsprop", "adagrad", "amsgrad", "adamax", "gd", "lion")
    lanes = {name: {"optimizer": name, "learning_rate": 0.01} for name in names}
    # two of a kind with other settings are stepped as one batch; one has a schedule
    lanes["quick"] = {"optimizer": "adam", "learning_rate": 0.02, "beta2": 0.9}
    lanes["slowing"] = {"optimizer": "rmsprop", "learning_rate": 0.01, "schedule": {"kind": "cosine", "steps": 60}}
    table = {"objective": OBJECTIVES_BY_DIM[kind], "budget": {"steps": 60, "seed": 3}, "lanes": lanes}
    race = Scenario.from_dict(table).race(also=[NAME, "sharpness"])
    race.seek(60)
    column = race.history[NAME]
    for step in (0, 25, 50):
        for place, lane in enumerate(race.lanes):
            if lane.name in {"gd", "lion"}:
                continue
            hessian = race.objective.hessian_product(race.params_at(step)[place], np.eye(race.objective.dim))
            divided = explained(race, lane.name, step, place)
            expected = np.linalg.eigvals(hessian / divided[:, None]).real.max()
            assert column[step, place] == pytest.approx(expected, rel=1e-8)
    by_name = {lane.name: place for place, lane in enumerate(race.lanes)}
    np.testing.assert_array_equal(column[:, by_name["gd"]], race.history["sharpness"][:, by_name["gd"]])
    assert np.isnan(column[:, by_name["lion"]]).all()


def test_measured_later_it_has_the_same_bits_and_an_end_has_that_of_the_update_that_it_would_have_taken():
    objective = {
        "kind": "mlp",
        "activation": "tanh",
        "hidden": [6, 6],
        "batch_size": 8,
        "data": {"kind": "sine", "examples": 24},
    }
    table = {
        "objective": objective,
        "budget": {"steps": 100, "seed": 2},
        "lanes": {name: {"optimizer": name, "learning_rate": 0.01} for name in ("adam", "gd")},
    }
    recorded, plain = (Scenario.from_dict(table).race(also=also) for also in ([NAME], []))
    for race in (recorded, plain):
        race.seek(100)
    column = recorded.history[NAME]
    assert np.isfinite(column[::25]).all()
    assert np.isnan(np.delete(column, np.s_[::25], axis=0)).all()
    requested = Requested(plain, NAME)
    requested.advance(lambda: True)
    np.testing.assert_array_equal(requested.values, column[::25])
    np.testing.assert_array_equal(plain.figures(NAME, np.array([25, 100])), column[[25, 100]])
    params = recorded.params_at(100)[0]
    assert column[100, 0] == pytest.approx(
        float(sharpness(recorded.objective, params, explained(recorded, "adam", 100, 0)))
    )


def test_where_something_is_divided_by_nothing_it_is_not_known():
    bowl, points = Quadratic(eigenvalues=(4.0, 1.0)), np.zeros((4, 2))
    divided = np.array([[2.0, 1.0], [0.0, 1.0], [np.nan, 1.0], [1.0, 0.25]])
    np.testing.assert_allclose(sharpness(bowl, points, divided), [2.0, np.nan, np.nan, 4.0])


def test_adam_settles_at_its_limit():
    """Cohen et al. (2022): (2 + 2β₁)/((1 − β₁)α), 38/α for β₁ = 0.9, where Adam in a fixed metric begins to diverge."""
    objective = load("edge-of-stability").objective
    lanes = [
        Lane("0.9", OPTIMIZERS["adam"](learning_rate=0.004, beta2=0.99)),
        Lane("0", OPTIMIZERS["adam"](learning_rate=0.001, beta1=0.0, beta2=0.99)),
    ]
    ratios = []
    for seed in range(6):
        race = Race(objective, lanes, steps=1000, seed=seed, also=[NAME])
        race.seek(1000)
        ratios.append(race.history[NAME][500::25].mean(axis=0) * [0.004 / 38, 0.001 / 2])
    assert np.array(ratios) == pytest.approx(np.ones((6, 2)), abs=0.12)
