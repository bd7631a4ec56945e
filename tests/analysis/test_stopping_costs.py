"""Cost against gain of the early-stopping rules, against the curve itself."""

import numpy as np

from optsim import Race, load
from optsim.analysis.ranking import standings
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.stopping.patience import Patience
from optsim.languages import english
from optsim.report.text.summary import as_text
from tests.engine.support import Readings, ticking


def test_costs_are_the_epochs_until_the_stop_and_gains_the_best_until_then():
    scenario = load("early-stopping")
    race = scenario.race()
    race.seek(race.budget)
    costs = StoppingCosts(race)
    for run in race.runs.values():
        curve = race.history.validation_loss[1:, run.place]
        for number, cost in enumerate(costs.rows(run.place)):
            stops = [e.step // race.steps_per_epoch for e in race.events if (e.lane, e.rule) == (run.name, number)]
            assert cost.stopped == bool(stops)
            assert cost.epochs == (stops[0] if stops else 600)
            assert cost.best_epoch == int(np.argmin(curve[: cost.epochs])) + 1
            assert cost.best_value == curve[: cost.epochs].min()
    assert len({cost.sign for cost in costs.rows(0)}) == 5


def test_before_a_stop_it_is_what_was_found_so_far_and_going_back_forgets():
    race = load("early-stopping").race()
    race.seek(race.budget)
    costs = StoppingCosts(race)
    late = costs.rows(1)
    race.seek(15 * race.steps_per_epoch)
    early = costs.rows(1)
    assert [cost.stopped for cost in early] == [False, True, False, False, False]
    assert early[0].epochs == 15
    assert early[1] == late[1]
    race.seek(0)
    assert [(cost.epochs, cost.best_epoch) for cost in costs.rows(0)] == [(0, 0)] * 5
    race.seek(race.budget)
    assert costs.rows(1) == late


def test_a_rule_that_only_marks_keeps_the_best_before_its_mark_and_the_lane_goes_on_to_better_ones():
    rule = Patience(patience=1, monitor="loss", halt=False)
    race = Race(Readings(losses=(9, 5, 6, 3, 4)), {"lane": ticking()}, steps=4, early_stopping=rule)
    race.advance(4)
    (cost,), (lane,) = StoppingCosts(race).rows(0), standings(race)
    assert (cost.best_epoch, cost.best_value) == (1, 5)
    assert (lane.best_at, lane.best_loss, lane.lowest_loss) == (3, 3, 3)
    assert "after its mark, too, if halt = false" in english().title_of("view.lanetable.about")


def test_the_report_has_the_table():
    scenario = load("early-stopping")
    race = scenario.race()
    race.seek(race.budget)
    report = "".join(as_text(scenario, race))
    for line in ("a  ◆ patience 40", "a  ◇ GL 10", "b  ◈ PQ 2", "c  ⬖ UP 3", "c  ⬗ UP 4"):
        assert line in report
    assert "early stopping    epochs   best at   value there" in report
