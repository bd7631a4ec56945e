"""Statistics against independent implementations: by enumeration, and by SciPy's and rliable's formulas where they are there."""

import itertools
import math

import numpy as np
import pytest

from optsim import sweep
from optsim.sweeps.statistics.interquartile import interquartile_mean, interval, resamples
from optsim.sweeps.statistics.profile import profile, ratios, score
from optsim.sweeps.statistics.quantiles import quantile
from optsim.sweeps.statistics.sign_flip import sign_flip
from optsim.sweeps.statistics.student import quantile_two_sided, two_sided
from optsim.sweeps.statistics.superiority import probability_of_superiority
from optsim.sweeps.statistics.tuned import best_of
from optsim.sweeps.statistics.verdict import LEVEL, looks, verdict
from optsim.sweeps.workloads import standings_of
from tests.sweeps.support import scenario

RANDOM = np.random.default_rng(7)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_the_best_of_k_is_the_mean_over_all_choices(n):
    values = RANDOM.normal(size=n)
    for k, mean in enumerate(best_of(values), start=1):
        assert mean == pytest.approx(np.mean([min(each) for each in itertools.combinations(values, k)]), abs=1e-12)


def test_the_best_of_k_is_infinite_only_where_that_can_be_the_best():
    assert best_of(np.array([1.0, np.inf, 2.0])).tolist() == [np.inf, pytest.approx(4 / 3), 1.0]


@pytest.mark.parametrize("shape", [(8, 1), (10, 3), (7, 5), (3, 1)])
def test_the_interquartile_mean_is_a_trimmed_mean(shape):
    values = RANDOM.normal(size=shape)
    ordered = sorted(values.ravel())
    cut = len(ordered) // 4
    assert interquartile_mean(values) == pytest.approx(
        math.fsum(ordered[cut : len(ordered) - cut]) / (len(ordered) - 2 * cut), abs=1e-12
    )


def test_the_interval_is_of_resamples_within_each_task():
    values = RANDOM.normal(size=(6, 3)) + np.array([0.0, 10.0, 20.0])
    indices = resamples(6, 3, 200)
    drawn = [
        interquartile_mean(np.array([[values[each[run, task], task] for task in range(3)] for run in range(6)]))
        for each in indices
    ]
    assert interval(values, indices) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=1e-12)


def test_superiority_is_the_share_of_pairs_and_the_mean_over_tasks():
    one, other = RANDOM.integers(0, 5, (2, 3, 6)).astype(float)
    shares = [np.mean([(a < b) + 0.5 * (a == b) for a in x for b in y]) for x, y in zip(one, other, strict=True)]
    assert probability_of_superiority(list(one), list(other)) == pytest.approx(np.mean(shares), abs=1e-12)


def test_a_score_is_the_area_below_the_profile():
    costs = RANDOM.uniform(1, 9, (8, 3))
    costs[2, 1] = np.inf
    steps = np.unique(np.concatenate(([1.0, 4.0], ratios(costs)[(ratios(costs) > 1) & (ratios(costs) < 4)])))
    area = sum(profile(costs, low) * (high - low) for low, high in itertools.pairwise(steps))
    assert score(costs) == pytest.approx(area / 3, abs=1e-12)
    assert profile(costs, 1.0).sum() == pytest.approx(1.0)


def test_students_t_is_that_of_tables():
    assert quantile_two_sided(0.05, 10) == pytest.approx(2.228138851964939, abs=1e-9)
    assert quantile_two_sided(0.01, 4) == pytest.approx(4.604094871415897, abs=1e-9)
    # one and two degrees of freedom have closed forms
    for t in (0.1, 1.0, 3.0, 40.0):
        assert two_sided(t, 1) == pytest.approx(1 - 2 * math.atan(t) / math.pi, abs=1e-12)
        assert two_sided(t, 2) == pytest.approx(1 - t / math.sqrt(2 + t * t), abs=1e-12)


def test_a_sign_flip_looks_at_all_signs():
    pairs = RANDOM.normal(0.4, 1, 9)
    sums = [abs(np.dot(signs, pairs)) for signs in itertools.product((1, -1), repeat=9)]
    assert sign_flip(pairs) == pytest.approx(np.mean([each >= abs(pairs.sum()) - 1e-12 for each in sums]), abs=1e-12)
    many = RANDOM.normal(0.4, 1, 40)
    assert sign_flip(many) == pytest.approx(two_sided(many.mean() / (many.std(ddof=1) / math.sqrt(40)), 39), abs=0.01)


def test_quantiles_are_numpys_and_infinite_where_a_neighbour_is():
    values = RANDOM.normal(size=9)
    for share in (0.25, 0.5, 0.75):
        assert quantile(values, share) == pytest.approx(np.quantile(values, share), abs=1e-14)
    assert quantile(np.array([1.0, np.inf]), 0.5) == np.inf
    assert quantile(np.array([1.0, 2.0, np.inf]), 0.5) == 2.0
    assert quantile(np.array([np.nan, 3.0]), 0.5) == 3.0


