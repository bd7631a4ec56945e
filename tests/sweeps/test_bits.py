"""A cell of a sweep has the bits of the race that it is, whatever stands beside it in its block."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Optimizer
from optsim.engine.runs.sweep_batch import SweepBatch
from optsim.engine.stepping.layout import BY_PARAMETER
from optsim.sweeps.block import run_block
from optsim.sweeps.plan import Plan
from tests.sweeps.support import raced, scenario, swept

OBJECTIVES = (
    {"kind": "quadratic", "eigenvalues": [4.0, 0.2], "noise": 0.3},
    {"kind": "quadratic", "eigenvalues": [4.0, 0.2], "noise": 0.3, "rotation": 30.0, "start": [1.0, 2.0]},
    {"kind": "quadratic", "spectrum": "inverse", "dim": 12, "noise": "curvature", "rotation": "random"},
    {"kind": "quadratic", "eigenvalues": [1.0, 0.5, 0.1], "center": [1.0, 0.0, 2.0], "noise": 0.1},
    {"kind": "rosenbrock", "noise": 0.1},
    {"kind": "rastrigin", "noise": 0.5},
    {"kind": "mlp", "hidden": [4], "batch_size": 4, "data": {"kind": "sine", "examples": 20, "validation": 0.3}},
    {"kind": "mlp", "hidden": [], "batch_size": 20, "data": {"kind": "ridge", "examples": 20, "validation": 0.0}},
)
RULES = (
    None,
    {"rule": "patience", "patience": 3},
    [{"rule": "gl", "threshold": 5.0}, {"rule": "up", "halt": False}],
)


@st.composite
def sweeps(draw):
    """A scenario with a sweep: functions and networks, rules and targets, axes of lanes and of the objective."""
    objective = draw(st.sampled_from(OBJECTIVES))
    network = objective["kind"] == "mlp"
    names = draw(st.lists(st.sampled_from(sorted(OPTIMIZERS)), min_size=1, max_size=4, unique=True))
    lanes = {name: {"optimizer": name, "learning_rate": 0.01} for name in names}
    for name in names:
        lanes[name] |= draw(st.sampled_from([{}, {}, {"schedule": {"kind": "cosine", "steps": 30, "final": 0.1}}]))
    axes = {"learning_rate": {"from": 1e-3, "to": draw(st.sampled_from([0.3, 30.0])), "points": 4, "scale": "log"}}
    axes |= draw(st.sampled_from([{}, {"momentum": [0.0, 0.9]}, {"beta1": [0.5, 0.9]}, {"weight_decay": [0.0, 0.1]}]))
    if network:
        axes |= draw(st.sampled_from([{}, {"batch_size": [3, 14]}, {"objective.input_scale": [0.5, 2.0]}]))
    else:
        axes |= (
            draw(st.sampled_from([{}, {"objective.noise": [0.0, 0.2]}]))
            if objective.get("noise") != "curvature"
            else {}
        )
    known = {key for name in names for key in OPTIMIZERS[name].__dataclass_fields__} | {"batch_size"}
    axes = {name: values for name, values in axes.items() if name.startswith("objective") or name in known}
    rule = draw(st.sampled_from(RULES))
    validates = network and objective["data"]["validation"] > 0
    if rule is not None and not validates:
        rule = [dict(each, monitor="loss") for each in (rule if isinstance(rule, list) else [rule])]
    others = {"numerics": draw(st.sampled_from(["fast", "strict"]))} | (
        {} if rule is None else {"early_stopping": rule}
    )
    budget = draw(st.sampled_from([{"steps": 45}, {"epochs": 4} if network else {"steps": 60}]))
    budget |= draw(st.sampled_from([{}, {"target_loss": 0.3}]))
    sweep = {**axes, "seeds": draw(st.integers(1, 40 if not network else 3)), "goal": "loss < 0.5"}
    return scenario(sweep, objective, lanes, budget=budget, **others)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(sweeps(), st.randoms(use_true_random=False))
def test_a_cell_has_the_bits_of_its_race(swept_scenario, random):
    plan = Plan.of(swept_scenario)
    rows = run_block(plan, random.randrange(plan.blocks)).rows
    names = list(plan.scenario.lanes)
    assert not rows.failed.any()
    for place in random.sample(range(len(rows)), min(2, len(rows))):
        expected, got = raced(plan, int(rows.cell[place]), names[rows.lane[place]]), swept(rows, place)
        if expected[1] == "diverged":
            expected, got = (each[:2] for each in (expected, got))
        assert got == expected


def test_many_runs_of_two_parameters_lie_side_by_side_and_have_the_same_bits(monkeypatch):
    plan = Plan.of(scenario({"learning_rate": {"from": 1e-3, "to": 0.4, "points": 20}, "seeds": 10}))
    layouts = []
    run = SweepBatch.run
    monkeypatch.setattr(SweepBatch, "run", lambda self: (layouts.append(self._layout), run(self))[1])
    rows = run_block(plan, 0).rows
    assert layouts == [BY_PARAMETER] * 2
    for place in range(0, len(rows), 37):
        assert swept(rows, place) == raced(plan, int(rows.cell[place]), list(plan.scenario.lanes)[rows.lane[place]])


def test_what_has_diverged_costs_nothing_more(monkeypatch):
    lanes = {"gd": {"optimizer": "gd"}}
    plan = Plan.of(scenario({"learning_rate": [0.1, 1e3, 1e4, 1e5], "seeds": 2}, lanes=lanes, budget={"steps": 300}))
    sizes = []
    step = SweepBatch._take_step
    monkeypatch.setattr(SweepBatch, "_take_step", lambda self: (sizes.append(len(self.lanes)), step(self))[1])
    rows = run_block(plan, 0).rows
    assert rows.diverged.sum() == 6
    assert np.isnan(rows.final_loss[rows.diverged]).all()
    assert sizes[-1] == 1
    assert sizes.count(4) <= 33


@dataclass(frozen=True, kw_only=True)
class Deciding(Optimizer):
    """Gradient descent that decides by a value, which cannot be recorded, and fails above a rate."""

    name: ClassVar[str] = "deciding"
    learning_rate: float = 0.1

    def update(self, params, grad, state, step):
        if np.max(np.abs(params)) > 1e100 or np.max(np.asarray(self.learning_rate)) > 0.5:
            raise ValueError("too fast")
        return params - self.learning_rate * grad, state


@pytest.mark.parametrize("rates", [[0.01, 0.2, 0.4], [0.01, 0.2, 0.7, 0.4]])
def test_a_class_of_ones_own_is_called_as_it_is_and_what_fails_is_only_the_run_that_fails(rates):
    plan = Plan.of(scenario({"learning_rate": rates, "seeds": 2}, lanes={"own": {"optimizer": Deciding}}))
    block = run_block(plan, 0)
    assert dict(block.slow).keys() == {"Deciding"}
    wrong = {2, 6} if 0.7 in rates else set()
    assert {failure.cell for failure in block.failures} == wrong
    assert set(block.rows.cell[block.rows.failed].tolist()) == wrong
    assert all(failure.cause == "ValueError: too fast" for failure in block.failures)
    for place in np.flatnonzero(~block.rows.failed):
        assert swept(block.rows, place) == raced(plan, int(block.rows.cell[place]), "own")


@pytest.mark.parametrize("kind", ["quadratic", "rosenbrock", "rastrigin"])
def test_every_optimizer_has_the_bits_of_its_race_among_many_runs(kind):
    objective = {"kind": kind, "noise": 0.1} | ({"eigenvalues": [4.0, 0.2]} if kind == "quadratic" else {})
    lanes = {name: {"optimizer": name, "learning_rate": 0.01} for name in OPTIMIZERS}
    axis = {"from": 1e-4, "to": 0.1, "points": 9}
    plan = Plan.of(scenario({"learning_rate": axis, "seeds": 9}, objective, lanes, budget={"steps": 30}))
    rows = run_block(plan, 0).rows
    cell = 4 * plan.cells_of_a_seed + 5
    race = plan.scenario_of(cell).race()
    race.advance(30)
    for place in np.flatnonzero(rows.cell == cell):
        run = race.runs[list(lanes)[rows.lane[place]]]
        expected = run.end.step, run.status.value, run.loss, run.best_loss, run.best_step
        got = swept(rows, place)
        assert got == expected if expected[1] != "diverged" else got[:2] == expected[:2], run.name
