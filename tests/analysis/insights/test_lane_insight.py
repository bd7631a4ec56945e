"""The insight of a lane, whichever way its step was reached, and whatever its numbers."""

import math
from dataclasses import fields

import pytest

from optsim import OBJECTIVES, Race, load
from optsim.analysis.insights.lane_insight import insight
from optsim.facts import Fact
from optsim.languages import english
from tests.engine.support import seven


@pytest.mark.parametrize("name", ["saddle", "learning-rates", "noisy-quadratic", "regression", "adagrad-stalls"])
def test_it_is_the_same_whichever_way_the_step_was_reached_and_moves_nothing(name):
    race, other = load(name).race(steps=150), load(name).race(steps=150)
    race.advance(150)
    for step in (130, 77, 64, 63, 3, 0):
        race.seek(step)
        other = load(name).race(steps=150)
        other.seek(step)
        for place, lane in enumerate(race.lanes):
            found = insight(race, place)
            assert found == insight(other, place) == insight(race, place, race.explain(lane.name))
            assert found is None or len(english().sentence(found)) < 130
        assert (race.step, race.head) == (step, 150 if not race.over else race.head)


def numbers(fact):
    for value in (getattr(fact, field.name) for field in fields(fact)):
        if isinstance(value, Fact):
            yield from numbers(value)
        elif isinstance(value, float):
            yield value


@pytest.mark.parametrize("name", seven())
def test_a_run_that_is_lost_in_infinities_is_no_error(name):
    steep = OBJECTIVES["saddle"](curvatures=(1.0, -5.0), start=(1e150, 1e150))
    optimizer = seven(gd=1e3, sgd=1e3, momentum=1e3, nag=1e3)[name]
    race = Race(steep, {name: optimizer}, steps=30)
    for step in range(31):
        race.seek(step)
        found = insight(race, 0)
        assert found is None or all(map(math.isfinite, numbers(found)))
