"""What every optimizer of the registry must keep to, a new one too: `optsim.testing`, and what only ours must."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.testing import variants
from tests.engine.support import same_bits

every_variant = pytest.mark.parametrize(
    "optimizer", [each for cls in OPTIMIZERS.values() for each in variants(cls)], ids=str
)


@every_variant
def test_every_setting_has_a_default(optimizer):
    assert OPTIMIZERS[optimizer.name] is type(optimizer)
    assert not any(each.required for each in declared(type(optimizer)).values())


@every_variant
def test_a_gradient_of_zero_at_rest_moves_nothing_but_for_weight_decay(optimizer):
    params = np.random.default_rng(0).standard_normal((2, 3))
    state, moved = optimizer.init(params), params
    for step in range(5):
        moved, state = optimizer.update(moved, np.zeros((2, 3)), state, step)
    decays = getattr(optimizer, "weight_decay", 0)
    assert (np.abs(moved) < np.abs(params)).all() if decays else same_bits(moved, params)
