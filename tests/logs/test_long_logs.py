"""Long logs: memory has a limit, what matters is kept, and rules judge all that ever came."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.insights.training import training_insights
from optsim.engine.stopping.patience import Patience
from optsim.engine.stopping.pq import PQ
from optsim.logs import Readings
from optsim.playback.logs.columns.block_means import MOST_BLOCKS, BlockMeans
from optsim.playback.logs.columns.lowest_rows import LowestRows
from optsim.playback.logs.facts import RowsThinned
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.log_curves import LogCurves
from optsim.playback.logs.log_set import LogSet
from optsim.playback.logs.revealed_log import RevealedLog
from tests.logs.support import csv_of, losses
from tests.logs.test_following import append

MOST = 2**14
RULES = [Patience(patience=3), PQ()]


def log(folder, most=MOST, **columns):
    file = folder / "a.csv"
    file.write_text(csv_of(**columns))
    return LogCurves(LogSet([str(file)], live=False, most=most), RULES)


def values_of(race):
    """How many values are there."""
    return sum(lane.values for lane in race.logs.lanes)


def spiky(rows, seed=0):
    values = np.concatenate(
        (losses(rows // 2, seed), 0.21 + 0.02 * np.random.default_rng(seed).standard_normal(rows // 2))
    )
    values[[rows // 3, rows // 2, rows - 2]] = 50, math.nan, math.inf
    return values


@given(st.integers(0, 99), st.integers(1, 6), st.lists(st.integers(1, 4000), min_size=4, max_size=14))
def test_extremes_and_the_newest_rows_are_kept(seed, columns, pieces):
    rng, lane = np.random.default_rng(seed), LaneLog("a", {})
    table = rng.standard_normal((sum(pieces), columns))
    table[rng.integers(0, len(table), 3), 0] = [math.nan, math.inf, -math.inf]
    first = 0
    for rows in pieces:
        steps = np.arange(first, first + rows) * 3
        for column in range(columns):
            lane.add(Readings(f"c{column}", steps, table[first : first + rows, column], times=steps / 2))
        first += rows
        lane.thin(further=False)
        while lane.values > 4000 * columns and lane.thin(further=True):
            pass
    assert lane.values <= 4000 * columns
    for column in range(columns):
        series, own = lane.columns[f"c{column}"], table[:, column]
        assert series.total == len(table)
        kept = series.steps // 3
        # each row that is there is one that was there
        assert np.array_equal(series.values[:, 0], own[kept], equal_nan=True)
        assert np.array_equal(series.times, kept * 1.5)
        assert np.array_equal(kept[-200:], np.arange(len(table))[-200:])
        assert {np.nanmin(own), np.nanmax(own)} <= {*series.values[:, 0].tolist()}
        assert kept[0] == 0
        assert np.isnan(own).any() == np.isnan(series.values).any()
        if series.left_out:
            # evenly over all steps
            assert np.interp(len(table) / 2, kept, np.arange(len(kept))) == pytest.approx(len(kept) / 2, rel=0.5)


def test_a_long_log_says_what_the_whole_says(tmp_path):
    rows = 6 * MOST
    columns = {"step": range(rows), "loss": spiky(rows).tolist(), "lr": [0.1] * rows}
    thinned, whole = log(tmp_path, **columns), log(tmp_path, most=10**9, **columns)
    assert values_of(thinned) <= MOST
    assert values_of(whole) == 2 * rows
    told = [fact for _, fact in thinned.about if isinstance(fact, RowsThinned)]
    assert [fact.count for fact in told] == [2 * rows - values_of(thinned)]
    assert not [fact for _, fact in whole.about if isinstance(fact, RowsThinned)]
    assert (thinned.head, thinned.best_step(rows, 0)) == (whole.head, whole.best_step(rows, 0))
    assert [type(fact) for fact in training_insights(thinned, 0)] == [
        type(fact) for fact in training_insights(whole, 0)
    ]
    assert training_insights(thinned, 0)[0].step == rows // 2


def test_rules_judge_all_that_came(tmp_path):
    rows, every = 6 * MOST, 60
    held_out = [f"{value!r}" if row % every == 0 else "" for row, value in enumerate(losses(rows, 1).tolist())]
    columns = {"step": range(rows), "loss": losses(rows).tolist(), "val_loss": held_out}
    thinned, whole = log(tmp_path, **columns), log(tmp_path, most=10**9, **columns)
    assert any(isinstance(fact, RowsThinned) for _, fact in thinned.about)
    # the validation losses are few, and all there
    assert [event for event in thinned.events if event.rule == 0] == [
        event for event in whole.events if event.rule == 0
    ]
    assert thinned.judgement(0, 0, rows) == whole.judgement(0, 0, rows)


def test_a_loss_that_is_thinned_is_judged_by_means_of_all_of_it(tmp_path):
    rows = 6 * MOST
    values = losses(rows)
    race = log(tmp_path, step=range(rows), loss=values.tolist(), lr=[0.1] * rows)
    evaluations = race._known[0].evaluations
    count = evaluations.rows
    assert len(evaluations) == rows // count
    assert np.allclose(evaluations.values, values[: rows // count * count].reshape(-1, count).mean(axis=1))
    film = RevealedLog(race.logs, RULES)
    film.seek(rows // 2)
    film.seek(rows)
    assert film._known[0].evaluations.values.tolist() == evaluations.values.tolist()
    assert film.events == race.events


def test_a_log_that_grows_keeps_to_the_limit_and_to_its_judgements(tmp_path):
    rows, portion = 8 * MOST, 1500
    values = losses(rows).tolist()
    lines = csv_of(step=range(rows), loss=values, lr=[0.1] * rows).splitlines(keepends=True)
    file = tmp_path / "a.csv"
    file.write_text("".join(lines[: 1 + portion]))
    race, sizes = LogCurves(LogSet([str(file)], live=True, most=MOST), RULES), []
    for start in range(1 + portion, len(lines), portion):
        append(file, "".join(lines[start : start + portion]))
        race = race.grown() or race
        sizes.append(values_of(race))
        assert race.head == min(start + portion, len(lines)) - 2
    assert max(sizes) <= MOST + 2**17 + 2 * portion
    assert race.figures("loss", np.array([rows - 1]))[0, 0] == values[-1]
    evaluations = race._known[0].evaluations
    count = evaluations.rows
    assert np.allclose(evaluations.values, np.reshape(values[: len(evaluations) * count], (-1, count)).mean(axis=1))


@given(st.lists(st.integers(1, 9000), min_size=1, max_size=6))
def test_means_of_blocks_are_means(portions):
    values = np.random.default_rng(0).standard_normal(sum(portions))
    means = BlockMeans(np.empty(0, np.int64), np.empty(0))
    for first, rows in zip(np.cumsum([0, *portions]), portions, strict=False):
        means.add(np.arange(first, first + rows), values[first : first + rows])
    whole = len(values) // means.rows
    assert len(means.steps) == whole <= MOST_BLOCKS
    assert np.allclose(means.means, values[: whole * means.rows].reshape(-1, means.rows).mean(axis=1))
    assert means.steps.tolist() == list(range(means.rows - 1, whole * means.rows, means.rows))


@given(st.lists(st.sampled_from([3.0, 2.0, 1.0, 0.0, math.nan, math.inf]), max_size=20), st.integers(0, 20))
def test_lowest_rows_are_those_of_the_lowest_values(values, cut):
    lowest, whole = LowestRows(), np.array(values)
    lowest.upto(whole[:cut])
    lowest.upto(whole)
    for count in range(1, len(values) + 1):
        finite = [value for value in values[:count] if value < math.inf]
        assert lowest.row(count) == (values.index(min(finite)) if finite else 0)


def test_a_value_takes_few_bytes():
    rows = 2**17
    lane, steps = LaneLog("a", {}), np.arange(rows)
    for column in range(8):
        lane.add(Readings(f"c{column}", steps, np.ones(rows), epochs=steps / 9, times=steps / 7))
    room = sum(series._values.nbytes for series in lane.columns.values())
    room += sum(column.nbytes for column in (lane.columns["c0"].rows.steps, lane.columns["c0"].rows.epochs))
    assert len({id(series.rows) for series in lane.columns.values()}) == 1
    assert room / (8 * rows) <= 20
