"""GL, PQ and UP against the paper's definitions, written out for whole curves; the cases that it leaves open; rules side by side."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import STOPPING_RULES, Race, Status, load
from optsim.engine.stopping.gl import GL
from optsim.engine.stopping.patience import Patience
from optsim.engine.stopping.pq import PQ
from optsim.engine.stopping.up import UP
from optsim.engine.stopping_rule import generalization_loss
from tests.engine.support import PROBLEMS, seven


def first(rule, values, losses=None):
    """Where the rule fires first (None: nowhere) and the best epoch then, both from 1."""
    state, epoch = rule.init(1), 0
    for epoch, (value, loss) in enumerate(zip(values, losses or values, strict=True), start=1):
        state, fires = rule.check(state, epoch, np.array([float(value)]), np.array([float(loss)]))
        if fires[0]:
            return epoch, int(rule.best_epoch(state)[0])
    return None, int(rule.best_epoch(state)[0])


# the paper, section 2: errors are above 0, t counts from 1


def gl(values, t):
    return 100 * (values[t - 1] / min(values[:t]) - 1)


def paper_gl(values, threshold):
    return next((t for t in range(1, len(values) + 1) if gl(values, t) > threshold), None)


def paper_pq(values, losses, threshold, k):
    for t in range(k, len(values) + 1, k):
        strip = losses[t - k : t]
        progress = 1000 * (sum(strip) / (k * min(strip)) - 1)
        if progress > 1e-9 and gl(values, t) / progress > threshold:
            return t
    return None


def paper_up(values, s, k):
    for t in range(k * (s + 1), len(values) + 1, k):
        ends = [values[t - 1 - k * back] for back in range(s + 1)]
        if all(later > earlier for later, earlier in itertools.pairwise(ends)):
            return t
    return None


errors = st.floats(0.01, 10)
curves = st.lists(st.tuples(errors, errors), min_size=1, max_size=60)


@given(curves, st.floats(0.1, 200))
def test_gl_is_that_of_the_paper(curve, threshold):
    values = [value for value, _ in curve]
    expected = paper_gl(values, threshold)
    margins = [abs(gl(values, t) - threshold) for t in range(1, len(values) + 1)]
    if min(margins) > 1e-9:
        assert first(GL(threshold=threshold), values)[0] == expected


@given(curves, st.floats(0.01, 5), st.integers(2, 7))
def test_pq_is_that_of_the_paper(curve, threshold, k):
    values, losses = [value for value, _ in curve], [loss for _, loss in curve]
    strips = [losses[t - k : t] for t in range(k, len(losses) + 1, k)]
    if all(max(strip) > min(strip) * 1.01 for strip in strips):
        assert first(PQ(threshold=threshold, strip=k), values, losses)[0] == paper_pq(values, losses, threshold, k)


@given(st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5]), max_size=60), st.integers(1, 4), st.integers(1, 6))
def test_up_is_that_of_the_paper(values, s, k):
    assert first(UP(strips=s, strip=k), values)[0] == paper_up(values, s, k)


@given(curves)
def test_the_best_epoch_is_that_of_the_lowest_value_so_far(curve):
    values = [value for value, _ in curve]
    for rule in (GL(threshold=30), PQ(threshold=1), UP(strips=2)):
        stop, best = first(rule, values)
        seen = values[:stop]
        assert best == seen.index(min(seen)) + 1


@pytest.mark.parametrize(
    ("rule", "values", "losses", "fired"),
    [
        (GL(threshold=10), [1, 0.9, 0.98, 0.991], None, 4),
        (GL(threshold=10), [1, 1.09], None, None),
        # a best of 0: any rise is infinitely large; below 0 it is a share of the best's size
        (GL(threshold=1e9), [0, 0], None, None),
        (GL(threshold=1e9), [0, 1e-300], None, 2),
        (GL(threshold=50), [-2, -1.1, -0.9], None, 3),
        (GL(threshold=5), [1, math.nan, 1.06], None, 3),
        (GL(threshold=5), [math.nan, 1, 1.1], None, 3),
        (GL(threshold=5), [math.inf, 1, math.inf], None, 3),
        # training moves: 1000 (1.1/1 − 1) = 100, GL = 20, quotient 0.2
        (PQ(threshold=0.19, strip=2), [1, 1.2], [1.2, 1.0], 2),
        (PQ(threshold=0.21, strip=2), [1, 1.2], [1.2, 1.0], None),
        # no progress: infinite where anything is lost, nothing where nothing is
        (PQ(threshold=1e9, strip=2), [1, 1.001], [1, 1], 2),
        (PQ(threshold=0.1, strip=2), [1, 1], [1, 1], None),
        (PQ(threshold=0.1, strip=2), [1, 0.5, 0.6, 0.7], [0, 0, 0, 0], 4),
        (PQ(threshold=0.1, strip=2), [1, 2, 2, 2], [1, math.nan, 1, 1], 4),
        (UP(strips=1, strip=2), [9, 1, 9, 2], None, 4),
        (UP(strips=2, strip=2), [9, 1, 9, 2, 9, 2.1], None, 6),
        (UP(strips=2, strip=1), [1, 2, 1.5, 1.6], None, None),
        (UP(strips=2, strip=1), [1, 2, math.nan, 3, 4, 5], None, 6),
        (UP(strips=1, strip=5), [3, 2, 1], None, None),
        # how a value is rounded is no change of it
        (UP(strips=1, strip=1), [1, 1 + 4e-13, 1 + 8e-13], None, None),
        (UP(strips=1, strip=1), [1, 1 + 4e-12], None, 2),
        (PQ(threshold=1e9, strip=2), [1, 1 + 4e-13], [1, 1 + 4e-13], None),
        (PQ(threshold=1e9, strip=2), [1, 1 + 4e-12], [1, 1 + 4e-13], 2),
        (PQ(threshold=1e-9, strip=2), [1, 1 + 4e-13], [1, 2], None),
    ],
)
def test_golden_cases(rule, values, losses, fired):
    assert first(rule, values, losses)[0] == fired


@given(st.floats(0.01, 10), st.integers(1, 9))
def test_training_that_stands_still_is_no_progress_however_its_mean_is_rounded(loss, k):
    assert first(PQ(threshold=1e9, strip=k), [*[1.0] * k, *[1.001] * k], [loss] * (2 * k))[0] == 2 * k


def test_patience_and_up_are_different_rules():
    # ever the same bump: patience is used up, yet no strip ends higher than the one before
    values = [1.0, *[1.2] * 30]
    assert first(Patience(patience=10), values)[0] == 11
    assert first(UP(strips=2), values)[0] is None


def test_generalization_loss_by_numbers():
    rise = generalization_loss(np.array([1.1, 2.0, 0.0, -1.0, math.nan]), np.array([1.0, 2.0, 0.0, -2.0, 1.0]))
    assert rise[:4] == pytest.approx([10, 0, 0, 50])
    assert math.isnan(rise[4])


RULES = (Patience(patience=6, halt=False), GL(threshold=3, halt=False), PQ(halt=False), UP(strips=1, halt=False))


def test_all_rules_are_asked_about_the_same_curve_and_each_leaves_its_mark():
    race = Race(PROBLEMS["tanh"], seven(), steps=400, early_stopping=RULES)
    race.advance(400)
    assert {event.rule for event in race.events} == {0, 1, 2, 3}
    for run in race.runs.values():
        assert run.status is Status.OUT_OF_STEPS
        values = race.history.validation_loss[1:, run.place].tolist()
        losses = race.history.loss[:: race.steps_per_epoch, run.place][1:].tolist()
        for number, rule in enumerate(RULES):
            found = [event.step for event in race.events if (event.lane, event.rule) == (run.name, number)]
            expected = first(rule, values, losses)[0]
            assert found == ([] if expected is None else [expected * race.steps_per_epoch])


def stopped_by(rule):
    """Every stop of a rule in a race on a network: the event, its run, the epoch, and the curves that the rule has watched."""
    race = replace(load("early-stopping"), early_stopping=(rule,), steps=400).race()
    race.seek(race.budget)
    for event in race.events:
        run, epoch = race.runs[event.lane], event.step // race.steps_per_epoch
        values = race.history.validation_loss[1 : epoch + 1, run.place].tolist()
        losses = race.history.loss[: event.step + 1 : race.steps_per_epoch, run.place][1:].tolist()
        yield event, run, epoch, values, losses


@pytest.mark.parametrize("name", list(STOPPING_RULES))
def test_a_rule_ends_lanes_by_the_curve(name):
    rule = STOPPING_RULES[name]()
    assert rule.label != ""
    for event, run, epoch, values, losses in stopped_by(rule):
        assert first(rule, values, losses)[0] == epoch
        assert (run.status, run.last_step) == (Status.STOPPED_EARLY, event.step)


@pytest.mark.parametrize("rule", [GL(), Patience(), PQ(), UP()], ids=lambda rule: rule.name)
def test_the_best_value_is_named_with_its_epoch(rule):
    stops = list(stopped_by(rule))
    assert stops
    for event, _, epoch, values, losses in stops:
        best = values.index(min(values)) + 1
        assert first(rule, values, losses) == (epoch, best)
        assert f"{min(values):.4g} at epoch {best}" in event.cause.english()


@pytest.mark.parametrize(
    ("strip", "said"), [(1, "risen over a strip of 1 epoch: "), (2, "risen over a strip of 2 epochs: ")]
)
def test_one_epoch_is_one(strip, said):
    rule = UP(strips=1, strip=strip)
    assert rule.cause(rule.init(1), 0, "epoch").english().startswith(said)