def test_scipy_agrees():
    stats = pytest.importorskip("scipy.stats")
    for size in (4, 11, 60):
        one, other = RANDOM.normal(size=size), RANDOM.normal(0.3, 1, size)
        assert interquartile_mean(one) == pytest.approx(stats.trim_mean(one, 0.25), abs=1e-12)
        pairs = one - other
        t = pairs.mean() / (pairs.std(ddof=1) / math.sqrt(size))
        assert two_sided(t, size - 1) == pytest.approx(stats.ttest_rel(one, other).pvalue, abs=1e-12)
        u = stats.mannwhitneyu(one, other).statistic
        assert probability_of_superiority([other], [one]) == pytest.approx(u / size**2, abs=1e-12)
    exact = stats.permutation_test((pairs[:9],), np.sum, permutation_type="samples", n_resamples=np.inf).pvalue
    assert sign_flip(pairs[:9]) == pytest.approx(exact, abs=1e-12)


def test_rliable_agrees():
    metrics = pytest.importorskip("rliable.metrics")
    one, other = RANDOM.normal(size=(2, 10, 4))
    assert interquartile_mean(one) == pytest.approx(metrics.aggregate_iqm(one), abs=1e-12)
    # there more is better
    mine = probability_of_superiority(list(-one.T), list(-other.T))
    assert mine == pytest.approx(metrics.probability_of_improvement(one, other), abs=1e-12)


def test_looks_go_on_and_spend_the_level_once():
    assert looks()[0] == 10
    assert looks()[-1] == 200
    assert all(before < after for before, after in itertools.pairwise(looks()))
    assert looks(10) == (10,)


def null_pairs(draw):
    """Positive values of two that are as good as each other, with the noise of a seed in common."""
    shared = draw.gumbel(size=200)
    return [np.exp(shared + draw.normal(0, spread, 200)) for spread in (0.3, 0.3)]


def test_a_verdict_on_two_that_are_alike_is_seldom_however_often_one_looks():
    draw = np.random.default_rng(11)
    trials, wrong = 400, 0
    for _ in range(trials):
        one, other = null_pairs(draw)
        wrong += verdict(one, other).better is not None
    # the 99.9 % bound of 5 % in 400 is 35; what is not stopped here was not stopped at any earlier look
    assert wrong <= 35


def test_a_verdict_once_stands_whatever_comes_after():
    draw = np.random.default_rng(3)
    one = np.exp(draw.normal(0, 1, 200))
    other = one * np.exp(draw.normal(0.12, 0.1, 200))
    last = verdict(one, other)
    assert last.better == 0
    assert last.pairs in looks()
    assert last.p <= LEVEL
    assert abs(last.effect - 0.11) < last.margin + 0.02
    for seeds in range(last.pairs, 200, 37):
        assert verdict(one[:seeds], other[:seeds]) == last
    assert verdict(other, one).better == 1
    assert verdict(one[: last.pairs - 1], other[: last.pairs - 1]).better is None


def test_a_tie_says_how_many_seeds_would_do_and_infinite_values_count_as_wins():
    draw = np.random.default_rng(5)
    one, other = (np.exp(draw.normal(0, 0.05, 20)) for _ in range(2))
    tie = verdict(one, other)
    assert tie.better is None
    assert tie.more > 20
    reached, never = np.full(20, 50.0), np.full(20, np.inf)
    wins = verdict(reached, never)
    assert (wins.better, wins.scale, wins.effect) == (0, "wins", 1.0)
    assert verdict(never, never).better is None
    assert verdict(reached, reached * (1 + 2e-16)).better is None
    assert verdict(np.array([]), np.array([])).pairs == 0


def test_standings_are_those_of_the_costs_by_hand():
    table = {"learning_rate": [0.01, 0.3], "objective.condition": [2.0, 50.0], "seeds": 3, "goal": "loss < 0.05"}
    bowl = {"kind": "quadratic", "spectrum": "geometric", "dim": 4}
    result = sweep(scenario(table, objective=bowl, budget={"steps": 200}))
    standings = {(each.lane, each.tuned): each for each in standings_of(result)}
    costs = {}
    for lane, each in result.sensitivity.items():
        by = [
            (setting["objective.condition"], median) for setting, median in zip(each.settings, each.median, strict=True)
        ]
        costs[lane] = np.array(
            [min(max(median, 1) for own, median in by if own == workload) for workload in (2.0, 50.0)]
        )
    given = {}
    for condition in (2.0, 50.0):
        alone = sweep(
            scenario(
                {"seeds": 3, "goal": "loss < 0.05"}, objective={**bowl, "condition": condition}, budget={"steps": 200}
            )
        )
        for lane, each in alone.sensitivity.items():
            given.setdefault(lane, []).append(max(each.median[0], 1))
    best = np.min([*costs.values(), *map(np.array, given.values())], axis=0)
    for tuned, known in ((True, costs), (False, given)):
        for lane, own in known.items():
            ratios = np.array(own) / best
            assert standings[lane, tuned].near == np.mean(ratios <= 2)
            assert standings[lane, tuned].score == pytest.approx(np.mean(np.maximum(4 - ratios, 0)) / 3)
    assert standings_of(sweep(scenario({"learning_rate": [0.01, 0.3]}))) == ()
