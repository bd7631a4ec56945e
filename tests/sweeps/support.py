"""Scenarios with sweeps, and a cell raced alone."""

from optsim.engine.runs.outcomes import STATUSES
from optsim.scenario import Scenario

BOWL = {"kind": "quadratic", "eigenvalues": [4.0, 0.2], "noise": 0.3}
RATES = {"learning_rate": {"from": 1e-3, "to": 1.0, "points": 5}, "seeds": 3}
LANES = {"gd": {"optimizer": "gd", "learning_rate": 0.1}, "adam": {"optimizer": "adam"}}


def scenario(sweep=None, objective=None, lanes=None, **others):
    """A scenario of tables, with what most tests do not care about."""
    tables = {"objective": objective or BOWL, "lanes": lanes or LANES, "budget": {"steps": 40}, **others}
    return Scenario.from_dict(tables if sweep is None else {**tables, "sweep": sweep})


def raced(plan, cell, lane):
    """What the race of a cell says of a lane: step, status, final and best loss, best step."""
    race = plan.scenario_of(cell).race()
    race.advance(race.budget)
    run = race.runs[lane]
    return run.end.step, run.status.value, run.loss, run.best_loss, run.best_step


def swept(rows, place):
    """The same of a row of a sweep."""
    row = [column[place].item() for column in rows]
    return row[2], STATUSES[row[3]].value, row[4], row[5], row[6]
