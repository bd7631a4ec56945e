"""Every scenario that comes with optsim loads and runs; what its words claim is tested in claims/."""

from functools import cache

import numpy as np
import pytest

import optsim
from optsim import Status
from optsim.scenario import load, names
from optsim.scenario.listing import GROUPS


@cache
def result(name, **settings):
    return optsim.run(name, **settings)


@pytest.mark.parametrize("name", names())
def test_it_loads_and_runs(name):
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title
    assert len(scenario.description) > 100
    assert 1 < len(scenario.lanes) <= 12
    race = scenario.race()
    assert race.advance(3) == 3
    assert all(np.isfinite(run.loss) for run in race.runs.values())


@pytest.mark.parametrize("name", names())
def test_it_is_offered_in_a_group_with_a_line_that_fits_beside_its_name(name):
    group, order, summary, _ = load(name).listing
    assert group in GROUPS
    assert order is not None
    assert 10 < len(summary) <= 48


def test_every_group_has_scenarios_and_no_two_share_a_place():
    listings = [load(name).listing for name in names()]
    assert {each.group for each in listings} == set(GROUPS)
    assert len({each.rank for each in listings}) == len(listings)


@pytest.mark.parametrize("optimizer", ["momentum", "nag"])
def test_a_method_is_shown_at_its_best_before_what_refutes_it(optimizer):
    scenarios = sorted((load(name) for name in names()), key=lambda each: each.listing.rank)
    about = [each.name for each in scenarios if optimizer in {lane.optimizer.name for lane in each.lanes.values()}]
    assert max(map(about.index, ("saddle", "ravine"))) < min(
        map(about.index, ("nag-explodes", "momentum-and-noise", "heavy-ball-cycles"))
    )


def test_the_scenarios_that_were_promised_are_there():
    assert set(names()) >= {
        "noisy-quadratic", "saddle", "regression", "ravine", "learning-rates", "adagrad-stalls", "bias-correction"
    }  # fmt: skip


class TestRegression:
    @pytest.mark.parametrize("name", load("regression").lanes)
    def test_validation_turns_up_while_training_goes_on_falling(self, name):
        lane = result("regression")[name]
        measured = lane.validation_loss[~np.isnan(lane.validation_loss)]
        best = lane.best_step
        assert lane.best_loss < 0.9 * measured[0]
        assert measured[-1] > 1.15 * lane.best_loss
        assert lane.loss[-1] < 0.95 * lane.loss[best]

    @pytest.mark.parametrize("name", load("regression").lanes)
    def test_the_stop_is_40_epochs_after_the_best_and_the_lane_runs_on(self, name):
        lane = result("regression")[name]
        assert lane.stop_step == lane.best_step + 40 * 4
        assert lane.status is Status.OUT_OF_STEPS

    def test_the_network_is_as_large_as_it_says(self):
        race = load("regression").race()
        assert race.objective.dim == 1153
        assert race.objective.split.inputs.shape == (16, 1)
        assert race.objective.split.validation_inputs.shape == (64, 1)
