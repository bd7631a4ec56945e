"""Curves of arrays: what a training log from elsewhere is to the app."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.events import EventLog, Kind
from optsim.analysis.quantities import counts, quantities, series
from optsim.analysis.ranking import standings
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.capabilities.points import Points
from optsim.engine.causes import DataEnded
from optsim.engine.status import End, Status
from optsim.engine.stopping.patience import Patience
from optsim.playback.player import Player
from optsim.playback.sources.array_curves import ArrayCurves
from optsim.report.csv.table import as_csv

LOSSES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def keras(values, patience):
    """Where Keras' EarlyStopping stops, and what it keeps: epochs from 1."""
    best, kept, wait = float("inf"), 0, 0
    for epoch, value in enumerate(values[1:], start=1):
        if value < best:
            best, kept, wait = value, epoch, 0
            continue
        wait += 1
        if wait >= patience:
            return epoch, kept
    return None, kept


def test_two_arrays_are_curves():
    curves = ArrayCurves({"a": [3.0, 2.0, 1.0], "b": [3.0, 2.5, 2.4]})
    assert not isinstance(curves, Points)
    assert (curves.head, curves.over, list(curves.runs)) == (2, True, ["a", "b"])
    assert quantities(curves) == ["loss"]
    assert counts(curves) == ["step"]
    curves.seek(2)
    assert [(rank.name, rank.rank, rank.loss) for rank in standings(curves)] == [("a", 1, 1.0), ("b", 2, 2.4)]


@given(LOSSES, st.integers(1, 6))
def test_a_rule_stops_where_keras_does(values, patience):
    curves = ArrayCurves({"a": values}, rules=[Patience(patience=patience, monitor="loss")])
    stop, kept = keras(values, patience)
    stops = [(event.step, event.kind) for event in EventLog(curves).happenings()]
    assert stops == ([] if stop is None else [(stop, Kind.STOPPED)])
    if stop is not None:
        curves.seek(stop)
        cost = StoppingCosts(curves).rows(0)[0]
        assert (cost.epochs, cost.best_epoch) == (stop, kept)


@given(LOSSES)
def test_without_a_rule_the_best_is_the_lowest(values):
    curves = ArrayCurves({"a": values})
    curves.seek(curves.head)
    assert curves.runs["a"].best_loss == min(values) == curves.runs["a"].lowest_loss


def test_validation_losses_are_of_epochs():
    losses, validation = np.linspace(4, 1, 9), {"a": [4.0, 3.0, 2.0]}
    rules = [Patience(patience=1)]
    curves = ArrayCurves({"a": losses}, validation_losses=validation, steps_per_epoch=4, rules=rules)
    assert "epoch" in counts(curves)
    curves.seek(8)
    assert (curves.runs["a"].best_step, curves.runs["a"].best_loss) == (8, 2.0)
    shown = series(curves, "validation_loss")
    assert [shown.at(step, 0) for step in (0, 3, 4, 8)] == [4.0, 4.0, 3.0, 2.0]


def test_the_player_stands_at_measured_steps_only():
    player = Player(None, source=ArrayCurves({"a": [3.0, 2.0, 1.0]}, steps=[0, 10, 20]))
    player.step()
    assert player.race.step == 10
    player.go_to(14)
    assert player.race.step == 10
    assert player.race.runs["a"].loss == 2.0
    assert player.race.runs["a"].lowest_loss == 2.0


@pytest.mark.parametrize(("steps", "end"), [(None, 1), ([0, 10, 20, 30], 10)])
def test_a_shorter_lane_ends_where_its_data_do(steps, end):
    losses = {"a": [3.0, 2.0, 1.0, 0.5], "b": [4.0, 3.0], "c": [5.0, 4.0, 3.0, np.nan]}
    curves = ArrayCurves(losses, steps=steps)
    curves.seek(0)
    assert curves.runs["b"].status is Status.RUNNING
    curves.seek(curves.head)
    run = curves.runs["b"]
    assert (run.status, run.cause, run.last_step, run.loss) == (Status.OUT_OF_STEPS, DataEnded(end), end, 3.0)
    assert run.reason == f"data ended at step {end}"
    # NaN is a value that was given
    assert [name for name, each in curves.runs.items() if each.status is Status.RUNNING] == ["a", "c"]
    (event,) = EventLog(curves).happenings()
    assert (event.step, event.lane, event.kind, event.fact) == (end, "b", Kind.OVER, DataEnded(end))
    assert [rank.cause for rank in standings(curves)] == [None, DataEnded(end), None]
    assert "".join(as_csv(curves)).splitlines()[-1].split(",")[1] != "b"


def test_a_rule_judges_no_further_than_the_data():
    curves = ArrayCurves({"a": [3.0, 2.0, 1.0], "b": [3.0]}, rules=[Patience(patience=1, monitor="loss")])
    assert not curves.events
    assert curves.ends == {1: End(0, Status.OUT_OF_STEPS, DataEnded(0))}


def test_a_table_has_what_was_measured():
    lines = "".join(as_csv(ArrayCurves({"a": [2.0, 1.0]}))).splitlines()
    assert lines[1].startswith("0,a,0,2.0,,,,,0,running")


@pytest.mark.parametrize(
    ("losses", "options", "fault"),
    [
        ({}, {}, "no losses"),
        ({"a": []}, {}, "no losses"),
        ({"a": [1.0, 2.0]}, {"steps": [0]}, "1 steps for 2 rows"),
        ({"a": [1.0, 2.0]}, {"steps": [1, 2]}, "rise from 0"),
        ({"a": [1.0, 2.0]}, {"steps": [0, 0]}, "rise from 0"),
        ({"a": [1.0]}, {"columns": {"lerning_rate": {"a": [1.0]}}}, "did you mean 'learning_rate'"),
        ({"a": [1.0]}, {"columns": {"learning_rate": {"b": [1.0]}}}, "no losses of it"),
        ({"a": [1.0]}, {"validation_losses": {"a": [1.0, 2.0]}}, "2 values are given for 1 rows"),
        ({"a": [1.0, 2.0]}, {"rules": [Patience(patience=1)]}, "watches the validation loss"),
        (
            {"a": [1.0, 2.0]},
            {"steps": [0, 5], "rules": [Patience(patience=1, monitor="loss")]},
            "not all of them were measured",
        ),
    ],
)
def test_what_cannot_be_is_said(losses, options, fault):
    with pytest.raises(ValueError, match=fault):
        ArrayCurves(losses, **options)
