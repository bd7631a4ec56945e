"""Of the losses: plateaus, overfitting, patience."""

import numpy as np
import pytest

from optsim import OBJECTIVES, Race, Status
from optsim.analysis.insights.facts import Overfits, Plateau
from optsim.analysis.insights.lane_insight import insight
from optsim.engine.stopping.patience import Patience
from optsim.scenario import Scenario
from tests.analysis.insights.support import BOWL, make, told
from tests.engine.support import Script, ticking


def test_on_a_plateau_once_it_has_been_there_for_a_while():
    level = OBJECTIVES["plateau"]()
    assert told(level, make("gd", 1e-3), 10)[1] is None
    race, plateau = told(level, make("gd", 1e-3), 200)
    loss = race.history.loss[:, 0]
    assert (plateau.steps, plateau.left, plateau.above_lowest) == (50, loss[200], False)
    assert plateau.moved == pytest.approx(loss[150] - loss[200])
    slope = np.linalg.norm(race.objective.evaluate(race.runs["lane"].params)[1])
    assert plateau.grad_norm == pytest.approx(slope)
    assert plateau.curvatures is None
    assert not isinstance(told(BOWL, make("gd", 0.05), 60)[1], Plateau)


@pytest.mark.parametrize(("hidden", "examples", "bends"), [([4], 100, True), ([64, 64], 1000, False)])
def test_whether_a_plateau_is_a_saddle_is_told_where_that_does_not_take_long(hidden, examples, bends):
    table = {
        "objective": {"kind": "mlp", "hidden": hidden, "data": {"kind": "ridge", "examples": examples}},
        "budget": {"steps": 60},
        "lanes": {"still": {"optimizer": "sgd", "learning_rate": 1e-9}},
    }
    race = Scenario.from_dict(table).race()
    race.advance(40)
    plateau = insight(race, 0)
    assert isinstance(plateau, Plateau)
    assert (plateau.curvatures is not None) == bends


def falling(*held_out):
    losses = tuple(1 / (1 + epoch) for epoch in range(len(held_out)))
    return Script(losses=losses, held_out=held_out)


def test_overfitting_is_told_when_it_has_lasted():
    script = falling(1.0, 0.5, 0.55, 0.56, 0.57, 0.57, 0.57, 0.4)
    race = Race(script, {"lane": ticking()}, steps=7)
    found = []
    for step in range(8):
        race.seek(step)
        found.append(insight(race, 0))
    assert [isinstance(each, Overfits) for each in found] == [False] * 6 + [True, False]
    # from ½ to 1/7
    assert found[6] == Overfits(pytest.approx(1.14), 1, pytest.approx(5 / 7), 5, None)


def test_with_training_loss_rising_too_it_is_no_overfitting():
    script = Script(losses=(1.0, 0.5, *[0.6] * 6), held_out=(1.0, 0.5, *[0.6] * 6))
    assert not isinstance(told(script, ticking(), 7)[1], Overfits)


@pytest.mark.parametrize(("wait", "waits"), [(2, False), (3, True), (9, True)])
def test_patience_is_told_while_it_is_being_used_up(wait, waits):
    script = Script(losses=(1.0, *[2.0] * 20))
    rule = Patience(patience=10, monitor="loss")
    race, found = told(script, ticking(), 1 + wait, early_stopping=rule)
    progress = rule.progress(race.state_at(race.step + 1).stopping[0], 0, "epoch")
    assert progress.share == wait / 10
    assert (found == progress.fact) == waits
    assert not race.events


def test_who_has_used_it_up_is_told_by_the_end():
    script = Script(losses=(1.0, *[2.0] * 20))
    race, found = told(script, ticking(), 15, early_stopping=Patience(patience=10, monitor="loss"))
    assert race.runs["lane"].status is Status.STOPPED_EARLY
    assert found is None
    rule = Patience(patience=10, monitor="loss", halt=False)
    race, found = told(script, ticking(), 15, early_stopping=rule)
    assert found != rule.progress(race.state_at(race.step + 1).stopping[0], 0, "epoch").fact
