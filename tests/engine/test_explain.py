"""An explained update is the update: its last line is where the lane goes, to the last bit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from optsim import OPTIMIZERS, Optimizer, Race, load
from optsim.engine.explain import Part
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import seven


def explained(race, name):
    return {term.part: term for term in race.explain(name)}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("step", [0, 1, 37])
def test_the_last_line_is_where_the_lane_goes(name, step):
    bowl = Quadratic(eigenvalues=(1.0, 7.0, 0.1), noise=0.3, start=(1.0, -2.0, 3.0))
    race = Race(bowl, seven(), steps=100, seed=5)
    race.advance(step)
    terms = race.explain(name)
    here, there = race.params_at(step)[race.runs[name].place], race.state_at(step + 1).params[race.runs[name].place]
    assert [term.part for term in terms] == sorted((term.part for term in terms), key=list(Part).index)
    by_part = {term.part: term.value for term in terms}
    assert by_part[Part.PARAMS].tobytes() == here.tobytes()
    assert by_part[Part.MOVED].tobytes() == there.tobytes()
    assert (here + by_part[Part.STEP]).tobytes() == there.tobytes()
    assert np.linalg.norm(by_part[Part.GRADIENT]) == pytest.approx(race.runs[name].grad_norm)


@pytest.mark.parametrize("name", load("regression").lanes)
def test_on_a_network_too_and_after_going_back(name):
    race = load("regression").race(steps=60)
    race.advance(60)
    race.back(23)
    there = race.state_at(38).params[race.runs[name].place]
    assert explained(race, name)[Part.MOVED].value.tobytes() == there.tobytes()


def test_it_shows_the_numbers_of_the_step():
    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"adam": OPTIMIZERS["adam"](learning_rate=0.1)}, steps=5)
    told = explained(race, "adam")
    assert told[Part.GRADIENT].value.tolist() == [6.0]
    assert told[Part.FIRST].formula == "m = 0.9·m + 0.1·g"
    assert told[Part.FIRST].value == pytest.approx([0.6])
    assert told[Part.SECOND].value == pytest.approx([0.036])
    assert told[Part.FIRST_CORRECTED].value == pytest.approx([6.0])
    assert told[Part.STEP].formula == "Δθ = −0.1·m̂ / (√v̂ + 1e-08)"
    assert told[Part.RATE].value == pytest.approx([0.1 / 6])


def test_the_rate_is_that_of_the_schedule():
    scenario = load("saddle")
    lanes = {"fading": scenario.lanes["sgd"]._replace(schedule=Halving())}
    race = Race(scenario.objective, lanes, steps=5)
    race.advance(2)
    assert explained(race, "fading")[Part.STEP].formula == "Δθ = −0.0125·g"


def test_an_optimizer_that_tells_nothing_is_explained_by_its_step():
    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"own": Silent(learning_rate=0.5)}, steps=5)
    told = explained(race, "own")
    assert list(told) == [Part.PARAMS, Part.GRADIENT, Part.RATE, Part.STEP, Part.MOVED]
    assert told[Part.STEP].value.tolist() == [-0.5]


class Halving:
    def factor(self, step):
        return 0.5**step


@dataclass(frozen=True, kw_only=True)
class Silent(Optimizer):
    name: ClassVar[str] = "silent"
    learning_rate: float = 0.1

    def update(self, params, grad, state, step):
        return params - self.learning_rate * np.sign(grad), state
