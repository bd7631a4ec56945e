"""The state that an optimizer's init() gives."""

import pytest

from optsim import OPTIMIZERS, Race
from optsim.engine.lane import Lane
from tests.engine.support import Linear


@pytest.mark.parametrize("state", [(0.5,), ([0.0],), [0.0], None, 1.0])
def test_what_is_no_tuple_of_arrays_is_refused_and_told(state):
    class Own(OPTIMIZERS["gd"]):
        def init(self, params):
            return state

    with pytest.raises(TypeError, match=r"init\(\) must give a named tuple of arrays"):
        Race(Linear(), [Lane("own", Own(learning_rate=0.1))], steps=3).advance(1)
