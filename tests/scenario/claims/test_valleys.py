"""Claims of upright-valley and rotated-valley."""

import numpy as np
import pytest

from optsim import load
from optsim.engine.trace.keys import SECOND_CORRECTED
from tests.scenario.claims.measuring import for_good, from_start, lane, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

UPRIGHT, TURNED = (load(name) for name in ("upright-valley", "rotated-valley"))
BLIND = ("gd", "momentum", "nag")
told_elsewhere(
    "upright-valley",
    "A straight valley, a hundred times steeper across (x) than along (y)",
    "A valley along the axes, a hundred times steeper across (x) than along (y)",
    "the same valley turned by 45°, all else as it is",
    "the same valley, turned by 45°",
)
told_elsewhere(
    "rotated-valley",
    "every lane has the same settings, and starts at the same place of the valley",
    "A valley a hundred times steeper across than along, and it lies across both axes",
    "`t` says the same for both valleys",
)


def turned(start):
    """A point of the upright valley as the turned one has it."""
    return np.array([[1, -1], [1, 1]]) @ start / np.sqrt(2)


@claim(
    "upright-valley",
    "gd 264 steps, momentum 257, nag 259, all at the same effective rate 1; adagrad 15, adam 62, rmsprop 146",
    "it takes 264 steps for the same loss",
)
@claim("rotated-valley", "gd 264 → 264, momentum 257 → 257, nag 259 → 259", "The effective rate of all three is 1")
@claim("rotated-valley", "adagrad 15 → 209, adam 62 → 293; rmsprop 146, and turned it hovers at 10⁻⁴")
def test_how_long_each_takes():
    upright, other = (
        {lane: for_good(run.loss < 1e-4) for lane, run in shipped(name).items()} for name in (UPRIGHT.name, TURNED.name)
    )
    assert upright == {"gd": 264, "momentum": 257, "nag": 259, "adagrad": 15, "rmsprop": 146, "adam": 62}
    del other["rmsprop"]
    assert other == {"gd": 264, "momentum": 257, "nag": 259, "adagrad": 209, "adam": 293}
    assert shipped(TURNED.name)["rmsprop"].loss[400:] == pytest.approx(1e-4, rel=0.1)
    for name in BLIND:
        optimizer = UPRIGHT.lanes[name].optimizer
        assert optimizer.learning_rate / (1 - getattr(optimizer, "momentum", 0.0)) == pytest.approx(1)
        assert optimizer == TURNED.lanes[name].optimizer


@claim(
    "rotated-valley",
    "they move along the gradient and do not know where the axes are. Only rounding tells the two races apart",
)
@claim("rotated-valley", "A rate per parameter helps where the valley follows a parameter")
@pytest.mark.parametrize("start", np.random.default_rng(7).uniform((0.2, 1), (1, 3), (12, 2)))
def test_only_methods_with_a_rate_per_parameter_feel_the_turn(start):
    one = raced(from_start(UPRIGHT.objective, start), UPRIGHT.lanes.values(), 450)
    other = raced(from_start(TURNED.objective, turned(start)), TURNED.lanes.values(), 450)
    for name in BLIND:
        np.testing.assert_allclose(one[name].loss, other[name].loss, rtol=1e-9)
    for name in ("adagrad", "adam"):
        assert 1.3 * for_good(one[name].loss < 1e-4) < for_good(other[name].loss < 1e-4)
    # it hovers, and across both axes higher
    assert other["rmsprop"].loss[-50:].mean() > 1.5 * one["rmsprop"].loss[-50:].mean()


@claim(
    "rotated-valley",
    "Here it lies across both, so both get much the same rate",
    "adam runs down the diagonal of its own two axes first, then crawls along the floor",
    "□ Adam has a rate for x and a rate for y, but here they are the same",
    "√v̂ is much the same for x and y",
)
def test_adam_in_the_turned_valley():
    adam = shipped(TURNED.name)["adam"]
    race = TURNED.race()
    race.seek(450)
    for step in (10, 50, 100, 300):
        second = next(term.value for term in race.explain("adam", step) if term.key is SECOND_CORRECTED)
        assert np.sqrt(second[0]) == pytest.approx(np.sqrt(second[1]), rel=0.1)
    moves = np.diff(adam.params, axis=0)
    assert moves[:5, 0] == pytest.approx(moves[:5, 1], rel=0.05)
    floor = np.array([1, -1]) / np.sqrt(2)
    assert (np.abs(moves[150:250] @ floor) > 5 * np.abs(moves[150:250] @ np.array([1, 1]))).all()


def tuned(objective, name, **settings):
    """The fewest steps with the best of 24 rates."""
    rates = np.geomspace(0.01, 10, 24) if name == "adagrad" else np.geomspace(0.001, 3, 24)
    run = raced(objective, [lane(str(n), name, rate, **settings) for n, rate in enumerate(rates)], 450)
    return min(for_good(np.nan_to_num(each.loss, nan=np.inf) < 1e-4) for each in run.values())


@claim(
    "upright-valley",
    "With the best of 24 rates each: adagrad 4, momentum 34, nag 44, adam 61, rmsprop 141, gd 176",
)
@claim(
    "rotated-valley",
    "With the best of 24 rates for each valley: adagrad 4 → 198, rmsprop 141 → about 200, but adam only 61 → 67; "
    "gd 176, nag 44, momentum 34 in both",
)
@pytest.mark.parametrize(
    ("name", "upright", "turned"),
    [
        ("gd", 176, 176),
        ("momentum", 34, 34),
        ("nag", 44, 44),
        ("adagrad", 4, 198),
        ("adam", 61, 67),
    ],
)
def test_with_rates_that_are_tuned(name, upright, turned):
    settings = {"momentum": 0.8} if name in ("momentum", "nag") else {}
    assert tuned(UPRIGHT.objective, name, **settings) == upright
    assert tuned(TURNED.objective, name, **settings) == pytest.approx(turned, abs=1)


@claim("upright-valley", "rmsprop 141")
@claim("rotated-valley", "rmsprop 141 → about 200")
def test_rmsprop_with_rates_that_are_tuned():
    assert tuned(UPRIGHT.objective, "rmsprop") == 141
    # it hovers about that loss, and the last digits say when it stays below: those of the start stand for any
    start = np.array(TURNED.objective.start)
    for nudge in 1e-13 * np.random.default_rng(3).standard_normal((12, 2)):
        assert tuned(from_start(TURNED.objective, start * (1 + nudge)), "rmsprop") == pytest.approx(200, abs=12)
