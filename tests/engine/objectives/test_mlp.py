"""The network: its gradient, its batches, its examples."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.data.examples import Data
from optsim.engine.numerics.noise import Noise
from optsim.engine.objectives.mlp import MLP
from optsim.engine.settings import BadValueError

networks = st.builds(
    MLP,
    hidden=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    activation=st.sampled_from(["tanh", "relu"]),
    batch_size=st.integers(1, 10),
    weight_decay=st.sampled_from([0.0, 0.3]),
    input_scale=st.floats(0.5, 3),
    data=st.builds(
        Data, kind=st.sampled_from(["sine", "step", "ridge"]), examples=st.integers(20, 30), validation=st.just(0.5)
    ),
)


def plain_loss(network, split, params, rows):
    """Mean squared error, one example and one unit at a time."""
    errors = []
    for x, y in zip(split.inputs[rows], split.targets[rows], strict=True):
        below, at = list(x), 0
        sizes = [len(x), *network.hidden, 1]
        for number, (inputs, outputs) in enumerate(pairwise(sizes)):
            weights = params[at : at + inputs * outputs].reshape(inputs, outputs)
            bias = params[at + inputs * outputs : at + (inputs + 1) * outputs]
            at += (inputs + 1) * outputs
            sums = [sum(below[i] * weights[i, j] for i in range(inputs)) + bias[j] for j in range(outputs)]
            last = number == len(network.hidden)
            below = sums if last else [np.tanh(s) if network.activation == "tanh" else max(s, 0.0) for s in sums]
        errors.append((below[0] - y[0]) ** 2)
    assert at == len(params)
    return np.mean(errors) + 0.5 * network.weight_decay * np.sum(params**2)


@settings(max_examples=60)
@given(network=networks, seed=st.integers(0, 1000), whole=st.booleans())
def test_loss_and_gradient(network, seed, whole):
    noise = Noise(seed)
    bound = network.bind(noise)
    params = bound.initial(noise) + 0.1 * np.random.default_rng(seed).standard_normal(bound.dim)
    sample = None if whole else bound.sample(noise, seed)
    rows = slice(None) if sample is None else sample
    loss, grad = bound.evaluate(params, sample)
    assert loss == pytest.approx(plain_loss(network, bound.split, params, rows), rel=1e-12)
    h = 1e-5
    moved = np.stack((params + h * np.eye(bound.dim), params - h * np.eye(bound.dim)))
    # a unit of relu that switches on between the two points makes the difference quotient wrong
    hidden = bound._forward(moved, bound.split.inputs[rows])[1:-1]
    assume(network.activation == "tanh" or all(((out > 0) == (out[0, 0] > 0)).all() for out in hidden))
    losses = bound.evaluate(moved, sample)[0]
    measured = (losses[0] - losses[1]) / (2 * h)
    assert np.abs(grad - measured).max() < 1e-6 * (1 + np.abs(grad).max())


@given(network=networks, seed=st.integers(0, 1000), epoch=st.integers(0, 50))
def test_an_epoch_sees_every_training_example_once(network, seed, epoch):
    noise = Noise(seed)
    bound = network.bind(noise)
    steps = bound.steps_per_epoch
    batches = [bound.sample(noise, epoch * steps + step) for step in range(steps)]
    if steps == 1:
        assert batches == [None]
        return
    examples = bound.data.training_examples
    assert sorted(np.concatenate(batches)) == list(range(examples))
    assert [len(batch) for batch in batches[:-1]] == [network.batch_size] * (steps - 1)
    assert len(batches[-1]) == examples - network.batch_size * (steps - 1)


def test_every_epoch_has_another_order():
    noise = Noise(0)
    bound = MLP(batch_size=5, data=Data(examples=40)).bind(noise)
    epochs = [tuple(np.concatenate([bound.sample(noise, 4 * epoch + b) for b in range(4)])) for epoch in range(20)]
    assert len(set(epochs)) == 20


def test_gd_sees_all_examples_and_sgd_a_batch():
    network = MLP(hidden=(4,), batch_size=5, data=Data(examples=40))
    race = Race(network, {name: OPTIMIZERS[name](learning_rate=0.01) for name in ("gd", "sgd")}, steps=8)
    race.advance(8)
    bound, noise = race.objective, Noise(0)
    for step in range(8):
        params = race.params_at(step)
        exact = np.linalg.norm(bound.evaluate(params[0])[1])
        sampled = np.linalg.norm(bound.evaluate(params[1], bound.sample(noise, step))[1])
        assert race.history["grad_norm"][step] == pytest.approx([exact, sampled], rel=1e-12)
        assert race.history["batch_loss"][step, 0] == race.history.loss[step, 0]
        assert race.history["batch_loss"][step, 1] != race.history.loss[step, 1]


def test_training_and_validation_examples_are_apart():
    data = Data(kind="sine", examples=50, validation=0.3)
    split = data.bind(Noise(2))
    assert (data.training_examples, len(split.inputs), len(split.validation_inputs)) == (35, 35, 15)
    assert len({*split.inputs[:, 0], *split.validation_inputs[:, 0]}) == 50
    whole = Data(kind="sine", examples=50, validation=0.0).bind(Noise(2))
    assert len(whole.validation_inputs) == 0
    # the share that is held out does not change the examples
    assert (np.concatenate((split.targets, split.validation_targets)) == whole.targets).all()


def test_what_the_examples_are_made_of():
    def noiseless(kind):
        return Data(kind=kind, examples=4000, noise=0.0, validation=0.0).bind(Noise(0))

    sine, step, ridge = map(noiseless, ("sine", "step", "ridge"))
    assert sine.targets == pytest.approx(np.sin(2 * np.pi * sine.inputs))
    assert step.targets.tolist() == np.where(step.inputs > 0, 1.0, -1.0).tolist()
    x = ridge.inputs
    inner = x[:, 0] - 0.8 * x[:, 1] + 0.6 * x[:, 2] + 0.4 * x[:, 3]
    assert ridge.targets[:, 0] == pytest.approx(np.tanh(1.2 * inner))
    assert x.std(axis=0) == pytest.approx(np.ones(8), abs=0.06)
    noisy = Data(kind="sine", examples=4000, noise=0.5, validation=0.0).bind(Noise(0))
    assert (noisy.targets - sine.targets).std() == pytest.approx(0.5, rel=5 / np.sqrt(8000))


def test_a_table_is_shuffled_split_and_scaled():
    table = np.arange(60.0).reshape(20, 3)
    data = Data(kind="table", table=table, validation=0.25)
    split = data.bind(Noise(1))
    assert (data.inputs, data.total, data.training_examples) == (2, 20, 15)
    assert split.inputs.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert split.inputs.std(axis=0) == pytest.approx([1, 1])
    assert split.targets.std() == pytest.approx(1)
    assert split.validation_inputs.shape == (5, 2)
    assert not (split.inputs == data.bind(Noise(2)).inputs).all()


def test_the_start():
    network = MLP(hidden=(400, 300), input_scale=3.0, data=Data(kind="ridge"))
    params = network.initial(Noise(0))
    scales = [params[layer.weights].std() for layer in network.layers]
    assert scales == pytest.approx([3 / np.sqrt(8), 1 / np.sqrt(400), 1 / np.sqrt(300)], rel=0.15)
    assert all((params[layer.bias] == 0).all() for layer in network.layers)
    assert network.dim == 9 * 400 + 401 * 300 + 301


def test_predictions():
    network = MLP(hidden=(), data=Data(kind="sine"))
    assert network.predict(np.array([2.0, 1.0]), np.array([[0.0], [1.0], [3.0]])).tolist() == [1, 3, 7]


def test_validation_loss_has_no_penalty():
    noise = Noise(0)
    plain, penalised = (MLP(hidden=(3,), weight_decay=decay).bind(noise) for decay in (0.0, 1.0))
    params = plain.initial(noise)
    assert plain.validation_loss(params) == penalised.validation_loss(params)
    assert penalised.loss(params) == pytest.approx(plain.loss(params) + 0.5 * (params**2).sum())


@pytest.mark.parametrize(
    ("make", "key", "message"),
    [
        (lambda: MLP(batch_size=41), "batch_size", "is 41, but there are 40 training examples"),
        (lambda: MLP(hidden=(4, 0)), "hidden", "must be at least 1, not 0"),
        (lambda: MLP(weight_decay=-1.0), "weight_decay", "must be at least 0, not -1"),
        (lambda: Data(validation=1.0), "validation", "must be at least 0 and below 1, not 1"),
        (lambda: Data(examples=2, validation=0.9), "validation", "of 0.9 leaves no example to train on"),
        (lambda: Data(kind="table"), "kind", 'is "table" exactly where'),
        (lambda: Data(kind="table", table=np.ones((1, 3))), "path", "needs at least two rows and two columns"),
    ],
)
def test_settings_that_do_not_fit(make, key, message):
    with pytest.raises(BadValueError) as error:
        make()
    assert error.value.key == key
    assert error.value.message.startswith(message)


def test_examples_belong_to_a_seed():
    with pytest.raises(ValueError, match="belong to a seed"):
        MLP().evaluate(np.zeros(MLP().dim))
