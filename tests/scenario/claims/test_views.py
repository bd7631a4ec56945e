"""A shipped scenario opens with the picture of its claim, and reaches it within 15 seconds of play."""

import re

import numpy as np
import pytest

from optsim import Status, load
from optsim.scenario import names
from optsim.scenario.view import View
from tests.scenario.claims.measuring import first, for_good, shipped

SECONDS = 15
#: and to the end
MINUTE = 60


def past(run, coordinate, limit=1.0):
    return first(np.abs(run.params[:, coordinate]) > limit)


def end(run):
    return len(run.loss) - 1


#: the step at which what the scenario is about can be seen, by its measured lanes
POINT = {
    "adagrad-in-noise": lambda run: for_good(run["adagrad"].loss < run["rmsprop"].loss),
    "adagrad-stalls": lambda run: for_good(run["rmsprop"].loss < run["adagrad"].loss),
    # five epochs of the smallest batch
    "batch-sizes": lambda run: first(np.arange(len(run["one"].loss)) >= 5 * 64),
    "bias-correction": lambda run: int(np.nanargmax(run["uncorrected"].update_norm)) + 1,
    "conventions": lambda run: first(run["article"].update_norm[:-1] > 2 * run["torch"].update_norm[:-1]),
    # the last of five rules, at epoch 289 of two steps
    "deep-linear-modes": lambda run: end(run["gd"]),
    "edge-of-stability": lambda run: end(run["2/α = 60"]),
    "early-stopping": lambda run: first(np.arange(len(run["gd"].loss)) >= 289 * 2),
    "epsilon": lambda run: for_good(run["rmsprop inside"].loss > 1.2 * run["rmsprop outside"].loss),
    "gradient-zero": lambda run: past(run["beside the ridge"], 0),
    "heavy-ball-cycles": lambda run: for_good(
        np.abs(run["momentum"].params[3:, 0] - run["momentum"].params[:-3, 0]) < 0.01
    ),
    "heavy-tailed-classes": lambda run: first(np.arange(len(run["gd"].loss)) >= 50),
    "least-squares": lambda run: max(end(run["momentum"]), end(run["nag"])),
    "learning-rates": lambda run: end(run["diverging"]),
    # where gd has both directions
    "matrix-completion": lambda run: first(run["gd"].loss < 0.1),
    # once momentum's steps, which begin at a tenth, have their own size
    "momentum-and-noise": lambda run: max(
        50, for_good(run["momentum"].update_norm[:-1] < run["sgd"].update_norm[:-1] / 2)
    ),
    "nag-explodes": lambda run: end(run["nag"]),
    "network-rates": lambda run: 2 + first(run["too large at first"].loss[2:] < run["right"].loss[2:]),
    "noisy-quadratic": lambda run: first(
        run["gd"].loss < min(np.nanmin(lane.loss) for name, lane in run.items() if name != "gd")
    ),
    "noisy-quadratic-model": lambda run: first(run["sgd"].loss < 0.1026),
    "ravine": lambda run: max(end(run["momentum"]), end(run["nag"])),
    "regression": lambda run: max(lane.stop_step for lane in run.values()),
    "rotated-valley": lambda run: for_good(run["adam"].loss < 1e-4),
    "saddle": lambda run: past(run["gd"], 1),
    "saddle-start": lambda run: past(run["gd 10⁻⁶"], 1),
    "scale-blind": lambda run: first(np.abs(run["adam"].params).max(axis=1) < 0.1),
    "schedules": lambda run: for_good(run["wsd"].loss < run["cosine"].loss),
    "separable-classes": lambda run: first(np.arange(len(run["gd"].loss)) >= 1000),
    "sign-and-box": lambda run: max(
        first(np.abs(run[name].params[:, 0] - place) < 0.02)
        for name, place in (("signsgd", 1.0), ("lion", 1.0), ("lion, no decay", 3.0))
    ),
    "upright-valley": lambda run: for_good(run["gd"].loss < 1e-4),
    "weight-decay": lambda run: first(np.linalg.norm(run["l2 s/100"].params, axis=1) < 1e-5),
}


