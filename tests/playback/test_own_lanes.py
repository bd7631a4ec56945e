"""What is told and drawn of a lane with a batch size or a start of its own is what its own race tells."""

from dataclasses import replace

import numpy as np
import pytest

from optsim.analysis.events import Kind, ends
from optsim.analysis.insights.lane_insight import insight
from optsim.analysis.parameter_plane import ParameterPlane, window_of
from optsim.analysis.quantities import InEpoch, Measured, Rows, counted, epoch_at, per_step, series
from optsim.analysis.ranking import standings
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.playback import edits
from optsim.playback.band import Band
from optsim.playback.condition_context import Facts
from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.scenario.demo.conditions import read_condition
from optsim.theory.claims import NoiseFloor
from optsim.theory.verdicts import Theory
from tests.playback.test_edits import always
from tests.recording.support import scenario_of

SADDLE = {
    "objective": {"kind": "saddle", "curvatures": [1.0, -0.5], "quartic": 0.02, "noise": 0.01, "start": [2.0, 0.001]},
    "budget": {"steps": 120},
    "lanes": {
        "as all": {"optimizer": "sgd", "learning_rate": 0.05},
        "near": {"optimizer": "gd", "learning_rate": 0.05, "start": [0.001, 0.01]},
        "far": {"optimizer": "momentum", "learning_rate": 0.02, "start": [-2.0, 0.5]},
        "on it": {"optimizer": "gd", "learning_rate": 0.05, "start": [0.0, 0.0]},
    },
}


def alone(scenario, name):
    """The scenario of one lane, the objective having what the lane has of its own."""
    lane = scenario.lanes[name]
    own = {"batch_size": lane.batch_size, "start": lane.start}
    objective = scenario.objective
    for key, value in own.items():
        if value is not None:
            objective = replace(objective, **{key: value})
    lanes = {name: lane._replace(batch_size=None, start=None)}
    return Scenario(
        objective=objective,
        lanes=lanes,
        steps=scenario.race().setup.last_steps[list(scenario.lanes).index(name)],
        seed=scenario.seed,
        early_stopping=scenario.early_stopping,
    )


SCENARIOS = {"saddle": Scenario.from_dict(SADDLE), "batches": scenario_of("batches"), "starts": scenario_of("starts")}


@pytest.mark.parametrize("name", SCENARIOS)
def test_theory_sentence_and_standing_are_those_of_the_lanes_own_race(name):
    scenario = SCENARIOS[name]
    race = scenario.race()
    race.advance(race.budget)
    told = Theory(race)
    told.forecast.advance(always)
    for lane in scenario.lanes:
        other = alone(scenario, lane).race()
        other.advance(other.budget)
        own = Theory(other)
        own.forecast.advance(always)
        place = race.runs[lane].place
        for step in (0, 1, 3, 10, other.head):
            race.seek(step), other.seek(step)
            assert insight(race, place) == insight(other, 0)
            assert str(told.verdict(place)) == str(own.verdict(0))
            mine, theirs = standings(race)[place]._replace(place=0, rank=1), standings(other)[0]
            assert str(mine) == str(theirs)
            assert str(StoppingCosts(race).rows(place)) == str(StoppingCosts(other).rows(0))
            one, two = race.explain_training(lane), other.explain_training(lane)
            # as texts: NaN is none to compare
            assert [f"{line.formula} {line.norm!r}" for line in one] == [
                f"{line.formula} {line.norm!r}" for line in two
            ]
        rows = other.head + 1
        np.testing.assert_array_equal(told.forecast.expected()[:rows, place], own.forecast.expected()[:rows, 0])
        np.testing.assert_array_equal(told.forecast.spread()[:rows, place], own.forecast.spread()[:rows, 0])
        race.seek(race.budget)


def test_the_floor_of_a_lane_falls_with_its_own_batch_size():
    race = scenario_of("starts").race()
    lanes = [
        lane._replace(name=f"sgd {size}", start=None, batch_size=size) for size in (1, 4, 64) for lane in race.lanes[:1]
    ]
    theory = Theory(race.with_lanes(lanes))
    floors = [
        next(c.predicted for c in theory.verdict(place).claims if isinstance(c, NoiseFloor)) for place in range(3)
    ]
    np.testing.assert_allclose(floors, floors[0] / np.array([1, 4, 64]), rtol=1e-12)


@pytest.mark.parametrize("name", ["batches", "starts"])
def test_a_band_is_that_of_the_races_of_its_seeds_each_lane_by_its_own_epochs(name):
    made = scenario_of(name)
    race = made.race(seed=5)
    race.seek(29)
    band = Band(made, race, seeds=5)
    band.advance(always)
    for quantity in ("loss", "validation_loss"):
        if quantity == "validation_loss" and not race.objective.has_validation:
            continue
        quartiles = band.quartiles(quantity)
        for place, lane in enumerate(race.lanes):
            found = []
            for seed in range(5, 10):
                # the band stops nobody
                other = alone(made, lane.name)
                other = Scenario(objective=other.objective, lanes=other.lanes, steps=29, seed=seed).race()
                other.seek(29)
                found.append(other.history[quantity][:, 0])
            expected = np.quantile(np.stack(found), [0.25, 0.5, 0.75], axis=0, method="nearest").T
            np.testing.assert_array_equal(quartiles[: len(expected), place], expected)
            assert np.isnan(quartiles[len(expected) :, place]).all()


