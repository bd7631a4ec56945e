"""The loader meets tables that no person would write."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedules import SCHEDULES
from optsim.scenario import Scenario, ScenarioError

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["adam", "gd", "loss", "validation_loss", "normal", "random", "curvature", "inverse", "cosine", "sine"]
    ),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
known_keys = sorted(
    {
        field
        for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES)
        for cls in registry.values()
        for field in cls.__dataclass_fields__
    }
    | {"kind", "optimizer", "schedule", "rule", "monitor", "patience", "steps", "epochs", "seed", "path", "x", "y"}
)
tables = st.dictionaries(st.sampled_from(known_keys), values, max_size=5)
kinds = st.sampled_from(sorted(OBJECTIVES))
plausible = st.fixed_dictionaries(
    {},
    optional={
        "title": values,
        "numerics": values | st.sampled_from(["strict", "fast"]),
        "objective": st.builds(lambda kind, table: {"kind": kind, **table}, kinds, tables) | values,
        "budget": tables | st.just({"steps": 3}) | values,
        "lanes": st.dictionaries(
            st.text(max_size=25),
            st.builds(lambda name, table: {"optimizer": name, **table}, st.sampled_from(sorted(OPTIMIZERS)), tables)
            | values,
            max_size=3,
        )
        | values,
        "early_stopping": tables | st.lists(tables, max_size=2) | values,
        "view": tables | values,
    },
)


@given(plausible)
def test_any_table_is_a_scenario_or_a_scenario_error(table):
    try:
        outcome = Scenario.from_dict(table)
    except ScenarioError as error:
        outcome = error
    if isinstance(outcome, ScenarioError):
        assert outcome.problems
        assert all(problem.message for problem in outcome.problems)
        assert str(outcome)
    else:
        assert isinstance(outcome, Scenario)


@given(st.dictionaries(st.text(max_size=6), values, max_size=4))
def test_any_unknown_section_is_told(table):
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(table)
    told = " ".join(str(problem) for problem in caught.value.problems)
    assert told.count("is not known here") == len(table.keys() - SECTIONS)


@dataclass(frozen=True, kw_only=True)
class Bowl(Objective):
    name: ClassVar[str] = "bowl"
    title: ClassVar[str] = "A bowl of my own"
    steepness: float = 1.0
    dim = 2

    def initial(self, noise):
        return np.array([1.0, 2.0])

    def evaluate(self, params, sample=None):
        return 0.5 * self.steepness * (params * params).sum(axis=-1), self.steepness * params


@dataclass(frozen=True, kw_only=True)
class Sign(Optimizer):
    name: ClassVar[str] = "sign"
    learning_rate: float = 0.1

    def update(self, params, grad, state, step):
        return params - self.learning_rate * np.sign(grad), state


SECTIONS = {"title", "description", "objective", "budget", "early_stopping", "lanes", "view"}
BUDGET = {"steps": 4}


@pytest.mark.parametrize("objective", [Bowl(), Bowl, {"kind": Bowl}, {"kind": Bowl, "steepness": 2.0}])
@pytest.mark.parametrize(
    "lane", [Sign(), Sign, {"optimizer": Sign}, {"optimizer": Sign(), "schedule": {"kind": "warmup", "steps": 2}}]
)
def test_classes_and_instances_may_stand_for_names(objective, lane):
    scenario = Scenario.from_dict({"objective": objective, "budget": BUDGET, "lanes": {"mine": lane}})
    race = scenario.race()
    race.advance(4)
    assert race.runs["mine"].loss < race.history.loss[0, 0]


def test_a_setting_of_an_own_class_is_checked_too():
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict({"objective": {"kind": Bowl, "stepness": 1.0}, "budget": BUDGET, "lanes": {"mine": Sign}})
    assert str(caught.value) == "scenario: objective.stepness: is not known here; did you mean 'steepness'?"


def test_the_source_stands_before_every_problem():
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict({"titel": 1}, source="here")
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert all(line.startswith("here: ") for line in lines)
    assert caught.value.source == "here"


def test_a_scenario_cannot_be_changed():
    scenario = Scenario.from_dict({"objective": Bowl, "budget": BUDGET, "lanes": {"mine": Sign}})
    with pytest.raises(AttributeError):
        scenario.steps = 3
    with pytest.raises(TypeError):
        scenario.lanes["other"] = Sign()
