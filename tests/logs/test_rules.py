"""The laboratory of rules: what each would have cost on a log, against Keras' rule and against races of optsim."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.ranking import standings
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.stopping.patience import Patience
from optsim.logs import LogError, Readings
from optsim.playback.logs.evaluations import MOST_EVALUATIONS, Evaluations
from optsim.playback.logs.judged_lane import judged
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.revealed_log import RevealedLog
from optsim.playback.logs.rules import DEFAULT_RULES, rules_from
from tests.logs.support import SAMPLES, csv_of, curves


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


@pytest.mark.parametrize(("values", "rows"), [(1, 1), (2000, 1), (2001, 2), (4001, 4), (20_000, 16)])
def test_many_rows_are_judged_by_their_means(values, rows):
    losses = np.linspace(2, 1, values)
    evaluations, whole = Evaluations(lane_of(losses, "loss")), values // rows * rows
    assert (evaluations.rows, len(evaluations)) == (rows, values // rows)
    assert len(evaluations) <= MOST_EVALUATIONS
    assert np.allclose(evaluations.values, losses[:whole].reshape(-1, rows).mean(axis=1))
    assert evaluations.steps[0] == 10 * (rows - 1)


def judgements(race):
    """What rules have judged: evaluations with the training losses there, and the marks."""
    known = [
        (each.evaluations.rows, each.evaluations.steps.tolist(), each.evaluations.losses.tolist())
        for each in race._known
    ]
    return race.rows_judged, race.events, known


@pytest.mark.parametrize("held_out", [0, 1, 3])
@pytest.mark.parametrize("files", [1, 2])
def test_a_report_a_film_and_a_log_that_grows_are_judged_alike(tmp_path, held_out, files):
    rng, rows = np.random.default_rng(3), 6500
    loss = 2 * np.exp(-np.arange(rows) / 1200) + 0.2 + 0.05 * rng.standard_normal(rows)
    # a loop that logs the validation loss at its steps before the training loss there, in lines of their own
    lines = [
        line
        for step in range(rows)
        for line in (
            *([json.dumps({"step": step, "val_loss": loss[-step] + 1})] if held_out and step % held_out == 0 else []),
            json.dumps({"step": step, "loss": loss[step]}),
        )
    ]
    paths = [tmp_path / f"{number}.jsonl" for number in range(files)]
    for path in paths:
        path.write_text("\n".join(lines[:50]) + "\n")
    growing, cuts = curves(*paths, live=True), [50, 51, 2000, 2001, 2003, 4100, len(lines)]
    for start, end in pairwise(cuts):
        for path in paths:
            with path.open("a") as stream:
                stream.write("\n".join(lines[start:end]) + "\n")
        growing = growing.grown()
        assert judgements(growing) == judgements(curves(*paths, live=True))
    report = curves(*paths)
    film = RevealedLog(report.logs, DEFAULT_RULES)
    for step in (3, 1500, 1501, film.budget):
        film.seek(step)
    assert judgements(film) == judgements(report) == judgements(growing)


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


def test_where_a_log_was_best_and_a_rule_stopped_is_told_in_steps(tmp_path):
    (tmp_path / "a.csv").write_text(
        csv_of(step=range(0, 300, 10), epoch=range(30), val_loss=[1 + abs(row - 2) / 10 for row in range(30)])
    )
    race = curves(tmp_path / "a.csv")
    (lane,) = standings(race)
    assert race.counting.in_epochs
    assert lane.best_at == 20
    assert lane.cause.unit == "step"
    assert [mark.at for mark in lane.cause.marks if mark.label == "patience 3"] == [50]
