"""What every optimizer of the registry must keep to, a new one too."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, fields, is_dataclass

import numpy as np
import pytest

from optsim import OPTIMIZERS
from optsim.engine.fields import declared
from optsim.engine.lane import with_settings
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import run_path, same_bits

every_optimizer = pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=list(OPTIMIZERS))


def sealed(value):
    """The same arrays, but writing to them is an error."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, tuple):
        for item in value:
            sealed(item)
    return value


def steps(optimizer, params, grads):
    """Every state and point of a few steps, nothing of which may be written to."""
    params, state = sealed(params), sealed(optimizer.init(params))
    met = [(params, state)]
    for step, grad in enumerate(grads):
        sealed(optimizer.query(params, state))
        params, state = sealed(optimizer.update(params, sealed(grad), state, step))
        met.append((params, state))
    return met


def some(shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


@every_optimizer
def test_is_a_frozen_dataclass_that_says_what_it_is(cls):
    optimizer = cls()
    assert is_dataclass(cls)
    assert OPTIMIZERS[cls.name] is cls
    assert cls.title
    assert cls.formula
    assert inspect.getdoc(cls)
    with pytest.raises(FrozenInstanceError):
        optimizer.learning_rate = 1.0
    assert hash(optimizer) == hash(cls())
    assert optimizer == cls()
    assert "learning_rate" in [field.name for field in fields(cls)]


@every_optimizer
def test_every_hyper_parameter_has_a_default_a_range_and_help(cls):
    for declaration in declared(cls).values():
        assert not declaration.required
        assert declaration.setting is not None
        assert declaration.setting.help
        assert declaration.fault(declaration.default) is None


@every_optimizer
@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 4, 3), (1, 1)])
def test_states_are_named_tuples_with_the_axes_of_the_parameters(cls, shape):
    for params, state in steps(cls(), some(shape), some((3, *shape), seed=1)):
        assert params.shape == shape
        assert params.dtype == np.float64
        assert isinstance(state, tuple)
        assert len(state._fields) == len(state)
        for array in state:
            assert array.shape[:-1] == shape[:-1]
            assert array.shape[-1] in (1, shape[-1])
            assert array.dtype == np.float64


@every_optimizer
def test_a_step_is_pure(cls):
    optimizer, grads = cls(), some((4, 5, 3), seed=1)
    first, second = steps(optimizer, some((5, 3)), grads), steps(optimizer, some((5, 3)), grads)
    assert all(map(same_bits, first, second))


@every_optimizer
def test_a_row_has_the_same_bits_in_a_batch_and_alone(cls):
    batch, grads = some((2, 9, 3)), some((6, 2, 9, 3), seed=1)
    together = steps(cls(), batch, grads)
    for place in [(0, 0), (1, 4), (1, 8)]:
        alone = steps(cls(), batch[place], grads[:, *place])
        for (params, state), (one, own) in zip(together, alone, strict=True):
            assert same_bits(params[place], one)
            assert all(same_bits(field[place], single) for field, single in zip(state, own, strict=True))


@every_optimizer
def test_hyper_parameters_may_be_arrays_of_the_shape_of_the_parameters(cls):
    shape = (5, 3)
    numbers = {key: each.default for key, each in declared(cls).items() if each.type is float}
    arrays = {key: np.full(shape, value) for key, value in numbers.items()}
    grads = some((4, *shape), seed=1)
    expected = steps(cls(**numbers), some(shape), grads)
    got = steps(with_settings(cls(), arrays), some(shape), grads)
    assert all(map(same_bits, expected, got))


@every_optimizer
def test_a_gradient_of_zero_at_rest_moves_nothing(cls):
    params = some((2, 3))
    for point, _ in steps(cls(), params, np.zeros((5, 2, 3))):
        assert same_bits(point, params)


@every_optimizer
def test_it_goes_down_a_bowl(cls):
    bowl = Quadratic(eigenvalues=(1.0, 0.3), start=(1.0, -2.0))
    path = run_path(bowl, cls(learning_rate=0.01), 500)
    assert bowl.loss(path[-1]) < bowl.loss(path[0])


@every_optimizer
def test_a_limit_of_stability_is_a_positive_number_or_unknown(cls):
    limit = cls().stability_limit()
    assert limit is None or limit > 0
