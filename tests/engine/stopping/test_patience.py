"""Patience against an independent port of Keras' EarlyStopping, and what a race makes of it."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import STOPPING_RULES, Race, Status
from optsim.engine.objectives.mlp import MLP
from optsim.engine.settings import BadValueError
from optsim.engine.stopping.patience import Patience
from optsim.engine.stopping_rule import Progress
from tests.engine.support import PROBLEMS, Readings, Script, same_bits, seven, ticking
from tests.keras_early_stopping import KerasEarlyStopping


def watched(rule, values):
    """Where the rule fires first (None: nowhere) and the best epoch then, both from 1, for one lane."""
    state = rule.init(1)
    for epoch, value in enumerate(values, start=1):
        state, fires = rule.check(state, epoch, np.array([value]), np.array([value]))
        if fires[0]:
            return epoch, int(rule.best_epoch(state)[0])
    return None, int(rule.best_epoch(state)[0])


numbers = st.one_of(st.floats(-3, 3), st.sampled_from([0.0, 1.0, 1.1, 1.2]))
curves = st.builds(
    lambda first, rest: [first, *rest], numbers, st.lists(st.one_of(numbers, st.just(math.nan)), max_size=40)
)


settings_of_keras = st.fixed_dictionaries(
    {
        "patience": st.integers(0, 6),
        "min_delta": st.sampled_from([0.0, 0.1, 0.5]),
        "start_from_epoch": st.integers(0, 5),
        "mode": st.sampled_from(["min", "max"]),
        "baseline": st.sampled_from([None, 0.0, 1.0, 1.1]),
    }
)


@given(values=curves, settings=settings_of_keras)
def test_it_is_the_callback_of_keras(values, settings):
    # the first value that is looked at is a number; what a NaN there does is told apart below
    values[: settings["start_from_epoch"] + 1] = [
        v if math.isfinite(v) else 2.0 for v in values[: settings["start_from_epoch"] + 1]
    ]
    keras = KerasEarlyStopping(**settings).watch(values)
    fired, best = watched(Patience(**settings), values)
    assert fired == (None if keras.stopped_epoch is None else keras.stopped_epoch + 1)
    assert best == (keras.best_epoch + 1 if keras.best is not None else 0)


class Model:
    """What the callback needs of a model: weights that are the epoch."""

    stop_training = False

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        self.epoch = weights


@given(values=curves, settings=settings_of_keras)
def test_the_port_and_a_race_are_the_callback_that_keras_has(values, settings):
    keras = pytest.importorskip("keras", exc_type=ImportError)
    keras.config.set_floatx("float64")
    values[: settings["start_from_epoch"] + 1] = [
        v if math.isfinite(v) else 2.0 for v in values[: settings["start_from_epoch"] + 1]
    ]
    callback, model = keras.callbacks.EarlyStopping("val_loss", restore_best_weights=True, **settings), Model()
    callback.set_model(model)
    callback.on_train_begin()
    for model.epoch, value in enumerate(values):
        callback.on_epoch_end(model.epoch, {"val_loss": value})
        if model.stop_training:
            break
    callback.on_train_end()
    port = KerasEarlyStopping(**settings).watch(values)
    assert (port.stopped_epoch or 0) == callback.stopped_epoch
    assert (port.best_epoch if port.best is not None else len(values) - 1) == model.epoch
    race = Race(
        Script(losses=(1.0,), held_out=(0.0, *values), per_epoch=1),
        {"lane": ticking()},
        steps=len(values),
        early_stopping=Patience(**settings),
    )
    race.advance(len(values))
    assert race.runs["lane"].params.tolist() == [model.epoch + 1]


@given(curves=st.lists(st.lists(numbers, min_size=12, max_size=12), min_size=2, max_size=5))
def test_lanes_are_judged_one_by_one(curves):
    rule, table = Patience(patience=2), np.array(curves)
    state, first = rule.init(len(curves)), {}
    for epoch in range(1, 13):
        state, fires = rule.check(state, epoch, table[:, epoch - 1], table[:, epoch - 1])
        for lane in np.flatnonzero(fires):
            first.setdefault(int(lane), epoch)
    assert [first.get(lane) for lane in range(len(curves))] == [watched(rule, curve)[0] for curve in curves]


@pytest.mark.parametrize(
    ("settings", "values", "fired", "best"),
    [
        ({"patience": 2}, [5, 4, 3, 3.5, 3.4, 1], 5, 3),
        ({"patience": 0}, [5, 6], 2, 1),
        ({"patience": 0}, [5, 4, 3, 2], None, 4),
        ({"patience": 1}, [5, 5], 2, 1),
        ({"patience": 2, "min_delta": 0.5}, [5, 4.6, 4.5, 4.4], 3, 1),
        ({"patience": 2, "min_delta": 0.5}, [5, 4.6, 4.4, 4.3, 4.2], 5, 3),
        ({"patience": 1, "start_from_epoch": 3}, [1, 1, 1, 9, 8, 8], 6, 5),
        ({"patience": 0, "start_from_epoch": 3}, [1, 1, 1, 9, 9], 5, 4),
        ({"patience": 3}, [2, math.nan, math.nan, math.nan], 4, 1),
        ({"patience": 3}, [math.nan, 2, 1, 0], None, 4),
        ({"patience": 0}, [math.nan, 2], None, 2),
        ({"patience": 10}, [], None, 0),
        ({"patience": 2, "mode": "max"}, [1, 2, 3, 2.5, 2.6, 9], 5, 3),
        # better ones that do not beat the baseline do not set the waiting back, and are no reason to stop either
        ({"patience": 2, "baseline": 1.0}, [5, 4, 3, 2, 1.5, 1.6], 6, 5),
        ({"patience": 2, "baseline": 1.0}, [5, 0.9, 0.95, 0.8, 0.85, 0.86], 6, 4),
        ({"patience": 1, "min_delta": 0.1, "min_delta_kind": "relative"}, [100, 89, 81], 3, 2),
        ({"patience": 1, "min_delta": 0.1, "min_delta_kind": "relative"}, [-100, -111, -120], 3, 2),
        ({"patience": 1, "min_delta": 0.1, "min_delta_kind": "relative", "mode": "max"}, [10, 11.2, 12], 3, 2),
    ],
)
def test_golden_cases(settings, values, fired, best):
    assert watched(Patience(**settings), values) == (fired, best)


def test_a_nan_at_first_is_no_best_value():
    # Keras takes it for the best and then never sees an improvement
    assert watched(Patience(patience=2), [math.nan, 3, 2, 1]) == (None, 4)
    assert KerasEarlyStopping(2, 0.0, 0).watch([math.nan, 3, 2, 1]).best_epoch == 0


def fired_reason(rule, values):
    state = rule.init(1)
    for epoch, value in enumerate(values, start=1):
        state, fires = rule.check(state, epoch, np.array([value]), np.array([value]))
    assert fires[0]
    return rule.cause(state, 0, "epoch").english()


def closest(rule, values):
    """What the reason names as closer to the best value than 1e-12 of it."""
    return re.findall(r"; (.+?) differs from it by less than 1e-12 of its size", fired_reason(rule, values))


LATER, BEFORE, BASELINE = "a later value", "the best before it", "the baseline"
BY_DELTA = ", but for min_delta,"


@pytest.mark.parametrize(
    ("rule", "values", "close"),
    [
        (Patience(patience=1), [1.0, 1.0], [LATER]),
        (Patience(patience=1), [1.0, 1.0 + 2e-16], [LATER]),
        (Patience(patience=2), [1.0, 1.0 + 2e-16, 1.5], [LATER]),
        (Patience(patience=1), [1.0, 1.0 + 2e-12], []),
        (Patience(patience=1), [1.0, 2.0], []),
        (Patience(patience=1, mode="max"), [1.0, 1.0 - 2e-16], [LATER]),
        (Patience(patience=1, min_delta=0.1), [1.0, 1.0], []),
        (Patience(patience=1), [3.0, 3.0, 1.0, 2.0][2:], []),
        # the best value is the best by a last digit, so that the waiting began at it and not before
        (Patience(patience=2), [0.5, 0.5 - 1e-16, 0.6, 0.6], [BEFORE]),
        (Patience(patience=2), [0.9, 0.5, 0.6, 0.5 - 1e-16, 0.5, 0.6], [BEFORE, LATER]),
        (Patience(patience=2, mode="max"), [0.5, 0.5 + 2e-16, 0.4, 0.4], [BEFORE]),
        (Patience(patience=2), [-0.5, -0.5 - 2e-16, 0.6, 0.6], [BEFORE]),
        (Patience(patience=2), [0.5, 0.5 - 1e-11, 0.6, 0.6], []),
        (Patience(patience=2), [0.5, 0.5 - 1e-16, 0.4, 0.6, 0.6], []),
        # and a step that is as large as min_delta but for a last digit
        (Patience(patience=2, min_delta=1e-17), [0.5, 0.5 - 2e-16, 0.6, 0.6], [BEFORE + BY_DELTA]),
        (Patience(patience=1, min_delta=0.1), [1.0, 0.9], [LATER + BY_DELTA]),
        (Patience(patience=1, min_delta=0.1), [1.0, 0.9 + 2e-12], []),
        (Patience(patience=1, min_delta=0.1, mode="max"), [1.0, 1.1], [LATER + BY_DELTA]),
        (Patience(patience=1, min_delta=0.25, min_delta_kind="relative"), [4.0, 3.0], [LATER + BY_DELTA]),
        (Patience(patience=1, min_delta=0.1), [1.0, 0.9 - 1e-15, 0.9], [BEFORE + BY_DELTA]),
        (Patience(patience=2, baseline=0.5, min_delta=0.25), [0.6, 0.25, 0.3], [BASELINE + BY_DELTA]),
        (Patience(patience=2, start_from_epoch=1), [0.5, 0.5 - 1e-16, 0.6, 0.6], []),
        # so does a baseline that is missed or beaten by a last digit
        (Patience(patience=2, baseline=0.5), [0.6, 0.5, 0.6], [BASELINE]),
        (Patience(patience=2, baseline=0.5), [0.6, 0.5 - 1e-16, 0.6, 0.6], [BASELINE]),
        (Patience(patience=2, baseline=0.5), [0.6, 0.4, 0.6, 0.6], []),
    ],
)
def test_that_a_last_digit_has_decided_is_told(rule, values, close):
    assert closest(rule, values) == close


@pytest.mark.parametrize(
    ("rule", "values", "said"),
    [
        (
            Patience(patience=2, baseline=1.0),
            [5, 4, 3, 2, 1.5, 1.6],
            "patience 2 used up, no improvement below 1: best 1.5 at epoch 5",
        ),
        (
            Patience(patience=3, mode="max", baseline=8),
            [1, 2, 3, 3],
            "patience 3 used up, no improvement above 8: best 3 at epoch 3",
        ),
        (Patience(patience=2, baseline=4.0), [5, 3, 3.5, 3.5], "patience 2 used up: best 3 at epoch 2"),
        (
            Patience(patience=2, baseline=0.1, min_delta=0.05),
            [5, 0.08, 0.09],
            "patience 2 used up, no improvement below 0.1 by more than 0.05: best 0.08 at epoch 2",
        ),
        (
            Patience(patience=2, baseline=10, min_delta=0.1, min_delta_kind="relative", mode="max"),
            [5, 10.5, 10.25],
            "patience 2 used up, no improvement above 10 by more than 0.1 of it: best 10.5 at epoch 2",
        ),
        (
            Patience(patience=2, baseline=0.123456789),
            [5, 0.1234568, 0.2],
            "patience 2 used up, no improvement below 0.123456789: best 0.1235 at epoch 2",
        ),
    ],
)
def test_the_reason_names_a_baseline_that_has_not_been_beaten(rule, values, said):
    assert fired_reason(rule, values).startswith(said)


def test_the_reason_names_patience_and_the_best():
    rule = Patience(patience=2)
    state = rule.init(1)
    for epoch, value in enumerate([3, 1.25, 2, 2], start=1):
        state, _ = rule.check(state, epoch, np.array([value]), np.array([value]))
    assert rule.cause(state, 0, "epoch").english() == "patience 2 used up: best 1.25 at epoch 2"


# the race reads held-out loss e behind epoch e; the start is epoch 0 and not looked at
CURVE = (0.0, 5.0, 4.0, 3.0, 3.5, 3.4, 1.0, 1.0, 1.0)


def scripted(rule, *, steps=24, **settings):
    script = Script(losses=tuple(100.0 - t for t in range(30)), held_out=CURVE, per_epoch=3, **settings)
    race = Race(script, {"lane": ticking()}, steps=steps, early_stopping=rule, keep_params=True)
    race.advance(steps)
    return race, race.runs["lane"]


@given(
    values=st.lists(numbers, min_size=1, max_size=25),
    patience=st.integers(0, 4),
    per_epoch=st.integers(1, 3),
    start=st.integers(0, 3),
)
def test_a_race_stops_where_keras_does(values, patience, per_epoch, start):
    script = Script(losses=(1.0,), held_out=(0.0, *values), per_epoch=per_epoch)
    steps = per_epoch * len(values)
    rule = Patience(patience=patience, start_from_epoch=start)
    result = Race(script, {"lane": ticking()}, steps=steps, early_stopping=rule)
    result.advance(steps)
    run = result.runs["lane"]
    keras = KerasEarlyStopping(patience, 0.0, start).watch(values)
    if keras.stopped_epoch is None:
        assert (run.status, run.stop_step, run.last_step) == (Status.OUT_OF_STEPS, None, steps)
        assert run.params.tolist() == [steps if keras.best is None else (keras.best_epoch + 1) * per_epoch]
    else:
        stopped = (keras.stopped_epoch + 1) * per_epoch
        assert (run.status, run.stop_step, run.last_step) == (Status.STOPPED_EARLY, stopped, stopped)
        assert run.params.tolist() == [(keras.best_epoch + 1) * per_epoch]


def test_halting_ends_the_lane_with_the_best_parameters():
    race, run = scripted(Patience(patience=2))
    assert (run.status, run.last_step, run.stop_step) == (Status.STOPPED_EARLY, 15, 15)
    assert run.reason == "patience 2 used up: best 3 at epoch 3"
    assert run.params.tolist() == [9.0]
    assert race.over
    assert race.head == 15
    assert [(event.step, event.lane, event.status) for event in race.events] == [(15, "lane", Status.STOPPED_EARLY)]


def test_without_restoring_the_last_parameters_stay():
    _, run = scripted(Patience(patience=2, restore_best=False))
    assert run.params.tolist() == [15.0]


def test_marking_lets_the_lane_run_on():
    race, run = scripted(Patience(patience=2, halt=False))
    assert (run.status, run.last_step, run.stop_step) == (Status.OUT_OF_STEPS, 24, 15)
    assert run.params.tolist() == [24.0]  # a rule that only marks gives nothing back
    assert len(race.events) == 1
    assert run.kept_step == run.last_step == 24
    race.seek(14)
    assert (run.stop, run.stop_step, run.kept_step) == (None, None, 14)


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        (Patience(patience=9), 18),
        (Patience(patience=9, restore_best=False), 24),
        ((Patience(patience=9, restore_best=False), Patience(patience=9)), 24),
        ((Patience(patience=1, halt=False), Patience(patience=9, min_delta=2.5), Patience(patience=9)), 18),
        ((Patience(patience=9, min_delta=5.0), Patience(patience=9)), 3),
        (Patience(patience=9, start_from_epoch=8), 24),
    ],
)
def test_at_the_end_of_the_budget_the_first_rule_that_halts_gives_its_best_back(rules, kept):
    race, run = scripted(rules)
    assert (run.status, run.last_step, run.kept_step) == (Status.OUT_OF_STEPS, 24, kept)
    assert run.params.tolist() == race.result()["lane"].final_params.tolist() == [kept]
    race.seek(23)
    assert (run.kept_step, run.params.tolist()) == (23, [23.0])


def test_the_rule_that_ends_a_lane_says_which_parameters_it_gives_back():
    marking = Patience(patience=1, halt=False)
    _, run = scripted((marking, Patience(patience=2)))
    assert (run.status, run.kept_step) == (Status.STOPPED_EARLY, 9)
    _, run = scripted((marking, Patience(patience=2, restore_best=False)))
    assert (run.status, run.kept_step) == (Status.STOPPED_EARLY, 15)


def test_a_rule_looks_at_training_loss_if_told_to():
    script = Script(losses=(9, 8, 7, 6, 7, 7, 7, 7), held_out=(1.0,) * 9, per_epoch=1)
    race = Race(script, {"lane": ticking()}, steps=20, early_stopping=Patience(patience=2, monitor="loss"))
    race.advance(20)
    assert (race.runs["lane"].stop_step, race.runs["lane"].params.tolist()) == (5, [3.0])


def test_without_data_every_step_is_looked_at():
    readings = Readings(losses=(9, 8, 7, 6, 7, 7, 7, 7))
    race = Race(readings, {"lane": ticking()}, steps=20, early_stopping=Patience(patience=3, monitor="loss"))
    race.advance(20)
    run = race.runs["lane"]
    assert (run.stop_step, run.params.tolist()) == (6, [3.0])
    assert run.reason == "patience 3 used up: best 6 at step 3"


def test_several_rules_speak_for_themselves():
    rules = (Patience(patience=1, halt=False), Patience(patience=2, restore_best=False), Patience(patience=9))
    race, run = scripted(rules)
    assert [(event.step, event.cause.english()[:10]) for event in race.events] == [
        (12, "patience 1"),
        (15, "patience 2"),
    ]
    assert (run.status, run.last_step, run.stop_step) == (Status.STOPPED_EARLY, 15, 12)


@pytest.mark.parametrize("keep_params", [True, False])
def test_the_best_parameters_come_back_to_the_bit(keep_params):
    network = MLP(hidden=(16,), batch_size=4, data=PROBLEMS["tanh"].data)
    rates = {"gd": 0.1, "sgd": 0.1, "momentum": 0.02, "nag": 0.02, "adagrad": 0.1, "rmsprop": 0.02, "adam": 0.03}
    race = Race(network, seven(**rates), steps=400, early_stopping=Patience(patience=4), keep_params=keep_params)
    kept = [race.params_at(0)]
    while race.advance():
        kept.append(race.params_at(race.head))
    stopped = [run for run in race.runs.values() if run.status is Status.STOPPED_EARLY]
    assert len(stopped) >= 5
    for run in stopped:
        curve = race.history.validation_loss[1 : run.epoch + 1, run.place]
        best = (1 + int(np.argmin(curve))) * race.steps_per_epoch
        assert same_bits(run.params, kept[best][run.place])
        assert same_bits(race.result()[run.name].final_params, kept[best][run.place])
        assert race.objective.validation_loss(run.params) == curve.min()


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"patience": -1}, "patience"),
        ({"min_delta": -0.1}, "min_delta"),
        ({"start_from_epoch": -2}, "start_from_epoch"),
    ],
)
def test_settings_out_of_range(settings, key):
    with pytest.raises(BadValueError, match="must be at least 0") as error:
        Patience(**settings)
    assert error.value.key == key


@pytest.mark.parametrize("cls", STOPPING_RULES.values(), ids=list(STOPPING_RULES))
def test_every_rule_halts_and_marks_on_a_curve_that_turns_and_then_stays(cls):
    losses = (*np.linspace(10, 1, 40), *np.linspace(1, 50, 50), *np.full(50, 50.0))
    for halt in (True, False):
        race = Race(
            Readings(losses=losses), {"lane": ticking()}, steps=139, early_stopping=cls(monitor="loss", halt=halt)
        )
        race.advance(139)
        run = race.runs["lane"]
        assert 39 < run.stop_step < 139
        assert run.status is (Status.STOPPED_EARLY if halt else Status.OUT_OF_STEPS)
        assert race.events[0].cause
        assert cls.title


def test_progress_is_the_share_of_patience_that_is_used_up():
    rule = Patience(patience=4, monitor="loss")
    state, said = rule.init(1), []
    for epoch, value in enumerate([1.0, 2.0, 2.0, 0.5, 2.0, 2.0, 2.0, 2.0], start=1):
        state, _ = rule.check(state, epoch, np.array([value]), np.array([value]))
        said.append(rule.progress(state, 0, "epoch"))
    assert [progress.share for progress in said] == [0, 0.25, 0.5, 0, 0.25, 0.5, 0.75, 1]
    assert [said[0], said[3]] == [Progress(), Progress()]
    assert said[2].fact.english() == "no improvement for 2 of 4 epochs"
    assert rule.progress(state, 0, "step").fact.english() == "no improvement for 4 of 4 steps"


@pytest.mark.parametrize("patience", [0, 1])
def test_progress_of_little_patience(patience):
    rule = Patience(patience=patience, monitor="loss")
    state = rule.init(1)
    for epoch in (1, 2):
        state, _ = rule.check(state, epoch, np.ones(1), np.ones(1))
    fact = rule.progress(state, 0, "epoch").fact
    assert (fact and fact.english()) == ("no improvement for 1 of 1 epoch" if patience else None)


def progress_by_epoch(rule, values):
    """Progress behind each epoch up to the stop, for one lane, and the epoch of the stop."""
    state, said = rule.init(1), []
    for epoch, value in enumerate(values, start=1):
        state, fires = rule.check(state, epoch, np.array([value]), np.array([value]))
        said.append(rule.progress(state, 0, "epoch"))
        if fires[0]:
            break
    return said


def told_of(progress):
    return progress.share, progress.fact.english() if progress.fact else ""


def test_waiting_for_a_baseline_beyond_the_patience_is_told_as_it_is():
    values = [10 - epoch for epoch in range(6)]
    said = progress_by_epoch(Patience(patience=4, baseline=0.1), [*values, 9])
    assert told_of(said[2]) == (0.75, "no improvement below 0.1 for 3 of 4 epochs")
    told = "improves, but not below 0.1 for {} epochs: the first without improvement uses up patience 4"
    assert list(map(told_of, said[3:6])) == [(0.75, told.format(wait)) for wait in (4, 5, 6)]
    assert said[6].share == 1
    said = progress_by_epoch(Patience(patience=4, baseline=6.5), [*values[:5], 9])
    assert told_of(said[5]) == (0.25, "no improvement for 1 of 4 epochs")


@given(values=curves, settings=settings_of_keras)
def test_patience_is_used_up_where_it_stops_and_nowhere_else(values, settings):
    values = [value for value in values if math.isfinite(value)]
    rule = Patience(**settings | {"patience": max(1, settings["patience"])})
    stop, _ = watched(rule, values)
    for epoch, (share, text) in enumerate(map(told_of, progress_by_epoch(rule, values)), start=1):
        assert (share == 1) == (epoch == stop)
        counted = re.search(r"for (\d+) of (\d+)", text)
        assert epoch == stop or not counted or int(counted[1]) < int(counted[2])


@given(
    values=st.lists(numbers, min_size=2, max_size=25), start=st.integers(0, 30), min_delta=st.sampled_from([0.0, 0.5])
)
def test_nothing_is_best_before_it_was_watched_and_the_lowest_value_is_known_all_the_same(values, start, min_delta):
    rule = Patience(patience=99, start_from_epoch=start, min_delta=min_delta, monitor="loss")
    race = Race(Readings(losses=values), {"lane": ticking()}, steps=len(values) - 1, early_stopping=rule)
    race.advance(len(values))
    for step in range(len(values)):
        race.seek(step)
        run = race.runs["lane"]
        assert run.has_best == (step > start)
        assert run.lowest_loss == min(values[: step + 1])
        assert not run.has_best or run.best_loss >= min(values[1 : step + 1])
