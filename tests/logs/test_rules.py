"""The laboratory of rules: what each would have cost on a log, against Keras' rule and against races of optsim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.stopping.patience import Patience
from optsim.logs import LogError, Readings
from optsim.playback.logs.evaluations import MOST_EVALUATIONS, Evaluations
from optsim.playback.logs.judged_lane import judged
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.rules import DEFAULT_RULES, rules_from
from tests.logs.support import SAMPLES, curves


def lane_of(values, column="val_loss"):
    lane = LaneLog("a", {})
    steps = np.arange(len(values)) * 10
    lane.add(Readings("loss", steps, np.asarray(values, float)))
    if column != "loss":
        lane.add(Readings(column, steps, np.asarray(values, float)))
    return lane


@given(st.lists(st.floats(0, 100), min_size=2, max_size=40), st.integers(1, 6))
def test_patience_is_keras(values, patience):
    rule = judged(Evaluations(lane_of(values)), [Patience(patience=patience)])[0]
    best, wait, stop = np.inf, 0, None
    for epoch, value in enumerate(values):
        if value < best:
            best, wait = value, 0
            continue
        wait += 1
        if wait >= patience:
            stop = epoch
            break
    assert rule.fired_at == stop
    assert values[rule.best_before(len(values))] == best


def test_costs_are_told_in_steps():
    race = curves(SAMPLES / "lightning", rules=[Patience(patience=1)])
    cost = StoppingCosts(race).rows(0)[0]
    values, steps = race.history["validation_loss"][:, 0], race.own_steps("validation_loss")[0]
    rises = np.flatnonzero(np.diff(values) >= 0)
    assert cost.stopped == bool(len(rises))
    if cost.stopped:
        assert cost.epochs == steps[rises[0] + 1]
        assert cost.best_value == values[: rises[0] + 1].min()


def test_many_rows_are_judged_by_their_means():
    values = np.linspace(2, 1, 10 * MOST_EVALUATIONS)
    evaluations = Evaluations(lane_of(values, "loss"))
    assert (evaluations.rows, len(evaluations)) == (10, MOST_EVALUATIONS)
    assert np.allclose(evaluations.values, values.reshape(-1, 10).mean(axis=1))
    assert evaluations.steps[0] == 90


def test_rules_are_named_by_a_person():
    assert rules_from([]) == DEFAULT_RULES
    rule = rules_from(["patience:patience=20,min_delta=0.001", "gl:threshold=2.5"])
    assert (rule[0].patience, rule[0].min_delta, rule[1].threshold) == (20, 0.001, 2.5)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("patiense", "did you mean 'patience'"),
        ("patience:patience", "settings are written as in"),
        ("patience:patience=-1", "patience"),
        ("patience:patence=1", "patence"),
        ("gl:threshold='x'", "threshold"),
    ],
)
def test_a_rule_that_is_none_is_told(text, fault):
    with pytest.raises(LogError, match=fault):
        rules_from([text])
