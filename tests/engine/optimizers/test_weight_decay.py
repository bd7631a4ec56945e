"""Weight decay and the cautious mask: the same for every optimizer, by formulas of their own; off, they change nothing."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race, Scenario
from optsim.engine.lane import Lane, gather
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.scenario.dump import resolved, scenario_files
from tests.engine.support import run_path, same_bits

ELEMENTWISE = [name for name, cls in OPTIMIZERS.items() if issubclass(cls, ElementwiseOptimizer)]
BOWL = Quadratic(eigenvalues=(1.0, 7.0, 0.1), noise=0.3, start=(1.0, -2.0, 3.0))
RATE, DECAY = 0.01, 0.2


def walk(name, steps=30, seed=0, **settings):
    """Parameters, gradients and changes along random gradients."""
    optimizer = OPTIMIZERS[name](learning_rate=RATE, **settings)
    params = np.array([1.0, -2.0, 3.0])
    state, found = optimizer.init(params), []
    for step, grad in enumerate(np.random.default_rng(seed).standard_normal((steps, 3))):
        moved, state = optimizer.update(params, grad, state, step)
        found.append((params, grad, params - moved))
        params = moved
    return found


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_decoupled_decay_is_beside_the_change_of_the_same_gradients(name):
    plain, decayed = walk(name, weight_decay=0.0), walk(name, weight_decay=DECAY)
    for (_, _, change), (params, _, moved) in zip(plain, decayed, strict=True):
        np.testing.assert_allclose(moved, change + RATE * DECAY * params, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nag", "adam", "rmsprop"])
def test_l2_is_the_gradient_of_a_penalty_in_the_objective(name):
    def penalised(curvature):
        return Quadratic(eigenvalues=(curvature,), start=(3.0,))

    optimizer = OPTIMIZERS[name](learning_rate=RATE)
    own = OPTIMIZERS[name](learning_rate=RATE, weight_decay=DECAY, weight_decay_kind="l2")
    np.testing.assert_allclose(
        run_path(penalised(1.0), own, 80), run_path(penalised(1.0 + DECAY), optimizer, 80), rtol=1e-10
    )


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_cautious_mask_leaves_out_what_goes_against_the_gradient(name):
    plain, cautious = walk(name, weight_decay=0.0), walk(name, weight_decay=0.0, cautious=True)
    for (_, grad, change), (_, _, moved) in zip(plain, cautious, strict=True):
        mask = change * grad > 0
        np.testing.assert_allclose(moved, change * mask * 3 / (mask.sum() + 1), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_theory_says_nothing_of_a_modified_update(name):
    for settings in ({"weight_decay": 0.1}, {"weight_decay": 0.0, "cautious": True}):
        optimizer = OPTIMIZERS[name](**settings)
        assert optimizer.stability_limit() is None
        assert optimizer.linear(np.ones(2)) is None
        assert optimizer.first_step() is None


@given(
    decays=st.lists(st.sampled_from([0.0, 0.1, 0.3]), min_size=2, max_size=5),
    kind=st.sampled_from(["decoupled", "l2"]),
    name=st.sampled_from(["sgd", "nag", "adam", "lion"]),
)
def test_lanes_that_decay_by_different_amounts_stand_where_they_stand_alone(decays, kind, name):
    made = [OPTIMIZERS[name](learning_rate=RATE, weight_decay=each, weight_decay_kind=kind) for each in decays]
    race = Race(BOWL, [Lane(f"{place}", each) for place, each in enumerate(made)], steps=12, seed=3, keep_params=True)
    race.advance(12)
    for place, each in enumerate(made):
        alone = Race(BOWL, [Lane("it", each)], steps=12, seed=3, keep_params=True)
        alone.advance(12)
        assert same_bits(race.history.params[:, place], alone.history.params[:, 0])


def test_lanes_with_and_without_decay_are_not_stepped_together():
    lanes = tuple(Lane(f"{each}", OPTIMIZERS["sgd"](weight_decay=each)) for each in (0.0, 0.1, 0.2, 0.0))
    assert [group.places for group in gather(lanes, 3)] == [(0, 3), (1, 2)]


def lanes_of(**tables):
    section = {"objective": {"kind": "quadratic", "eigenvalues": [1.0]}, "budget": {"steps": 3}}
    return Scenario.from_dict(section | {"lanes": tables})


def test_what_does_nothing_is_in_no_file_and_no_header():
    scenario = lanes_of(it={"optimizer": "adam"}, off={"optimizer": "adamw", "weight_decay": 0.0})
    tables, _ = resolved(scenario)
    assert set(tables["lanes"]["it"]) == {
        "optimizer", "learning_rate", "beta1", "beta2", "epsilon", "bias_correction", "epsilon_hat",
    }  # fmt: skip
    assert tables["lanes"]["off"]["weight_decay"] == 0.0
    assert Scenario.from_dict(tables).lanes == scenario.lanes


def test_a_lane_says_them_as_other_hyper_parameters():
    settings = {"optimizer": "adam", "weight_decay": 0.1, "weight_decay_kind": "l2", "cautious": True}
    scenario = lanes_of(it=settings)
    optimizer = scenario.lanes["it"].optimizer
    assert (optimizer.weight_decay, optimizer.weight_decay_kind, optimizer.cautious) == (0.1, "l2", True)
    assert Scenario.from_dict(tomllib.loads(scenario_files(scenario, "it")["it.toml"])).lanes == scenario.lanes
    assert Scenario.from_dict(resolved(scenario)[0]).lanes == scenario.lanes


def test_an_edit_can_switch_decay_on_and_off():
    edits = [{"step": 1, "weight_decay": 0.5}, {"step": 2, "weight_decay": 0.0}]
    scenario = lanes_of(it={"optimizer": "sgd", "learning_rate": 0.1, "edits": edits})
    assert Scenario.from_dict(resolved(scenario)[0]).lanes == scenario.lanes
    assert [scenario.lanes["it"].at(step).weight_decay for step in range(4)] == [0.0, 0.5, 0.0, 0.0]
