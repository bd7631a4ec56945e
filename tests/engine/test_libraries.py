"""The same path as other libraries, step by step to the last digits; each is skipped where it is not installed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optsim.engine.stopping.patience import Patience
from tests.engine.library_cases import LIBRARIES, each_case
from tests.engine.library_runs import apart, import_keras
from tests.engine.stopping.test_patience import KerasEarlyStopping, watched

pytestmark = pytest.mark.filterwarnings("ignore")


def keras_or_skip():
    pytest.importorskip("torch")
    try:
        return import_keras()
    except ImportError:
        pytest.skip("Keras is not installed")


CASES = [(library, *case) for library in LIBRARIES for case in each_case(library)]


@pytest.mark.parametrize(("library", "problem", "name", "varying"), CASES)
def test_the_same_path(library, problem, name, varying):
    if library == "keras":
        keras_or_skip()
    pytest.importorskip(library)
    assert apart(problem, name, library, varying=varying) < 1e-12


class StubModel:
    """As much of a model as the callback of Keras touches."""

    def __init__(self):
        self.stop_training, self.weights = False, []

    def get_weights(self):
        return list(self.weights)

    def set_weights(self, weights):
        self.weights = weights


def test_our_port_of_early_stopping_is_early_stopping():
    keras = keras_or_skip()
    # in its usual 32 bits the callback takes values for equal that are not
    keras.config.set_floatx("float64")
    for seed in range(1500):
        compare_early_stopping(keras, seed)


def test_our_patience_is_that_of_lightning():
    callbacks = pytest.importorskip("lightning.pytorch.callbacks")
    torch = pytest.importorskip("torch")
    for seed in range(1500):
        generator = np.random.default_rng(seed)
        values = np.round(generator.uniform(0, 2, 30), 1).tolist()
        for place in generator.integers(1, 30, seed % 3):
            values[place] = math.nan
        patience, min_delta = int(generator.integers(0, 6)), float(generator.choice([0.0, 0.1, 0.3]))
        real = callbacks.EarlyStopping(
            "loss", mode="min", patience=patience, min_delta=min_delta, check_finite=False, verbose=False
        )
        real.best_score = real.best_score.double()
        stopped = None
        for epoch, value in enumerate(values, start=1):
            if real._evaluate_stopping_criteria(torch.tensor(value, dtype=torch.float64))[0]:
                stopped = epoch
                break
        fired, best = watched(Patience(patience=patience, min_delta=min_delta), values)
        assert fired == stopped
        assert float(real.best_score) == values[best - 1]


def compare_early_stopping(keras, seed):
    """The port that our rule is tested against, against the callback itself, on a random curve with NaNs in it."""
    generator = np.random.default_rng(seed)
    values = np.round(generator.uniform(0, 2, 30), 1).tolist()
    for place in generator.integers(0, 30, seed % 3):
        values[place] = math.nan
    patience, start = (int(n) for n in generator.integers(0, 5, 2))
    min_delta = float(generator.choice([0.0, 0.1, 0.3]))
    real = keras.callbacks.EarlyStopping(
        monitor="loss",
        mode="min",
        patience=patience,
        min_delta=min_delta,
        start_from_epoch=start,
        restore_best_weights=True,
    )
    model = StubModel()
    real.set_model(model)
    real.on_train_begin()
    for epoch, value in enumerate(values):
        model.weights = [epoch]
        real.on_epoch_end(epoch, {"loss": value})
        if model.stop_training:
            break
    port = KerasEarlyStopping(patience, min_delta, start).watch(values)
    assert port.stopped_epoch == (real.stopped_epoch if model.stop_training else None)
    assert port.best_epoch == real.best_epoch
    if all(map(math.isfinite, values[: start + 1])):
        # what a NaN does there is told apart in the tests of the rule
        rule = Patience(patience=patience, min_delta=min_delta, start_from_epoch=start)
        assert watched(rule, values) == (
            None if port.stopped_epoch is None else port.stopped_epoch + 1,
            port.best_epoch + 1,
        )
    assert real.best_weights == [port.best_epoch]
