"""A sweep that is looked at: in portions it has the rows of the sweep, and its verdicts are on seeds that chose nothing."""

import numpy as np
import pytest

from optsim import sweep
from optsim.engine.settings import BadValueError
from optsim.scenario import load
from optsim.scenario.sweep.section import with_value
from optsim.sweeps.comparison import compare_lanes
from optsim.sweeps.live.around import around, rates_around
from optsim.sweeps.live.live_sweep import UNKNOWN, LiveSweep
from optsim.sweeps.live.slices import (
    given_setting,
    is_logarithmic,
    slice_of,
    table_of,
    tuned_slice,
    varied_keys,
    workload_at,
)
from optsim.sweeps.plan import Plan
from optsim.sweeps.statistics.quantiles import QUARTILES, quantiles
from optsim.sweeps.workloads import standings_of
from tests.sweeps.support import RATES, raced, scenario

BETAS = {"adam.beta1": [0.0, 0.9], "adam.beta2": [0.9, 0.99, 0.999], "seeds": 3}


def run(live, most=1000):
    """Run it to its end, or so many portions of it."""
    for number, portion in enumerate(live.portions()):
        if number == most:
            break
        live.take(portion, portion.run())
    return live


def live_of(tables, **others):
    return LiveSweep(Plan.of(scenario(tables, **others)))


def test_portions_have_what_the_sweep_has():
    live = run(live_of(RATES))
    whole = sweep(scenario(RATES))
    for lane, own in whole.sensitivity.items():
        np.testing.assert_array_equal(live.sensitivity(lane).median, own.median)
        np.testing.assert_array_equal(live.sensitivity(lane).high, own.high)
        assert live.sensitivity(lane).best == own.best
        assert live.sensitivity(lane).edges == own.edges
        assert live.sensitivity(lane).diverged == own.diverged


def test_seeds_come_first_so_that_every_setting_has_a_value_early():
    live = live_of(RATES)
    run(live, 1)
    assert not np.isnan(live.sensitivity("gd").median).any()
    assert np.count_nonzero(live.statuses("gd") == UNKNOWN) == 5 * 2
    assert np.isnan(live.given_median("gd"))


def test_a_cell_is_the_race_that_it_is():
    live = run(live_of(BETAS))
    for setting in range(6):
        cell = live.cell("adam", setting, 2)
        assert raced(live.plan, cell, "adam")[2] == live.run_of("adam", setting, 2)[0]


def test_where_the_objective_is_varied_each_workload_has_its_best_and_its_lanes_as_given():
    tables = {"learning_rate": [0.01, 0.1, 0.4], "objective.condition": [2, 50], "seeds": 2, "goal": "loss < 0.01"}
    bowl = {"kind": "quadratic", "spectrum": "geometric", "dim": 3, "condition": 5}
    live = run(live_of(tables, objective=bowl, budget={"steps": 400}))
    whole = sweep(live.plan.scenario)
    for lane in live.lanes:
        for setting, each in enumerate(live.plan.values_of(lane)):
            workload = workload_at(live.plan, lane, setting)
            condition = next(iter(dict(workload).values()))
            assert {*each.items()} > {*workload}
            near = {
                number: value
                for number, value in enumerate(whole.sensitivity[lane].median)
                if whole.sensitivity[lane].settings[number]["objective.condition"] == condition
            }
            assert near[live.sensitivity(lane, workload).best] == min(near.values())
            only = {"objective.condition": [condition], "seeds": 2, "goal": "loss < 0.01"}
            alone = sweep(scenario(only, objective=bowl, budget={"steps": 400}))
            assert live.given_median(lane, workload) == alone.sensitivity[lane].median[0]
    assert live.standings() == standings_of(whole) != ()
    assert live_of(tables, objective=bowl).standings() == ()
    assert run(live_of(RATES)).standings() == ()


def test_the_lanes_as_given_meet_the_same_seeds():
    live = run(live_of(RATES))
    finals = [raced(Plan.of(scenario({"seeds": 3})), cell, "gd")[2] for cell in range(3)]
    assert live.given_median("gd") == np.median(finals)


