"""A race that keeps fewer rows answers every question as one that keeps all, and its memory has a limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.history.growing_table import Column, Table
from optsim.engine.lane import Lane
from optsim.engine.settings import BadValueError
from optsim.engine.stopping.patience import Patience
from tests.engine.support import PROBLEMS, Readings, same_bits, seven, ticking

COLUMNS = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate", "params")
STEPS = 700
RULES = {
    "no rule": (),
    "a rule": Patience(patience=3, monitor="loss"),
    "a mark": Patience(patience=3, monitor="loss", halt=False),
}


def raced(problem, keep_rows, *, steps=STEPS, **settings_):
    lanes = [Lane(name, optimizer) for name, optimizer in seven().items()]
    lanes.insert(3, Lane("wild", OPTIMIZERS["momentum"](learning_rate=5.0)))
    race = Race(
        PROBLEMS[problem], lanes, steps=steps, seed=2, keep_rows=keep_rows, keep_params=problem == "dim 2", **settings_
    )
    race.advance(steps)
    return race


def columns_of(race):
    return COLUMNS if race.history.keeps_params else COLUMNS[:-1]


def check_same(full, thinned, steps):
    """Both say the same at some steps, to the bit."""
    assert (full.head, full.ends, full.events) == (thinned.head, thinned.ends, thinned.events)
    for name in columns_of(full):
        assert same_bits(full.figures(name, steps), thinned.figures(name, steps)), name
    assert same_bits(full.history.validation_loss, thinned.history.validation_loss)
    for step in steps.tolist():
        assert same_bits(full.state_at(step), thinned.state_at(step)), step
        assert same_bits(full.params_at(step), thinned.params_at(step)), step
        places = range(len(full.lanes))
        assert [full.best_step(step, p) for p in places] == [thinned.best_step(step, p) for p in places], step
        lowest = [[race.lowest(step, p) for p in places] for race in (full, thinned)]
        assert same_bits(*map(np.array, lowest)), step


@pytest.mark.parametrize(
    ("problem", "rule"), [*((problem, "no rule") for problem in PROBLEMS), ("tanh", "a rule"), ("dim 2", "a mark")]
)
def test_every_step_is_what_it_was(problem, rule):
    full, thinned = (raced(problem, keep, early_stopping=RULES[rule]) for keep in (None, 64))
    assert len(thinned.history.loss) < 90 < len(full.history.loss)
    check_same(full, thinned, np.arange(0, full.head + 1, 37))
    for step in (STEPS, 13, 400, 401, 399, 0):
        full.seek(step)
        thinned.seek(step)
        full.back(3)
        thinned.back(3)
        for name in full.runs:
            one, other = full.runs[name], thinned.runs[name]
            for figure in ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate", "best_step", "best_loss"):
                assert same_bits(getattr(one, figure), getattr(other, figure)), (name, figure)
            assert same_bits(one.params, other.params)
            assert [same_bits(t.value, o.value) for t, o in zip(full.explain(name), thinned.explain(name), strict=True)]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_rows_that_are_kept_are_in_the_columns(problem):
    full, thinned = raced(problem, None), raced(problem, 64)
    rows = thinned.history.rows
    assert rows.tolist() == sorted({*rows.tolist(), 0, full.head})
    assert (thinned.history.places(rows) == np.arange(len(rows))).all()
    for name in columns_of(full):
        assert same_bits(full.history[name][rows], thinned.history[name]), name
    result, whole = thinned.result()["adam"], full.result()["adam"]
    assert same_bits(result.loss[rows], whole.loss[rows])
    assert np.isnan(np.delete(result.loss, rows)).all()
    assert (result.best_step, result.best_loss, result.end_step) == (whole.best_step, whole.best_loss, whole.end_step)
    assert same_bits(result.final_params, whole.final_params)


@pytest.mark.thorough
@settings(max_examples=12, deadline=None)
@given(
    keep=st.integers(16, 100),
    steps=st.integers(60, 300),
    at=st.integers(0, 300),
    problem=st.sampled_from(["dim 2", "tanh"]),
    judged=st.booleans(),
    again=st.integers(0, 300),
)
def test_edits_and_forks_have_their_past(keep, steps, at, problem, judged, again):
    rule = RULES["a mark"] if judged else ()
    full, thinned = (raced(problem, kept, steps=steps, early_stopping=rule) for kept in (None, keep))
    for number, step in enumerate((at, again)):
        lanes = {lane.name: lane for lane in full.lanes}
        edited = replace(lanes["adam"].at(step), learning_rate=0.01 * (number + 1))
        lanes["adam"] = lanes["adam"].edited(min(step, full.head), edited)
        lanes[f"fork {number}"] = lanes["nag"]._replace(name=f"fork {number}")
        full.seek(step)
        thinned.seek(step)
        full, thinned = full.with_lanes(lanes), thinned.with_lanes(lanes)
        assert full.step == thinned.step
        check_same(full, thinned, np.arange(0, full.head + 1, 29))
        full.seek(steps)
        thinned.seek(steps)
        check_same(full, thinned, np.arange(full.head % 31, full.head + 1, 31))


@pytest.mark.parametrize("keep", [16, 50, 64, 333])
def test_extremes_and_sums_of_what_is_not_kept(keep):
    full, thinned = raced("dim 2", None), raced("dim 2", keep)
    old, history = thinned.history.stretches, full.history
    minima = np.array(full.objective.minima)
    norm = full.setup.numerics.row_norm
    names = ("loss", "grad_norm", "update_norm", "learning_rate", "batch_loss")
    values = {name: history[name] for name in names} | {"params": history.params}
    with np.errstate(all="ignore"):
        values["effective_rate"] = values["update_norm"] / values["grad_norm"]
        values["param_norm"] = norm(history.params)
        values["update_ratio"] = values["update_norm"] / values["param_norm"]
        values["distance"] = norm(history.params[:, :, None] - minima).min(axis=2)
    for name in ("effective_rate", "update_ratio"):
        values[name][~np.isfinite(values[name])] = np.nan
    for name in ("distance", "param_norm"):
        values[name][np.isnan(history.loss)] = np.nan
    assert set(old.low) == set(old.high) == set(old.total) == set(values)
    assert len(old.low["loss"]) == old.count == -(-old.begin // old.length)
    for name, column in values.items():
        for number in range(old.count):
            part = column[number * old.length : min((number + 1) * old.length, old.begin)]
            assert same_bits(old.low[name][number], np.fmin.reduce(part)), name
            assert same_bits(old.high[name][number], np.fmax.reduce(part)), name
            np.testing.assert_allclose(old.total[name][number], part.sum(axis=0), rtol=1e-12)


@pytest.mark.thorough
def test_memory_has_a_limit():
    steps = (2_000, 4_000, 8_000, 16_000)
    race = Race(Readings(losses=tuple(np.cos(np.arange(16_001.0)))), {"lane": ticking()}, steps=16_000, keep_rows=512)
    taken, kept = [], []
    for step in steps:
        race.seek(step)
        race.state_at(step // 3)
        taken.append(race.history.nbytes)
        kept.append(len(race.history.loss))
    assert max(kept) < 512 + 512 // 8 + 128
    assert taken[-1] <= 1.1 * taken[1]
    # 1024 rows of room for seven numbers of 8 bytes, and what is known of 64 stretches
    assert max(taken) < 1024 * 7 * 8 + 64 * 5 * 3 * 8 * 2
    assert len(race._checkpoints._checkpoints) <= 4096


@given(pieces=st.lists(st.integers(1, 150), min_size=1, max_size=30), most=st.integers(16, 300))
def test_a_table_keeps_the_newest_rows_and_the_first_of_each_stretch(pieces, most):
    table = Table({"loss": Column((1,))}, most, lambda block: block)
    written = 0
    for piece in pieces:
        table.extend({"loss": np.arange(written, written + piece, dtype=np.float64)[:, None]})
        written += piece
        begin = table.stretches.begin
        rows = np.arange(written) if table.rows is None else table.rows
        assert rows[rows >= begin].tolist() == list(range(begin, written))
        assert rows[rows < begin].tolist() == list(range(0, begin, table.stretches.length))
        assert written - begin <= most
        assert begin == 0 or written - begin >= most // 2 - piece
        assert table["loss"][:, 0].tolist() == rows.tolist()
        assert [table.place(row) for row in range(written)] == table.places(np.arange(written)).tolist()


def test_a_lane_that_diverges_late_is_told_of_as_if_all_were_known():
    losses = [1.0 + np.sin(step) * 0.5 for step in range(900)] + [1.6] * 60 + [2.0**step for step in range(50)]
    full, thinned = (
        Race(Readings(losses=tuple(losses)), {"lane": ticking()}, steps=1000, keep_rows=keep) for keep in (None, 32)
    )
    for race in (full, thinned):
        race.advance(1000)
    assert full.ends[0].cause == thinned.ends[0].cause
    assert full.ends[0].cause.since > 0


def test_too_few_rows_are_refused():
    with pytest.raises(BadValueError, match="keep_rows: must be at least 16, not 15"):
        Race(PROBLEMS["dim 2"], seven(), steps=5, keep_rows=15)
