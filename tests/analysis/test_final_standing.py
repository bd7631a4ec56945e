"""The standing of a race in one fact."""

from optsim import OPTIMIZERS, Race
from optsim.analysis.final_standing import AllDiverged, FirstAtTarget, Leads, final_standing
from optsim.engine.lane import Lane
from tests.analysis.insights.support import BOWL


def raced(*rates, steps=200, **settings):
    lanes = [Lane(f"α = {rate}", OPTIMIZERS["gd"](learning_rate=rate)) for rate in rates]
    race = Race(BOWL, lanes, steps=steps, **settings)
    race.advance(steps)
    return race


def test_the_first_at_the_target_are_those_that_needed_the_fewest_steps():
    race = raced(0.1, 0.9, 0.5, 1e3, target_loss=1e-3)
    steps = {name: run.last_step for name, run in race.runs.items()}
    assert steps["α = 0.9"] < steps["α = 0.5"] < steps["α = 0.1"]
    assert final_standing(race) == FirstAtTarget(("α = 0.9",), steps["α = 0.9"], ("α = 1000.0",))


def test_those_who_lead_are_level_with_the_lowest():
    race = raced(0.01, 0.0101, 0.001, steps=10)
    fact = final_standing(race)
    assert isinstance(fact, Leads)
    assert fact.lanes == ("α = 0.0101", "α = 0.01")
    assert fact.loss == race.history.loss[-1, 1]


def test_where_all_diverged_nobody_leads():
    assert final_standing(raced(1e3, 1e4)) == AllDiverged()
