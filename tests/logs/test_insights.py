"""Insights on losses: what is wrong is seen where it was put, and nothing is seen in trainings that go well."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.insights.training import training_insights
from optsim.analysis.insights.training_facts import (
    DoesNotLearn,
    LossNotFinite,
    LossPlateau,
    LossSpikes,
    NothingWrong,
    OverfitsSince,
    StillFalls,
    TooFewRows,
    TrainingDiverged,
)
from optsim.playback.sources.array_curves import ArrayCurves

SEEDS = st.integers(0, 10**6)
ROWS = st.sampled_from([20, 60, 300, 2000])
#: the scatter of a loss, as a share of what it falls by
NOISE = st.sampled_from([0.0, 0.02, 0.1])


def falling(rows, seed, noise):
    steps = np.arange(rows)
    return 2 * np.exp(-steps / (rows / 4)) + 0.5 + noise * np.random.default_rng(seed).standard_normal(rows)


def seen(training, validation=None, step=None):
    held_out = None if validation is None else {"a": validation}
    return training_insights(ArrayCurves({"a": training}, validation_losses=held_out), 0, step)


def kinds(*args):
    return {type(fact) for fact in seen(*args)}


@given(ROWS, SEEDS, NOISE)
def test_nothing_is_wrong_with_a_training_that_goes_well(rows, seed, noise):
    training, validation = falling(rows, seed, noise), falling(rows, seed + 1, noise) + 0.1
    assert not any(fact.wrong for fact in seen(training, validation))


@given(ROWS, SEEDS, NOISE, st.floats(0.3, 0.6), st.floats(0.5, 3))
def test_overfitting_is_seen_since_its_best(rows, seed, noise, best_at, rise):
    training = falling(rows, seed, noise)
    steps, best = np.arange(rows), int(rows * best_at)
    validation = np.where(steps < best, 3 - 2 * steps / best, 1 + rise * (steps - best) / (rows - best))
    fact = seen(training, validation)[0]
    assert isinstance(fact, OverfitsSince)
    assert fact.best_at == int(validation.argmin())
    assert fact.rise == pytest.approx(validation[-1] / validation.min() - 1)


@given(ROWS, SEEDS, st.sampled_from([np.nan, np.inf, -np.inf]), st.floats(0, 0.99))
def test_a_value_that_is_no_number_is_seen_where_it_is_first(rows, seed, value, share):
    training, at = falling(rows, seed, 0.02), int(rows * share)
    training[at :: max(1, rows // 10)] = value
    facts = [fact for fact in seen(training) if isinstance(fact, LossNotFinite)]
    assert [fact.step for fact in facts] == [at]


@given(ROWS, SEEDS, NOISE, st.floats(3, 1e6))
def test_divergence_is_seen(rows, seed, noise, height):
    training = falling(rows, seed, noise)
    training[rows * 3 // 4 :] = height + training[rows * 3 // 4 :]
    assert TrainingDiverged in kinds(training)


@given(ROWS, SEEDS, st.sampled_from([0.0, 0.01, 0.3]))
def test_a_loss_that_only_scatters_does_not_learn(rows, seed, noise):
    training = 2.3 + noise * np.random.default_rng(seed).standard_normal(rows)
    assert kinds(training) == {DoesNotLearn}


@given(SEEDS)
def test_a_loss_of_small_batches_that_has_fallen_tenfold_has_learned(seed):
    few = np.array([0.1, 0.15, *[0.01] * 10]) * np.random.default_rng(seed).uniform(0.5, 1.5, 12)
    assert not any(fact.wrong for fact in seen(few))


@given(SEEDS, st.sampled_from([30, 80, 1000, 1013]), st.floats(0, 1), st.floats(3.5, 50))
def test_a_spike_is_seen_where_it_is(seed, rows, place, height):
    training = falling(rows, seed, 0.02)
    # of the first rows nobody knows the level before; after the last one nobody knows if it comes back
    at = round((0.1 if rows < 100 else 0.06) * rows + 6 + place * (rows * (0.9 if rows < 100 else 0.94) - 8))
    training[at] += height
    (fact,) = (fact for fact in seen(training) if isinstance(fact, LossSpikes))
    assert (fact.count, fact.highest_at, fact.highest) == (1, at, training[at])


def spikes_of(training):
    return [fact for fact in seen(training) if isinstance(fact, LossSpikes)]


@given(SEEDS, ROWS.filter(lambda rows: rows > 20), st.floats(0.3, 0.75), st.floats(0.001, 0.04), st.floats(3, 50))
def test_a_spike_that_takes_its_time_to_come_back_is_seen(seed, rows, place, decay, height):
    training, at = falling(rows, seed, 0.02), int(place * rows)
    training[at:] += height * np.exp(-np.arange(rows - at) / (decay * rows))
    (fact,) = spikes_of(training)
    assert (fact.count, fact.first, fact.highest) == (1, at, training[at:].max())
    assert fact.level < training[max(0, at - 60) : at].max()


@given(SEEDS, st.integers(300, 700), st.floats(3, 50))
def test_another_level_is_no_spike_whatever_row_it_begins_at(seed, at, height):
    training = falling(1000, seed, 0.02)
    training[at:] += height
    assert not spikes_of(training)
    assert not spikes_of(np.append(training[:at], training[at]))


@given(SEEDS, NOISE, st.floats(0.5, 5))
def test_a_loss_that_rises_and_falls_slowly_has_no_spike(seed, noise, height):
    rows = np.arange(2000)
    assert not spikes_of(falling(2000, seed, noise) + height * np.exp(-(((rows - 1000) / 300) ** 2)))


@given(st.integers(0, 40), st.integers(1, 8))
def test_spikes_are_counted(first, count):
    training = falling(1000, 1, 0.02)
    places = 100 + first + 100 * np.arange(count)
    for width in range(3):
        training[places + width] += 4.0
    (fact,) = spikes_of(training)
    assert (fact.count, fact.first) == (count, places[0])


@given(SEEDS, NOISE)
def test_a_plateau_begins_where_all_was_gained(seed, noise):
    training = np.concatenate((np.linspace(3, 1, 200), np.ones(800)))
    training += 0.2 * noise * np.random.default_rng(seed).standard_normal(1000)
    (fact,) = (fact for fact in seen(training) if isinstance(fact, LossPlateau))
    assert 180 <= fact.since <= 280
    assert fact.level == pytest.approx(1, abs=0.05)


def test_a_loss_still_falls():
    fact = seen(np.linspace(3, 1, 500))[0]
    assert isinstance(fact, StillFalls)
    assert fact.share == pytest.approx(0.2 / 1.2, rel=0.1)


def test_few_values_say_nothing():
    assert seen([1.0, 2.0]) == [TooFewRows(2)]
    assert seen([3.0, 2.5, 2.2, 2.1, 2.05, 2.02]) == [NothingWrong(3.0, 2.02)]


def test_only_what_lies_before_the_cursor_counts():
    training = np.concatenate((falling(100, 0, 0.0), [np.nan]))
    assert LossNotFinite not in {type(fact) for fact in seen(training, None, 99)}
    assert LossNotFinite in {type(fact) for fact in seen(training, None, 100)}
