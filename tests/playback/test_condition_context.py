import numpy as np
import pytest

from optsim.analysis.quantities import series
from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.condition_context import Facts
from optsim.playback.player import Player
from optsim.scenario import load
from optsim.scenario.demo.conditions import RACE_FACTS, lane_facts, read_condition


def value(player, name, selected="adam"):
    return Facts(player, selected).value(read_condition(f"{name} > 0"))


def at(name, step):
    player = Player(load(name))
    player.race.seek(step)
    return player


@pytest.mark.sampled(45)
@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("step", [0, 40, 300])
@pytest.mark.parametrize("name", ["saddle", "regression", "noisy-quadratic"])
def test_a_quantity_is_that_of_the_chart(name, step, quantity):
    player = at(name, step)
    race = player.race
    for lane in ("gd", "adam"):
        run = race.runs[lane]
        charted = series(race, quantity)
        expected = charted.at(run.last_step, run.place) if len(charted.values) else np.nan
        stopped = run.end is not None
        if quantity == "distance" and (stopped or not race.history.keeps_params):
            continue
        np.testing.assert_allclose(value(player, f"{lane}.{quantity}"), expected, rtol=1e-9)


def test_all_facts_have_a_value():
    player = at("noisy-quadratic", 230)
    of_an_update = ("validation_loss", "update_norm", "effective_rate", "cosine", "update_ratio", "worst_class_loss")
    for name in [*RACE_FACTS, *lane_facts()]:
        assert np.isfinite(value(player, name)) or name in of_an_update, name


def test_counts_of_lanes_follow_the_cursor():
    player = at("noisy-quadratic", 400)
    assert [value(player, name) for name in ("running", "stopped", "diverged", "reached")] == [0, 6, 0, 0]
    player.race.seek(200)
    assert [value(player, name) for name in ("running", "stopped", "head", "step")] == [5, 2, 400, 200]
    assert value(at("learning-rates", 80), "diverged", "right") == 1
    assert value(at("ravine", 120), "reached", "nag") == 2


def test_marks_without_a_halt_count_as_stops():
    player = at("regression", 640)
    assert [value(player, name) for name in ("running", "stopped", "epoch")] == [7, 7, 160]


def test_the_selected_lane_is_meant_where_none_is_named():
    player = at("saddle", 60)
    assert value(player, "loss", "gd") == value(player, "gd.loss") != value(player, "adam.loss")
    assert value(player, "rank", "rmsprop") == 1
    assert value(player, "learning_rate", "adagrad") == 0.05


def test_the_nearest_minimum_counts():
    player = at("saddle", 400)
    x, y = player.race.runs["adam"].params
    assert value(player, "distance") == pytest.approx(min(np.hypot(x, y - 2.5), np.hypot(x, y + 2.5)), rel=1e-6)


def test_a_lane_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        value(at("saddle", 0), "nobody.loss")
