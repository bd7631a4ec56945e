"""Claims of early-stopping."""

from functools import cache

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import SEEDS, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("early-stopping")
told_elsewhere(
    "early-stopping",
    "All are asked at every epoch, and the curve runs on behind every mark, so that they can be compared",
    "Patience (◆) waits for a number of epochs without a better value",
    "GL (◇) tolerates a rise of so many percent above the best",
    "UP (⬖ after three, ⬗ after four strips of five epochs that end higher) looks at the direction only",
    "Five rules that say when to stop, all on the same validation curve",
    "The curves run on behind the marks",
)


@cache
def judged():
    """For each rule: the epoch it stops at (−1: never) and the epoch it keeps, each (lanes, seeds)."""
    batch = shipped_over_seeds("early-stopping")
    values = batch.validation.reshape(len(batch.validation), -1)
    losses = batch.loss[:: len(batch.loss) // (len(values) - 1)].reshape(len(values), -1)
    return {rule.label: on_curves(rule, values, losses) for rule in SCENARIO.early_stopping}


def on_curves(rule, values, losses):
    """A rule on curves (epochs + 1, curves)."""
    curves = values.shape[1]
    state = rule.init(curves)
    stop, keep = np.full(curves, -1), np.zeros(curves, int)
    for epoch in range(1, len(values)):
        state, fires = rule.check(state, epoch, values[epoch], losses[epoch])
        now = fires & (stop < 0)
        stop[now] = epoch
        keep = np.where(now | (stop < 0), rule.best_epoch(state), keep)
    return stop.reshape(-1, len(SEEDS)), keep.reshape(-1, len(SEEDS))


@claim(
    "early-stopping",
    "with this seed all rules find the same minimum on its smooth curve, and differ only in how long they wait",
    "On its smooth curve all rules keep the same epoch: they differ in how long they wait",
)
def test_on_the_smooth_curve_all_rules_keep_the_same_epoch():
    stop, keep = (np.array([rule[which][0, SCENARIO.seed] for rule in judged().values()]) for which in (0, 1))
    assert set(keep) == {134}
    assert len(set(stop)) == len(stop)


@claim(
    "early-stopping",
    "gd takes all 16 examples at every step, twice in what is an epoch for the others",
    "momentum (the same effective rate, 0.03) and adam take mini-batches, and their curves are rough",
)
def test_the_curves_of_mini_batches_are_rough():
    objective = SCENARIO.objective
    assert objective.data.training_examples == 16
    assert objective.steps_per_epoch == 2
    momentum = SCENARIO.lanes["momentum"].optimizer
    rate = momentum.learning_rate / (1 - momentum.momentum)
    assert rate == pytest.approx(SCENARIO.lanes["gd"].optimizer.learning_rate)
    # turns of direction between epochs, on every seed
    changes = np.diff(np.sign(np.diff(shipped_over_seeds("early-stopping").validation, axis=0)), axis=0) != 0
    turns = changes.mean(axis=0)
    assert (turns[1:] > 3 * turns[0]).all()


@claim(
    "early-stopping",
    "there GL falls for an early bump, and keeps parameters that have hardly begun to learn. "
    "That is not this seed's luck: "
    "of 12 seeds it keeps one of the first ten epochs on 8 (momentum) and 7 (adam), on gd's curve on one",
    "On the rough curve of adam GL ◇ falls for the first bump, and keeps epoch 2",
)
def test_gl_falls_for_a_bump_on_most_rough_curves():
    stop, keep = judged()["GL 10"]
    early = (stop > 0) & (keep <= 10)
    assert early.sum(axis=1).tolist() == [1, 8, 7]
    values = shipped_over_seeds("early-stopping").validation
    kept = np.take_along_axis(values, keep[None], axis=0)[0] / values.min(axis=0)
    assert np.median(kept[early]) > 1.3
    assert keep[2, SCENARIO.seed] == 2


@claim("early-stopping", "★ Epoch 134 is the best of gd", "none comes back to its best")
def test_no_lane_comes_back_to_its_best():
    values = shipped_over_seeds("early-stopping").validation[..., SCENARIO.seed]
    assert int(values[:, 0].argmin()) == 134
    assert (values[-1] > 1.2 * values.min(axis=0)).all()
