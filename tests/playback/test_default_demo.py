from dataclasses import replace

import pytest

from optsim.analysis.events import EventLog, Kind, lead_hold
from optsim.languages import english
from optsim.playback.default_demo import default_demo, headline
from optsim.playback.tour import Tour
from optsim.scenario import Scenario, load, names
from optsim.scenario.dump import scenario_files
from tests.playback.test_tour import BOWL, Board


class Keyboard(Board):
    """A board with the keys that a default demo presses."""

    def press(self, key):
        super().press(key)
        if key == "[":
            self.player.motion.slower()


def played(scenario):
    board = Keyboard(scenario)
    board.play(Tour(default_demo(scenario, english()), board), picture=1 / 15)
    return board


def verbs(demo, verb):
    return [act.value for act in demo.do if act.verb == verb]


@pytest.mark.sampled(9)
@pytest.mark.parametrize("name", names())
def test_it_plays_to_the_end_in_15_to_35_seconds(name):
    board = played(load(name))
    assert board.player.race.over
    assert 14.5 <= board.time <= 36
    assert len([value for _, verb, value in board.log if verb == "mark"]) <= 6


@pytest.mark.parametrize("steps", [1, 3, 17, 1000, 15_000])
def test_its_length_does_not_depend_on_the_budget(steps):
    scenario = Scenario.from_dict(BOWL | {"budget": {"steps": steps}})
    board = played(scenario)
    assert board.player.race.step == steps
    assert 14.5 <= board.time <= 36


def test_of_a_long_race_only_the_beginning_is_shown():
    scenario = Scenario.from_dict(BOWL | {"budget": {"steps": 10**9}})
    board = played(scenario)
    assert board.player.race.step == 20_000
    assert not board.player.motion.moving
    assert verbs(default_demo(scenario, english()), "say")[-1].startswith("Step 20000: ")


def test_it_pauses_where_something_happens_and_says_so():
    scenario = load("noisy-quadratic")
    demo = default_demo(scenario, english())
    race = scenario.race()
    race.advance(race.budget)
    late = {Kind.STOPPED: 0, Kind.OVERTAKEN: lead_hold(race) - 1}
    happened = {each.step + late[each.kind]: each for each in EventLog(race).happenings() if each.kind in late}
    steps = [int(text.split()[-1]) for text in verbs(demo, "until")]
    assert steps == sorted(steps)
    assert steps[-1] == race.head
    assert set(steps[:-1]) <= set(happened)
    told = verbs(demo, "say")
    assert told[0] == "Noisy quadratic"
    assert told[1:-1] == [
        f"{happened[step].sign} {happened[step].lane}: {english().sentence(happened[step].fact)}" for step in steps[:-1]
    ]
    assert told[-1] == "Step 400: gd leads with a loss of 7.99e−10."
    assert verbs(demo, "mark")[:-1] == [headline(english(), happened[step]) for step in steps[:-1]]


def test_it_pauses_four_times_at_most():
    lanes = {f"lane{at}": {"optimizer": "gd", "learning_rate": 2 + 2 / at} for at in (10, 20, 30, 40, 50, 60)}
    scenario = Scenario.from_dict(BOWL | {"lanes": lanes, "budget": {"steps": 20_000}})
    race = scenario.race()
    race.advance(race.budget)
    ends = sorted(each.step for each in EventLog(race).happenings() if each.kind is Kind.DIVERGED)
    assert len(ends) == 6
    assert len(verbs(default_demo(scenario, english()), "until")) == 4 + 1


def test_what_matters_more_goes_before():
    demo = default_demo(load("learning-rates"), english())
    assert "diverging diverges" in verbs(demo, "mark")
    assert verbs(demo, "say")[-1].endswith("; diverging diverged.")


def test_an_overtaking_is_told_when_it_is_known():
    scenario = load("noisy-quadratic")
    step = int(verbs(default_demo(scenario, english()), "until")[0].split()[-1])
    race = scenario.race()
    race.seek(step - 1)
    assert not EventLog(race).happenings()
    race.seek(step)
    assert [each.kind for each in EventLog(race).happenings()] == [Kind.OVERTAKEN]


def test_lanes_that_are_level_are_not_ranked():
    assert (
        verbs(default_demo(load("saddle"), english()), "say")[-1]
        == "Step 400: 6 lanes are level, within 1 % of a loss of −0.781."
    )


def test_a_race_in_which_all_diverge():
    lanes = {name: {"optimizer": "gd", "learning_rate": 50.0} for name in ("one", "two")}
    demo = default_demo(Scenario.from_dict(BOWL | {"lanes": lanes}), english())
    assert verbs(demo, "say")[-1].endswith(": every lane has diverged.")


@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", names())
def test_it_is_a_demo_that_a_file_may_have(name, tmp_path):
    scenario = load(name)
    made = replace(scenario, demo=default_demo(scenario, english()))
    for file, text in scenario_files(made, "saved").items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert load(tmp_path / "saved.toml").demo == made.demo


def test_a_title_of_several_lines_becomes_one():
    demo = default_demo(Scenario.from_dict(BOWL | {"title": "one\n\ttwo " + "x" * 300}), english())
    assert verbs(demo, "say")[0].startswith("one two xxx")
    assert len(verbs(demo, "say")[0]) == 240


@pytest.mark.parametrize(("halt", "title"), [(True, "fast stops early"), (False, "fast would stop early")])
def test_an_early_stop_that_stops_nothing_is_told_as_such_and_nothing_else_is(halt, title):
    rule = {"rule": "patience", "monitor": "loss", "patience": 5, "min_delta": 1.0, "halt": halt}
    race = Scenario.from_dict({**BOWL, "early_stopping": rule, "budget": {"steps": 300, "target_loss": 0.01}}).race()
    race.advance(race.budget)
    titles = {headline(english(), each) for each in EventLog(race).happenings() if each.lane == "fast"}
    assert title in titles
    assert sum("stop" in each for each in titles) == 1
    assert any("target" in each for each in titles) != halt
