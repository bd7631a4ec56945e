"""The eight steps of training: named, in order, and with the numbers that the step itself computed."""

from itertools import pairwise

import numpy as np
import pytest

from optsim import Race, load
from optsim.engine.data.examples import Data
from optsim.engine.objectives.mlp import MLP, Drawn
from optsim.engine.trace.keys import BEST_MODEL, ERROR, GRADIENT, INPUT, TRAINING, WEIGHT_UPDATE
from optsim.engine.trace.trace import Line, Listener, with_trace
from optsim.engine.trace.training import BestModel
from tests.engine.support import every_optimizer, many_lanes

NETWORKS = {
    "tanh": MLP(hidden=(5, 3), batch_size=4, data=Data(kind="ridge", examples=30)),
    "relu": MLP(hidden=(6,), activation="relu", weight_decay=0.01, batch_size=4, data=Data(examples=30)),
    "linear": MLP(hidden=(), batch_size=15, data=Data(examples=30)),
}


def raced(network, steps=9):
    race = Race(NETWORKS[network], many_lanes() | every_optimizer(), steps=50, seed=3)
    race.advance(steps)
    return race


def told(race, name):
    return {line.formula.split(" = ")[0]: line.value for line in race.explain_training(name)}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", {**many_lanes(), **every_optimizer()})
def test_the_gradient_and_the_step_are_those_of_the_race_to_the_last_bit(network, name):
    race = raced(network)
    lines = race.explain_training(name)
    terms = {term.key: term.value for term in race.explain(name)}
    (grad,) = (line.value for line in lines if line.formula.startswith("g = "))
    (change,) = (line.value for line in lines if line.key == WEIGHT_UPDATE)
    assert grad.tobytes() == terms[GRADIENT].tobytes()
    there = race.state_at(10).params[race.runs[name].place]
    assert (race.runs[name].params + change).tobytes() == there.tobytes()
    assert told(race, name)["L"] == race.runs[name].batch_loss


@pytest.mark.parametrize("network", NETWORKS)
def test_the_steps_are_the_articles_eight_in_order(network):
    stages = [TRAINING.index(line.key) + 1 for line in raced(network).explain_training("adam")]
    assert stages == sorted(stages)
    assert set(stages) == set(range(1, 9)) - ({3} if network == "linear" else set())


@pytest.mark.parametrize("network", NETWORKS)
def test_shapes_and_numbers_fit_together(network):
    race = raced(network)
    values, objective = told(race, "sgd"), race.objective
    sizes = (objective.data.inputs, *objective.hidden, 1)
    examples = len(values["e"])
    assert values["L"] == pytest.approx(
        (values["e"] ** 2).sum() / examples + objective.weight_decay / 2 * (race.runs["sgd"].params ** 2).sum()
    )
    subscripts = "₀₁₂₃"
    for number, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        by_weights, by_bias = values[f"∇W{subscripts[number]}"], values[f"∇b{subscripts[number]}"]
        assert by_weights.shape == (inputs, outputs)
        delta = values[f"δ{subscripts[number]}"]
        assert by_bias == pytest.approx(delta.sum(axis=0))
        below = values[f"h{subscripts[number - 1]}"] if number > 1 else None
        if below is not None:
            assert by_weights == pytest.approx(below.T @ delta)
    norms = [np.sum(values[f"∇{kind}{subscripts[n]}"] ** 2) for kind in "Wb" for n in range(1, len(sizes))]
    if not objective.weight_decay:
        assert np.sum(values["g"] ** 2) == pytest.approx(sum(norms))


def test_the_whole_gradient_sees_all_examples():
    race = raced("tanh")
    for lane, drawn in (("gd", None), ("sgd", 4)):
        assert [line.note for line in race.explain_training(lane) if line.key == INPUT] == [Drawn(drawn)]


def test_the_best_model_is_the_one_of_the_run():
    race = load("regression").race(steps=200)
    race.advance(200)
    best = race.explain_training("adam")[-1]
    assert best.key == BEST_MODEL
    assert best.note == BestModel("validation_loss", race.runs["adam"].best_step // 4)
    assert best.norm == race.runs["adam"].best_loss


def test_a_function_has_no_such_steps():
    race = load("saddle").race()
    assert race.explain_training("gd") == []


def test_reporting_changes_no_bit():
    race = raced("relu")
    params = race.history.params if race.history.keeps_params else race.params_at(9)
    listener = Listener()
    quiet = race.objective.evaluate(params)
    loud = with_trace(race.objective, listener).evaluate(params)
    assert len(listener.lines) == 13
    assert [array.tobytes() for array in quiet] == [array.tobytes() for array in loud]


def test_a_norm_is_that_of_all_entries_and_a_number_is_itself():
    assert Line(ERROR, "", np.full((2, 2), 3.0)).norm == 6.0
    assert Line(ERROR, "", np.array(-2.0)).norm == -2.0
