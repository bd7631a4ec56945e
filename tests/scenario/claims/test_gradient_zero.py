"""Claims of gradient-zero."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import OPTIMIZERS, load
from optsim.engine.settings import declared
from tests.scenario.claims.measuring import SEEDS, first, lane, raced, shipped
from tests.scenario.claims.quotes import claim

SCENARIO = load("gradient-zero")
OBJECTIVE = SCENARIO.objective
POINTS = {"saddle": (0.0, 0.0), "plateau": (2.0, 0.0), "local minimum": (4.0, 0.0), "minimum": (-2.0, 0.0)}


@claim(
    "gradient-zero",
    "on each of them nothing moves: the step is made of gradients, and they are zero, for every method and however long you wait",
    "Momentum and Adam do not help there: they add up, or divide, a gradient of zero",
    "Saddle, plateau, local minimum, minimum: nothing moves on any of them",
    "The step is made of the gradient, and that is zero: no method and no waiting helps",
)
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("point", POINTS.values())
def test_nothing_moves_whatever_the_method(name, point):
    decay = {"weight_decay": 0.0} if "weight_decay" in declared(OPTIMIZERS[name]) else {}
    run = raced(OBJECTIVE, [lane("one", name, 0.1, **decay)._replace(start=point)], 400)["one"]
    assert (run.params == point).all()
    assert (run.grad_norm == 0).all()


@claim("gradient-zero", "Weight decay is no gradient: it pulls towards (0, 0) everywhere")
@pytest.mark.parametrize("kind", ["decoupled", "l2"])
@pytest.mark.parametrize("point", [point for point in POINTS.values() if point != (0.0, 0.0)])
def test_weight_decay_moves_where_no_gradient_does(point, kind):
    decayed = lane("one", "sgd", 0.1, weight_decay=0.01, weight_decay_kind=kind)._replace(start=point)
    path = np.abs(raced(OBJECTIVE, [decayed], 20)["one"].params[:, 0])
    assert path[0] == abs(point[0])
    assert path[1] < path[0]


@claim(
    "gradient-zero",
    "There are four of four kinds here",
    "on the ridge, downhill on both sides of it",
    "level for a moment on the way down",
    "with f = −0.34: uphill all round, but the lowest is f = −0.63",
)
def test_what_kinds_they_are():
    around = 0.1 * np.stack([np.cos(np.linspace(0, 2 * np.pi, 33)), np.sin(np.linspace(0, 2 * np.pi, 33))], axis=1)
    rises = {name: OBJECTIVE.loss(point + around) - OBJECTIVE.loss(np.array(point)) for name, point in POINTS.items()}
    assert min(rises["minimum"].min(), rises["local minimum"].min()) > 0
    assert rises["saddle"][[0, 16]].max() < 0 < rises["saddle"][[8, 24]].min()
    assert rises["plateau"][0] < 0 < rises["plateau"][16]
    assert OBJECTIVE.loss(np.array([POINTS["local minimum"], POINTS["minimum"]])) == pytest.approx(
        [-0.34, -0.63], abs=5e-3
    )
    wide = np.stack(np.meshgrid(np.linspace(-4, 6, 201), np.linspace(-2, 2, 41)), axis=-1)
    assert OBJECTIVE.loss(wide).min() >= OBJECTIVE.loss(np.array(POINTS["minimum"]))


@claim(
    "gradient-zero",
    "a thousandth to its left, descent is past x = −1 after 205 steps",
    "A thousandth beside the ridge, descent leaves: it was the very point that held it",
)
def test_beside_the_ridge_descent_leaves():
    assert first(shipped("gradient-zero")["beside the ridge"].params[:, 0] < -1) == 205
    for offset in np.geomspace(1e-12, 1e-2, 12):
        racing = [lane("one", "gd", 0.1)._replace(start=(-offset, 0.0))]
        assert raced(OBJECTIVE, racing, 1500)["one"].params[-1, 0] == pytest.approx(-2, abs=1e-6)


@claim(
    "gradient-zero",
    "descent comes to a stand: the nearer it gets, the smaller its steps, and it never passes",
    "momentum from the same start with the same α comes with speed, and rolls over the plateau, down into the local minimum. "
    "At the same effective rate, α = 0.01, it stays before the plateau as well",
    "Before the plateau descent comes to a stand; momentum at the same α has rolled over it",
)
@pytest.mark.parametrize("start", np.random.default_rng(9).uniform((0.2, -1), (0.8, 1), (12, 2)))
def test_momentum_rolls_over_the_plateau_and_descent_does_not(start):
    racing = [lane("gd", "gd", 0.1), lane("momentum", "momentum", 0.1), lane("equal", "momentum", 0.01)]
    run = raced(OBJECTIVE, [each._replace(start=tuple(start.tolist())) for each in racing], 4000)
    assert run["momentum"].params[-1] == pytest.approx([4, 0], abs=1e-6)
    for name in ("gd", "equal"):
        x = run[name].params[:, 0]
        assert 1.9 < x[-1] < 2
        assert (np.diff(np.diff(x[1000:])) < 0).all()


@claim(
    "gradient-zero", "Near such a point it is another matter", "Noise moves a lane off the saddle, not out of a minimum"
)
def test_noise_moves_a_lane_off_the_saddle_alone():
    noisy = replace(OBJECTIVE, noise=0.1)
    racing = [lane(name, "sgd", 0.1)._replace(start=point) for name, point in POINTS.items()]
    ends = {name: [] for name in POINTS}
    for seed in SEEDS:
        for name, run in raced(noisy, racing, 2000, seed).items():
            ends[name].append(run.params[-1, 0])
    assert (np.abs(ends["saddle"]) > 1).all()
    assert np.array(ends["minimum"]) == pytest.approx(-2, abs=0.3)
    assert np.array(ends["local minimum"]) == pytest.approx(4, abs=0.3)