@pytest.mark.sampled(16)
@pytest.mark.parametrize("name", POINT)
def test_its_point_comes_within_15_seconds_of_play_and_its_end_within_a_minute(name):
    scenario = load(name)
    point, speed = POINT[name](shipped(name)), scenario.view.speed
    assert 0 < point <= SECONDS * speed
    assert scenario.race().budget <= MINUTE * speed
    if scenario.view.x_range and scenario.view.x == "step":
        low, high = scenario.view.x_range
        assert low <= point <= high


@pytest.mark.parametrize("name", POINT)
def test_it_says_what_it_opens_with_and_leaves_enough_to_compare_and_not_too_much_to_follow(name):
    scenario = load(name)
    view = scenario.view
    drawn = [lane for lane in scenario.lanes if lane not in view.hide]
    assert view != View()
    assert 2 <= len(drawn) <= 7
    assert not view.lane or view.lane in drawn


@pytest.mark.parametrize("name", names())
def test_a_map_that_it_opens_with_has_every_start_on_it(name):
    scenario = load(name)
    if scenario.view.map_range:
        across, along = scenario.view.map_range
        for run in shipped(name).values():
            assert across[0] <= run.params[0, 0] <= across[1]
            assert along[0] <= run.params[0, 1] <= along[1]
            if run.status is not Status.DIVERGED:
                assert across[0] <= run.params[-1, 0] <= across[1]
                assert along[0] <= run.params[-1, 1] <= along[1]


def test_where_two_scenarios_are_to_be_compared_they_open_alike():
    assert load("upright-valley").view == load("rotated-valley").view


def titled(name, pattern):
    """What the titles of lanes say, by lane; a lane without a title says nothing."""
    said = {lane.name: re.search(pattern, lane.title) for lane in load(name).lanes.values()}
    return {lane: found for lane, found in said.items() if found}


def test_titles_say_after_how_many_steps_the_saddle_is_left():
    said = titled("saddle", r"past \|y\| = 1 after (\d+) steps")
    assert {lane: int(found[1]) for lane, found in said.items()} == {
        lane: past(run, 1) for lane, run in shipped("saddle").items() if lane != "sgd"
    }


@pytest.mark.parametrize(
    ("name", "other", "word"),
    [("upright-valley", "rotated-valley", "turned"), ("rotated-valley", "upright-valley", "upright")],
)
def test_titles_say_after_how_many_steps_each_is_at_the_floor_of_both_valleys(name, other, word):
    said = titled(name, rf"below 10⁻⁴ after (\d+) steps, {word} (\d+)")
    assert set(said) == set(load(name).lanes) - {"rmsprop"}
    for lane, found in said.items():
        assert int(found[1]) == for_good(shipped(name)[lane].loss < 1e-4)
        assert int(found[2]) == for_good(shipped(other)[lane].loss < 1e-4)


def test_titles_say_rate_and_limit():
    said = titled("nag-explodes", r"α·λmax = ([\d.]+), limit ([\d.]+)")
    limits = {"gd": 2.0, "momentum": 2 * 1.9, "nag": 2 * 1.9 / 2.8, "nag below": 2 * 1.9 / 2.8}
    assert set(said) == set(limits)
    for lane, found in said.items():
        assert float(found[1]) == load("nag-explodes").lanes[lane].optimizer.learning_rate
        assert float(found[2]) == pytest.approx(limits[lane], abs=5e-4)


def test_titles_say_where_sign_methods_end():
    said = titled("sign-and-box", r"x = ([\d.]+)")
    assert set(said) == set(load("sign-and-box").lanes)
    for lane, found in said.items():
        assert shipped("sign-and-box")[lane].params[-1, 0] == pytest.approx(float(found[1]), abs=0.02)
