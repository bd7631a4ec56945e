"""Claims of adagrad-stalls."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import first, from_start, lane, lanes, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

OBJECTIVE = load("adagrad-stalls").objective
WALL = [(x, y) for x in (-2.2, -2.0, -1.8) for y in (-0.6, -0.3, 0.0, 0.3)]
told_elsewhere("adagrad-stalls", "Adam's average is a hundred times as long")


@claim(
    "adagrad-stalls",
    "more than a thousand times steeper there than on the floor",
    "the start ⌂ is high on its wall, the minimum ⊕ far along the floor",
)
def test_the_start_is_high_on_the_wall():
    adagrad = shipped("adagrad-stalls")["adagrad"]
    assert adagrad.grad_norm[0] > 1000 * adagrad.grad_norm[50:].max()
    assert np.linalg.norm(adagrad.params[50] - np.array(OBJECTIVE.minima[0])) > 2


@claim(
    "adagrad-stalls",
    "With α = 0.3 it is down on the floor before step 50",
    "AdaGrad, with the largest rate of the three, is the first on the floor",
    "from step 100 on its steps are less than a thousandth of the first, and it stalls",
    "0.4 at first for AdaGrad, 0.0003 on the floor",
)
def test_adagrad_is_down_first_and_stalls():
    run = shipped("adagrad-stalls")
    down = {name: first(each.loss < 4.3) for name, each in run.items()}
    assert down["adagrad"] < 50 < min(down["rmsprop"], down["adam"])
    steps = run["adagrad"].update_norm
    assert (steps[100:-1] < steps[0] / 1000).all()
    assert steps[0] == pytest.approx(0.4, abs=0.05)
    assert steps[100:-1].mean() == pytest.approx(0.0003, abs=3e-5)
    assert run["adagrad"].loss[-1] > 0.6 * run["adagrad"].loss[100]


@claim("adagrad-stalls", "the steep start stays in the sum for good")
@pytest.mark.parametrize("start", WALL)
def test_from_anywhere_on_the_wall_it_is_the_start_that_stays_in_the_sum(start):
    adagrad = raced(from_start(OBJECTIVE, start), lanes(adagrad=0.3), 1000)["adagrad"]
    fresh = raced(from_start(OBJECTIVE, adagrad.params[100]), lanes(adagrad=0.3), 900)["adagrad"]
    assert fresh.update_norm[:900].mean() > 5 * adagrad.update_norm[100:1000].mean()
    assert fresh.loss[-1] < adagrad.loss[-1] / 3


@claim(
    "adagrad-stalls",
    "A fresh AdaGrad with the same α, set down on the floor where this one stands at step 50, ends at a loss of 0.004",
    "this one at 2.6",
)
def test_a_fresh_adagrad_gets_there():
    adagrad = shipped("adagrad-stalls")["adagrad"]
    fresh = raced(from_start(OBJECTIVE, adagrad.params[50]), lanes(adagrad=0.3), 2950)["adagrad"]
    assert fresh.loss[-1] == pytest.approx(0.004, abs=5e-4)
    assert adagrad.loss[-1] == pytest.approx(2.6, abs=0.05)


@claim("adagrad-stalls", "It forgets the wall, passes AdaGrad before step 400 with a hundredth of its α", "below 0.003")
def test_rmsprop_passes_it():
    run = shipped("adagrad-stalls")
    assert 300 < first(run["rmsprop"].loss < run["adagrad"].loss) < 400
    assert run["rmsprop"].loss[-1] < 0.003
    assert run["rmsprop"].update_norm[1000:-1].mean() == pytest.approx(0.004, abs=5e-4)


@claim(
    "adagrad-stalls",
    "AdaGrad's is on the floor what it was on the wall, about 10⁻⁴; RMSProp's grows more than five hundred times, and Adam's "
    "from step 1500 on beyond AdaGrad's",
    "AdaGrad's is still what it was on the wall, RMSProp's grew more than five hundred times",
)
def test_of_the_effective_rates_that_of_adagrad_stays_what_it_was():
    rates = {name: run.update_norm[:-1] / run.grad_norm[:-1] for name, run in shipped("adagrad-stalls").items()}
    late = {name: np.median(each[1500:]) for name, each in rates.items()}
    assert 0.8e-4 < rates["adagrad"][0] < 1.6e-4
    assert late["adagrad"] == pytest.approx(rates["adagrad"][0], rel=0.3)
    assert late["rmsprop"] > 500 * rates["rmsprop"][0]
    assert (rates["adam"][1500:] > rates["adagrad"][1500:]).mean() > 0.99


@claim("adagrad-stalls", "Until that has run out it stands as still as AdaGrad; then its steps grow again")
@pytest.mark.parametrize("start", WALL)
def test_adam_stands_still_until_its_average_has_run_out(start):
    run = raced(from_start(OBJECTIVE, start), lanes(adagrad=0.3, adam=0.02), 3000)
    steps = run["adam"].update_norm
    assert steps[400:900].mean() < 1.5 * run["adagrad"].update_norm[400:900].mean()
    assert steps[2500:3000].mean() > 2 * steps[400:900].mean()


@claim(
    "adagrad-stalls",
    "The three rates are not equal, so compare each lane's steps with its own first one, not the losses",
    "with α = 3 AdaGrad, too, comes below 0.003",
)
def test_who_is_ahead_is_a_matter_of_the_rates():
    rates = [each.optimizer.learning_rate for each in load("adagrad-stalls").lanes.values()]
    assert len(set(rates)) == 3
    assert raced(OBJECTIVE, [lane("adagrad", "adagrad", 3.0)], 3000)["adagrad"].loss[-1] < 0.003
