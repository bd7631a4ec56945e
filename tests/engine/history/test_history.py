"""The columns: their shapes, what stands in a row, and the gaps behind an end."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race, Status
from optsim.engine.lane import Lane
from optsim.engine.stopping.patience import Patience
from tests.engine.support import PROBLEMS, Readings, Script, same_bits, seven, ticking

COLUMNS = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate")
STEPS = 150


def raced(problem, *, steps=STEPS, **settings_):
    lanes = [Lane(name, optimizer) for name, optimizer in seven().items()]
    lanes.insert(3, Lane("wild", OPTIMIZERS["momentum"](learning_rate=5.0)))
    race = Race(PROBLEMS[problem], lanes, steps=steps, seed=2, keep_params=True, **settings_)
    race.advance(steps)
    return race


@pytest.mark.parametrize("problem", PROBLEMS)
def test_shapes(problem):
    race = raced(problem)
    history, dim = race.history, race.objective.dim
    assert all(history[column].shape == (STEPS + 1, 8) for column in COLUMNS)
    assert all(history[column].dtype == np.float64 for column in COLUMNS)
    assert history.params.shape == (STEPS + 1, 8, dim)
    epochs = STEPS // race.steps_per_epoch + 1 if race.objective.has_validation else 0
    assert history.validation_loss.shape == (epochs, 8)
    assert 0 <= history.best_step(STEPS, 7) <= STEPS
    assert history.length == STEPS + 1


@pytest.mark.parametrize("problem", PROBLEMS)
def test_row_t_is_the_point_before_update_t(problem):
    race = raced(problem, steps=60)
    history, objective, noise = race.history, race.objective, race.setup.noise
    for t in range(60):
        now, behind = race.state_at(t), race.state_at(t + 1)
        ran = np.array([race.ends[place].step >= t for place in range(8)])
        went_on = np.array([race.ends[place].step > t for place in range(8)])
        assert same_bits(history.params[t], now.params)
        assert history.loss[t, ran] == pytest.approx(objective.loss(now.params)[ran], rel=1e-13)
        moved = np.linalg.norm(behind.params - now.params, axis=1)
        assert history["update_norm"][t, went_on] == pytest.approx(moved[went_on], rel=1e-12)
        sampled = race.runs["adam"].place
        loss, grad = objective.evaluate(now.params[sampled], objective.sample(noise, t))
        assert history["batch_loss"][t, sampled] == pytest.approx(float(loss), rel=1e-12)
        assert history["grad_norm"][t, sampled] == pytest.approx(np.linalg.norm(grad), rel=1e-12)
        if objective.has_validation and t % race.steps_per_epoch == 0:
            row = history.validation_loss[t // race.steps_per_epoch]
            assert row[ran] == pytest.approx(objective.validation_loss(now.params)[ran], rel=1e-13)


def test_nag_is_measured_at_its_point_and_its_batch_loss_where_it_looks():
    race = Race(PROBLEMS["dim 2"], {"nag": OPTIMIZERS["nag"](learning_rate=0.02)}, steps=30)
    race.advance(30)
    nag, objective = race.lanes[0].optimizer, race.objective
    for t in range(30):
        state = race.state_at(t)
        ahead = nag.query(state.params, state.memory[0])
        loss, grad = objective.evaluate(ahead, objective.sample(race.setup.noise, t))
        assert race.history.loss[t] == objective.loss(state.params)
        assert race.history["batch_loss"][t] == loss
        assert race.history["grad_norm"][t] == pytest.approx(np.linalg.norm(grad, axis=-1), rel=1e-14)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_behind_an_end_there_is_nothing(problem):
    race = raced(problem)
    place, end = race.runs["wild"].place, race.runs["wild"].last_step
    assert race.runs["wild"].status is Status.DIVERGED
    assert end < STEPS // 2
    for column in COLUMNS:
        assert np.isnan(race.history[column][end + 1 :, place]).all()
    assert math.isnan(race.history["update_norm"][end, place])
    assert not np.isnan(race.history["learning_rate"][: end + 1, place]).any()
    others = [run.place for run in race.runs.values() if run.name != "wild"]
    assert np.isfinite(race.history.loss[:, others]).all()
    assert np.isfinite(race.history["update_norm"][:-1, others]).all()
    assert np.isnan(race.history["update_norm"][-1]).all()
    epochs = race.history.validation_loss[end // race.steps_per_epoch + 1 :, place]
    assert np.isnan(epochs).all()


values = st.lists(st.one_of(st.floats(-5, 5), st.sampled_from([1.0, 2.0])), min_size=1, max_size=600)


def first_lowest(curve):
    """The first place of the lowest number, by hand."""
    best = 0
    for place, value in enumerate(curve):
        if value < curve[best]:
            best = place
    return best


@settings(max_examples=40)
@given(curve=values, looks=st.lists(st.integers(0, 600), max_size=4))
def test_best_step_is_the_first_lowest_loss_so_far(curve, looks):
    steps = len(curve) - 1
    race = Race(Readings(losses=tuple(curve)), {"lane": ticking()}, steps=steps)
    for look in sorted(looks):
        # reading in between must not change what is found later
        race.seek(look)
        assert race.runs["lane"].best_step == first_lowest(curve[: look + 1])
    race.advance(steps)
    expected = [first_lowest(curve[: t + 1]) for t in range(0, steps + 1, 37)]
    assert [race.history.best_step(t, 0) for t in range(0, steps + 1, 37)] == expected
    assert race.runs["lane"].best_loss == min(curve)


def test_best_step_is_that_of_the_validation_loss_where_there_is_one():
    script = Script(losses=tuple(range(40, 0, -1)), held_out=(4.0, 3.0, 1.0, 2.0, 1.0), per_epoch=5)
    race = Race(script, {"lane": ticking()}, steps=23)
    race.advance(23)
    run = race.runs["lane"]
    assert (run.best_step, run.best_loss) == (10, 1.0)
    race.seek(9)
    assert (run.best_step, run.best_loss) == (5, 3.0)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_reading_at_any_time_changes_nothing(problem):
    quiet, read = raced(problem), Race(PROBLEMS[problem], raced(problem, steps=0).lanes, steps=STEPS, seed=2)
    while read.advance(7):
        assert len(read.history.loss) == read.head + 1
        assert read.history["update_norm"].shape == read.history.loss.shape
    for column in COLUMNS:
        assert same_bits(quiet.history[column], read.history[column])


def test_a_column_cannot_be_written_to_and_stays_as_it_was_read():
    race = Race(PROBLEMS["dim 2"], seven(), steps=1000)
    race.advance(100)
    read = race.history.loss
    copy = read.copy()
    race.advance(900)
    assert same_bits(np.array(read), copy)
    with pytest.raises(ValueError, match="read-only"):
        read[0] = 0


def test_a_result_reaches_to_the_budget():
    script = Script(losses=(4, 3, 2, 1, math.nan), held_out=(9.0, 8.0, 7.0), per_epoch=2)
    race = Race(script, {"lane": ticking()}, steps=7, keep_params=True)
    race.advance(2)
    race.advance(5)
    race.seek(1)
    result = race.result()["lane"]
    assert race.step == 1
    nan = math.nan
    assert same_bits(result.loss, np.array([4, 3, 2, 1, nan, nan, nan, nan]))
    assert same_bits(result.validation_loss, np.array([9, nan, 8, nan, 7, nan, nan, nan]))
    assert same_bits(result.update_norm, np.array([1, 1, 1, 1, nan, nan, nan, nan]))
    assert result.params.tolist()[:5] == [[0.0], [1.0], [2.0], [3.0], [4.0]]
    assert np.isnan(result.params[5:]).all()
    assert (result.status, result.end_step, result.steps, result.stop_step) == (Status.DIVERGED, 4, 7, None)
    assert (result.best_step, result.best_loss) == (4, 7.0)
    assert result.final_params.tolist() == [4.0]
    assert result.reason.endswith(": loss is nan at step 4")


def test_a_result_without_parameters():
    race = Race(PROBLEMS["dim 2"], seven(), steps=5, keep_params=False, early_stopping=Patience(monitor="loss"))
    race.advance(5)
    result = race.result()["adam"]
    assert result.params is None
    assert same_bits(result.final_params, race.runs["adam"].params)
    assert np.isnan(result.validation_loss).all()