def test_the_contest_is_the_comparison_of_the_tuned_lanes_on_new_seeds():
    live = run(live_of(RATES))
    contest = live.contest
    assert contest.first_seed == live.plan.scenario.seed + live.plan.seeds
    pair = contest.pairs[0]
    tuned = [live.tuned(name, live.sensitivity(name).best) for name in (pair.one, pair.other)]
    given = live.plan.scenario.with_lanes(tuned)
    alone = compare_lanes(
        given.__class__(**{**vars(given), "seed": contest.first_seed}), pair.one, pair.other, live.plan.goal
    )
    assert contest.verdicts[pair] == alone.verdict


def test_nothing_is_compared_where_nothing_is_left_to_chance():
    live = run(live_of(RATES, objective={"kind": "quadratic", "eigenvalues": [4.0, 0.2], "start": [1.0, 1.0]}))
    assert live.grid_done
    assert live.contest is None
    assert not live.by_chance


def test_an_objective_that_is_varied_is_no_choice():
    live = run(live_of({"objective.noise": [0.1, 1.0], "seeds": 2}))
    assert not live.is_contested
    assert live.contest is None


def test_rates_around_are_a_tenth_to_ten_times_the_own_one():
    lane = load("saddle").lanes["gd"]
    rates = rates_around(lane)
    own = lane.optimizer.learning_rate
    assert len(rates) == 9
    assert own in rates
    np.testing.assert_allclose([rates[0], rates[-1]], [own / 10, own * 10], rtol=5e-3)


def test_around_keeps_seeds_and_goal_of_the_section_and_refuses_what_has_no_rate():
    given = around(scenario({"seeds": 2, "goal": "best"}))
    assert (given.sweep.seeds, given.sweep.goal.kind) == (2, "best")
    assert {axis.name for axis in given.sweep.axes} == {"gd.learning_rate", "adam.learning_rate"}
    with pytest.raises(BadValueError, match="no lane here has a learning rate"):
        around(scenario(lanes={"free": {"optimizer": "prodigy", "learning_rate": 1e-300}}).with_lanes([]))


def test_slices_go_along_one_setting_and_tables_along_two():
    plan = Plan.of(scenario(BETAS))
    assert varied_keys(plan) == ("beta1", "beta2")
    assert given_setting(plan, "adam") == 5
    along = slice_of(plan, "adam", "beta2", 4)
    assert along.settings == (3, 4, 5)
    assert along.x.tolist() == [0.9, 0.99, 0.999]
    table = table_of(plan, "adam", 0)
    assert table.settings == ((0, 3), (1, 4), (2, 5))
    assert table_of(plan, "gd", 0) is None
    assert not is_logarithmic(plan, "beta2")
    assert is_logarithmic(Plan.of(scenario(RATES)), "learning_rate")


def test_a_curve_is_of_one_objective_and_tunes_the_rest():
    live = run(
        live_of(
            {"learning_rate": [0.1, 0.2], "momentum": [0.5, 0.9], "objective.noise": [0.1, 1.0], "seeds": 2},
            lanes={"momentum": {"optimizer": "momentum", "learning_rate": 0.1}},
        )
    )
    own = live.sensitivity("momentum")
    about = 7
    along = tuned_slice(live.plan, "momentum", "learning_rate", own.median, about)
    for number, rate in zip(along.settings, (0.1, 0.2), strict=True):
        near = [
            place
            for place, each in enumerate(own.settings)
            if each["learning_rate"] == rate and each["objective.noise"] == 1.0
        ]
        assert number == min(near, key=lambda place: own.median[place])


def test_quantiles_of_rows_are_those_of_numpy_and_infinite_where_a_neighbour_is():
    table = np.random.default_rng(0).normal(size=(50, 7))
    np.testing.assert_allclose(quantiles(table, QUARTILES), np.quantile(table, QUARTILES, axis=1), rtol=1e-12)
    table[0, :3], table[1, :] = np.inf, np.nan
    low, median, high = quantiles(table, QUARTILES)
    assert np.isfinite([low[0], median[0]]).all()
    assert np.isinf(high[0])
    assert np.isnan([low[1], median[1], high[1]]).all()


def test_a_tuned_lane_has_the_setting():
    live = live_of(RATES)
    assert live.tuned("gd", 0) == with_value(live.plan.scenario.lanes["gd"], "learning_rate", 1e-3)
