"""Claims of heavy-tailed-classes."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import Race, load
from tests.scenario.claims.measuring import first
from tests.scenario.claims.quotes import claim

SCENARIO = load("heavy-tailed-classes")


def raced(objective, seed=SCENARIO.seed):
    """Losses (steps, lanes), those of classes (steps, lanes, classes), and the share of each class."""
    race = Race(objective, SCENARIO.lanes.values(), steps=SCENARIO.steps, seed=seed, keep_params=True)
    race.seek(SCENARIO.steps)
    counts = np.bincount(race.objective.examples.targets[:, 0].astype(int))
    return race.history.loss, race.objective.class_losses(race.history.params), counts / counts.sum()


@claim(
    "heavy-tailed-classes",
    "34 % of them are of the first class, 3.5 % of the last",
    "a class that is ten times as rare needs ten times as many steps",
    "After 50 steps its mean loss is lower than Adam's, and its worst class three times worse",
    "at the same effective rate does not change that",
    "signsgd steps equally far for all classes, and learns all ten at the same step, 27",
    "adam does nearly the same, for it divides by how large the gradient is",
    "● gd has learned the frequent classes and leaves the rare ones",
    "Ten classes, the last one ten times as rare as the first",
    "gd and Adam have about the same mean loss after 50 steps",
)
def test_rare_classes():
    loss, classes, shares = raced(SCENARIO.objective)
    gd, momentum, adam, signsgd = range(4)
    assert shares[0] == pytest.approx(0.34, abs=0.005)
    assert shares[-1] == pytest.approx(0.035, abs=0.001)
    learned = np.array([[first(classes[:, lane, each] < 0.5) for each in range(10)] for lane in range(4)])
    # but for the first class, which takes a few large steps, the time times the share is the same
    assert learned[gd, 1:] * shares[1:] == pytest.approx(np.mean(learned[gd, 1:] * shares[1:]), rel=0.04)
    assert learned[momentum, -1] > 5 * learned[momentum, 0] - 5
    assert (learned[signsgd] == 27).all()
    assert np.ptp(learned[adam]) <= 1
    assert 0.9 * loss[50, adam] < loss[50, gd] < loss[50, adam]
    worst = classes[50].max(axis=-1)
    assert worst[gd] > 3 * worst[adam]
    assert worst[momentum] > 3 * worst[adam]


@pytest.mark.parametrize(("imbalance", "number"), [(0.5, 6), (1.5, 5), (1.0, 8)])
def test_whatever_the_classes_descent_takes_its_time_by_their_share(imbalance, number):
    data = replace(SCENARIO.objective.data, imbalance=imbalance, classes=number, examples=300)
    _, classes, shares = raced(replace(SCENARIO.objective, data=data), seed=3)
    gd, signsgd = (np.array([first(classes[:, lane, each] < 0.2) for each in range(number)]) for lane in (0, 3))
    assert gd[-1] * shares[-1] == pytest.approx(gd[1] * shares[1], rel=0.15)
    assert np.ptp(signsgd) == 0