def never_stopped():
    return replace(scenario_of("batches"), early_stopping=())


def test_each_lane_lies_where_it_counts_along_every_axis():
    race = never_stopped().race()
    race.advance(race.budget)
    ends_at = {lane.name: race.runs[lane.name].last_step for lane in race.lanes}
    # 11 training examples, 5 epochs
    assert ends_at == {"one": 55, "four": 15, "five": 15, "all": 5}
    for place in range(4):
        assert counted(race, "step", race.budget, place) == race.setup.last_steps[place]
        assert counted(race, "epoch", race.budget, place) == pytest.approx(5)
        assert counted(race, "examples", race.budget, place) == pytest.approx(55)
        assert counted(race, "evaluations", race.budget, place) == race.setup.last_steps[place]
    assert [per_step(race, "examples", place) for place in range(4)] == pytest.approx([1, 11 / 3, 11 / 3, 11])
    assert epoch_at(race, 24, 0) == InEpoch(2, "one")
    assert epoch_at(race, 4, 2) == InEpoch(1, "five")
    assert epoch_at(race, 50, 3) == InEpoch(5, "all")
    single = scenario_of("epochs").race()
    assert epoch_at(single, 4, 0) == InEpoch(1, None)


def test_a_validation_loss_is_that_of_the_lanes_own_epoch():
    race = never_stopped().race()
    for head in (0, 1, 4, 7, race.budget):
        race.seek(head)
        found = Measured(race).series("validation_loss")
        for run in race.runs.values():
            own = found.rows[run.place]
            assert (own.steps_per_row, own.known) == (run.steps_per_epoch, head // run.steps_per_epoch + 1)
            for step in range(min(head, run.last_step) + 1):
                value = race.objective.validation_loss(race.state_at(step - step % own.steps_per_row).params)[run.place]
                assert found.at(step, run.place) == value
    assert series(race, "loss").rows == (Rows(1, race.head + 1),) * 4


def test_lanes_that_are_done_before_the_others_are_told_by_name():
    race = never_stopped().race()
    race.advance(race.budget)
    over = [(each.step, each.lane) for each in ends(race) if each.kind is Kind.OVER]
    assert over == [(5, "all"), (15, "four"), (15, "five"), (55, "")]


def test_an_epoch_in_a_condition_is_that_of_the_selected_lane():
    player = Player(scenario_of("batches"))
    player.go_to(10)
    for _ in range(5):
        player.tick(1.0, always)
    assert player.race.step == 10
    found = {name: Facts(player, name).value(read_condition("epoch >= 1")) for name in player.race.runs}
    assert found == {"one": 0, "four": 3, "five": 3, "all": 10}


def test_a_map_holds_all_starts():
    race = SCENARIOS["saddle"].race()
    space = ParameterPlane(race)
    assert sorted(map(tuple, space.starts().tolist())) == sorted([(2.0, 0.001), (0.001, 0.01), (-2.0, 0.5), (0.0, 0.0)])
    left, right, bottom, top = window_of(space)
    assert ((space.starts() > (left, bottom)) & (space.starts() < (right, top))).all()


def test_moving_the_start_moves_all_lanes_and_undo_puts_each_back():
    player = Player(SCENARIOS["saddle"])
    player.step(7)
    before = player.race.history.params.copy()
    player.change("moving the start", edits.started_at(player.scenario, (1.0, -1.0)))
    assert player.race.history.params[0].tolist() == [[1.0, -1.0]] * 4
    assert all(lane.start is None for lane in player.scenario.lanes.values())
    assert player.undo() == "moving the start"
    assert [lane.start for lane in player.scenario.lanes.values()] == [None, (0.001, 0.01), (-2.0, 0.5), (0.0, 0.0)]
    player.race.seek(7)
    np.testing.assert_array_equal(player.race.history.params, before)


def test_a_deleted_lane_that_had_the_longest_budget_comes_back_with_it():
    player = Player(never_stopped())
    player.race.seek(20)
    player.change("delete", edits.deleted(player.scenario, "one"))
    assert player.race.budget == player.scenario.steps == 15
    assert (player.race.head, player.race.step, player.race.over) == (15, 15, True)
    player.undo()
    assert player.race.budget == player.scenario.steps == 55
    player.race.seek(55)
    whole = never_stopped().race()
    whole.seek(55)
    np.testing.assert_array_equal(player.race.history.loss, whole.history.loss)
    assert player.race.ends == whole.ends
