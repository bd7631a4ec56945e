"""What every objective of the registry must keep to, and the known points of each."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES
from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Data
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import NUMERICS
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.objectives.saddle import Saddle
from optsim.engine.settings import BadValueError
from optsim.testing import check_objective
from tests.engine.support import same_bits

SEED = Noise(4)

#: objectives that need settings, or that are worth a second look; every other one is tried as it is and with noise
SETTINGS = {
    "formula": [
        {"f": "(1-x)**2 + 100*(y-x**2)**2"},
        {"f": "sum(x**4) - 0.5*dot(x, x) + sin(x[0])", "dim": 5, "noise": 0.3},
        {"f": "a*exp(-x**2-y**2) + 0.1*y**2", "constants": {"a": 2.0}},
    ],
    "quadratic": [
        {"eigenvalues": (1.0, 3.0), "noise": 0.5},
        {"eigenvalues": (2.0, 0.1), "rotation": 40.0, "center": (1.0, -2.0), "noise": "curvature", "batch_size": 4},
        {"spectrum": "geometric", "dim": 7, "rotation": "random", "noise": "curvature"},
        {"spectrum": "linear", "dim": 5, "center": (1.0,) * 5},
    ],
    "saddle": [{"curvatures": (1.0, -0.5), "quartic": 0.02, "noise": 0.1}, {"curvatures": (-1.0, 0.0, 2.0)}],
    "mlp": [
        {"hidden": (4, 3), "batch_size": 7},
        {"hidden": (5,), "activation": "relu", "weight_decay": 0.1, "data": Data(kind="ridge", examples=30)},
        {"hidden": (), "data": Data(kind="step", examples=20, validation=0.0)},
    ],
    "logistic": [{"weight_decay": 0.1, "batch_size": 20, "data": Classes(kind="circles", examples=50)}],
    "softmax": [{"batch_size": 7, "data": Classes(kind="blobs", classes=3, imbalance=1.0, examples=40)}],
    "classifier": [
        {"hidden": (3,), "batch_size": 9, "weight_decay": 0.1, "data": Classes(kind="spirals", examples=30)},
        {"hidden": (3,), "activation": "relu", "data": Classes(examples=12)},
    ],
    "deep_linear": [{"singular_values": (2.0, 1.0)}, {"layers": 3, "width": 3, "start": "modes"}],
    "matrix_factorisation": [{"size": 3, "singular_values": (2.0,), "observed": 0.7}],
    "least_squares": [{"dim": 3, "noise": 0.3, "batch_size": 8}, {"dim": 4, "spectrum": "linear", "noise": 0.1}],
}
CASES = [
    pytest.param(cls(**case), id=f"{name} {number}")
    for name, cls in OBJECTIVES.items()
    for number, case in enumerate(SETTINGS.get(name, [{}, {"noise": 0.3}]), start=1)
]
every_objective = pytest.mark.parametrize("objective", CASES)


def points(objective, shape=(), seed=0):
    return np.random.default_rng(seed).uniform(-1.5, 1.5, (*shape, objective.dim))


@every_objective
def test_it_keeps_to_the_rules(objective):
    check_objective(objective)


@every_objective
def test_the_mean_of_the_samples_is_exact(objective):
    bound = objective.bind(SEED)
    if not bound.stochastic:
        return
    point, epoch = points(bound), bound.steps_per_epoch
    steps = 2000 if epoch == 1 else epoch
    samples = [bound.sample(SEED, step) for step in range(steps)]
    weights = np.array([len(s) for s in samples]) if bound.has_data else np.ones(steps)
    grads = np.array([bound.evaluate(point, sample)[1] for sample in samples])
    mean, exact = np.average(grads, axis=0, weights=weights), bound.evaluate(point)[1]
    errors = 1e-12 if bound.has_data else 5 * grads.std(axis=0) / np.sqrt(steps)
    assert (np.abs(mean - exact) < errors).all()


@every_objective
def test_its_settings_do_not_change(objective):
    with pytest.raises(FrozenInstanceError):
        objective.noise = 1.0


@pytest.mark.parametrize(
    ("name", "point", "value"),
    [
        ("rosenbrock", (1, 1), 0),
        ("rosenbrock", (-1.2, 1), 24.2),
        ("beale", (3, 0.5), 0),
        ("beale", (0, 0), 1.5**2 + 2.25**2 + 2.625**2),
        ("himmelblau", (3, 2), 0),
        ("himmelblau", (-2.805118086952745, 3.131312518250573), 0),
        ("himmelblau", (-3.779310253377747, -3.283185991286170), 0),
        ("himmelblau", (3.584428340330492, -1.848126526964404), 0),
        ("himmelblau", (0, 0), 170),
        ("rastrigin", (0, 0), 0),
        ("rastrigin", (0.5, 0), 20.25),
        ("styblinski_tang", (-2.903534027771177, -2.903534027771177), -78.33233140754282),
        ("styblinski_tang", (0, 0), 0),
        ("plateau", (0, 0), 0),
        ("plateau", (1, 3), 100 / 110),
        ("stationary", (-2, 0), -0.01 * (128 - 16 - 38.4 - 32 / 3)),
        ("stationary", (0, 0), 0),
        ("stationary", (2, 0), -0.01 * (64 - 32 / 3 + 38.4 - 64 - 16)),
        ("stationary", (4, 0), 0.01 * (2048 / 3 - 1228.8 + 512)),
    ],
)
def test_known_values(name, point, value):
    surface = OBJECTIVES[name]()
    loss, grad = surface.evaluate(np.array(point, dtype=float))
    assert loss == pytest.approx(value, rel=1e-12, abs=1e-20)
    if value == min(value, 0):
        assert np.abs(grad).max() < 1e-12 or (name, point) == ("styblinski_tang", (0, 0))


eigenvalues = st.lists(st.floats(0.01, 10), min_size=1, max_size=6).map(tuple)


@given(eigenvalues=eigenvalues, seed=st.integers(0, 1000))
def test_a_turned_bowl_keeps_its_spectrum(eigenvalues, seed):
    bowl = Quadratic(eigenvalues=eigenvalues, rotation="random").bind(Noise(seed))
    assert bowl.basis @ bowl.basis.T == pytest.approx(np.eye(bowl.dim), abs=1e-14)
    hessian = bowl.evaluate(np.eye(bowl.dim))[1]
    assert np.linalg.eigvalsh(hessian) == pytest.approx(sorted(eigenvalues), rel=1e-9)
    assert bowl.largest_curvature == max(eigenvalues)


def test_random_rotations_have_no_favourite_direction():
    many = np.array(
        [Quadratic(eigenvalues=(1.0,) * 3, rotation="random").bind(Noise(seed)).basis for seed in range(3000)]
    )
    # the mean of any entry is 0 and of its square 1/3; 5 standard errors
    assert np.abs(many.mean(axis=0)).max() < 5 * np.sqrt(1 / 3 / 3000)
    assert np.abs((many**2).mean(axis=0) - 1 / 3).max() < 5 * np.sqrt(4 / 45 / 3000)
    assert abs(np.mean(np.linalg.det(many))) < 5 / np.sqrt(3000)


@pytest.mark.parametrize(
    ("spectrum", "expected"),
    [
        ("inverse", [1, 1 / 2, 1 / 3, 1 / 4]),
        ("linear", [1, 0.7, 0.4, 0.1]),
        ("geometric", [1, 10 ** (-1 / 3), 10 ** (-2 / 3), 0.1]),
    ],
)
def test_spectra(spectrum, expected):
    assert Quadratic(spectrum=spectrum, dim=4, condition=10.0).curvatures == pytest.approx(expected, rel=1e-12)


@given(center=st.lists(st.floats(-5, 5), min_size=2, max_size=2).map(tuple), angle=st.floats(-360, 360))
@settings(max_examples=30)
def test_a_bowl_has_its_minimum_at_the_center(center, angle):
    bowl = Quadratic(eigenvalues=(3.0, 0.2), rotation=angle, center=center)
    loss, grad = bowl.evaluate(np.array(center))
    assert (loss, *grad) == (0, 0, 0)


def test_a_saddle_falls_and_rises():
    loss, grad = Saddle(curvatures=(2.0, -3.0), quartic=0.5).evaluate(np.array([1.0, 2.0]))
    assert loss == 1 - 6 + 0.5 * (1 + 16)
    assert grad.tolist() == [2 + 2, -6 + 16]


def test_formulas_tell_the_numbers():
    assert Quadratic(eigenvalues=(1.0, 3.0)).formula == "f(x,y) = ½x² + 1.5y²"
    assert Saddle(curvatures=(1.0, -0.5), quartic=0.02).formula == "f(x,y) = ½x² − ¼y² + 0.02(x⁴+y⁴)"
    assert "100 parameters" in Quadratic(spectrum="inverse", dim=100).formula
    assert "8–4–3–1 tanh" in MLP(hidden=(4, 3), data=Data(kind="ridge")).formula


def second_differences(function, point, h=1e-3):
    """All second derivatives from the loss alone, fourth order along the diagonal of the steps."""
    dim, steps = len(point), h * np.eye(len(point))
    found = np.empty((dim, dim))
    for i in range(dim):
        for j in range(dim):
            found[i, j] = sum(
                weight * a * b * function(point + scale * (a * steps[i] + b * steps[j])) / (4 * scale**2 * h**2)
                for weight, scale in ((4 / 3, 1), (-1 / 3, 2))
                for a in (1, -1)
                for b in (1, -1)
            )
    return found


@every_objective
@pytest.mark.parametrize("seed", range(3))
def test_the_range_of_curvatures_is_that_of_the_loss(objective, seed):
    bound = objective.bind(SEED)
    point = points(bound, seed=seed)
    found = bound.curvature_range(point)
    curvatures = np.linalg.eigvalsh(second_differences(bound.loss, point))
    # of many parameters two dozen steps of Lanczos tell it to some percent of the range
    share = 0.02 if bound.dim > 24 else 1e-5
    assert found == pytest.approx((curvatures[0], curvatures[-1]), abs=share * max(1, np.abs(curvatures).max()))


@every_objective
@pytest.mark.parametrize("numerics", NUMERICS.values(), ids=list(NUMERICS))
def test_products_with_the_second_derivatives_are_those_of_the_gradient(objective, numerics):
    bound = objective.bound(SEED, numerics)
    if not bound.has_products:
        return
    many, directions, h = points(bound, (3,)), points(bound, (3,), seed=1), 1e-4

    def slope(steps):
        return bound.evaluate(many + steps * h * directions)[1] - bound.evaluate(many - steps * h * directions)[1]

    expected = (8 * slope(1) - slope(2)) / (12 * h)
    given = bound.hessian_product(many, directions)
    assert np.abs(given - expected).max() < 1e-9 * (1 + np.abs(expected).max())
    assert same_bits(given[1], bound.hessian_product(many[1], directions[1]))


def test_the_range_of_curvatures_where_it_is_known():
    rosenbrock = OBJECTIVES["rosenbrock"]()
    least, largest = rosenbrock.curvature_range(np.array([1.0, 1.0]))
    assert least * largest == pytest.approx(400, rel=1e-6)
    assert least + largest == pytest.approx(1002, rel=1e-8)
    assert Saddle(curvatures=(1.0, -0.5, 3.0), quartic=0.5).curvature_range(np.array([0.0, 2.0, 0.0])) == (1.0, 23.5)
    wide = Quadratic(spectrum="inverse", dim=50, rotation="random").bind(SEED)
    assert wide.curvature_range(np.ones(50)) == (0.02, 1.0)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
def test_far_out_no_curvature_is_known(value):
    assert OBJECTIVES["rosenbrock"]().curvature_range(np.array([value, 1.0])) is None


@pytest.mark.parametrize("joint", [1.0, 2.0])
def test_the_pieces_of_lessards_function_meet(joint):
    lessard = OBJECTIVES["lessard"]()
    below, at = (lessard.function(np.array([[x]])) for x in (np.nextafter(joint, 0.0), joint))
    np.testing.assert_allclose(below[0], at[0], rtol=1e-12)
    np.testing.assert_allclose(below[1], at[1], rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "settings", "told"),
    [
        ("deep_linear", {"layers": 1, "width": 4}, "one layer has no units between"),
        ("deep_linear", {"width": 2}, "3 modes need as many units"),
    ],
)
def test_a_width_that_cannot_be_is_told(name, settings, told):
    with pytest.raises(BadValueError, match=told):
        OBJECTIVES[name](**settings)
