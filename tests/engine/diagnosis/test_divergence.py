"""Why a lane has diverged, of losses and parameters that are given."""

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS
from optsim.engine.causes import FellWithoutBound
from optsim.engine.diagnosis.divergence import why_diverged
from optsim.engine.lane import Lane
from tests.engine.support import Linear


def fell(objective, params):
    """The cause of a lane that has fallen to a loss below 0 at some parameters."""
    lane = Lane("lane", OPTIMIZERS["gd"](learning_rate=0.1))
    return why_diverged(objective, lane, np.array([1.0, -1e12]), lambda _: np.array(params), lambda _: ())


@pytest.mark.parametrize(
    ("objective", "params", "least"),
    [
        (OBJECTIVES["saddle"](curvatures=(1.0, -0.5), start=(2.0, 1e-3)), (0.0, 1e6), -0.5),
        # a loss that bends nowhere falls by its slope, and of parameters that are no numbers nobody knows a curvature
        (Linear(slope=(1.0, 2.0)), (-1e6, -1e6), None),
        (OBJECTIVES["saddle"](curvatures=(1.0, -0.5), start=(2.0, 1e-3)), (0.0, np.inf), None),
        (OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0)), (1.0, 1.0), None),
    ],
)
def test_a_loss_that_falls_without_bound_tells_the_lowest_curvature_where_that_is_below_0(objective, params, least):
    cause = fell(objective, params)
    assert isinstance(cause, FellWithoutBound)
    assert cause.curvature == (None if least is None else pytest.approx(least, rel=1e-6))


def test_of_a_broken_update_that_before_the_last_step_is_told():
    lane, asked = Lane("lane", OPTIMIZERS["gd"](learning_rate=0.1)), []
    params = [np.ones(2), np.ones(2), np.full(2, np.nan)]
    why_diverged(
        Linear(slope=(1.0, 2.0)),
        lane,
        np.array([1.0, 1.0, np.nan]),
        lambda step: params[step],
        lambda step: asked.append(step) or (),
    )
    assert asked == [1]
