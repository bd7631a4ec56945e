"""Choice of the layout in which many runs are quickest, and have the bits of races."""

from __future__ import annotations

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array
from optsim.engine.stepping.layout import BY_PARAMETER, BY_ROW, Layout
from optsim.engine.stepping.tape import same

#: up to so many parameters a sum over them has the same bits in any layout
_MOST_TURNED = 2
#: fewer runs are as quick one way as the other
_FEWEST_TURNED = 64
_PROBED, _PROBES = 2048, 3


def layout_of(objective: Objective, optimizer: Optimizer, runs: int) -> Layout:
    """The quickest layout in which objective and optimizer have the bits that they have in a race.

    Args:
        objective: that of a seed.
        optimizer: of one run.
        runs: how many there are.
    """
    shipped = all(type(each).__module__.startswith("optsim.") for each in (objective, optimizer))
    if not shipped or objective.dim > _MOST_TURNED or objective.has_data or runs < _FEWEST_TURNED:
        return BY_ROW
    with np.errstate(all="ignore"):
        alike = same(*(_probed(objective, optimizer, layout) for layout in (BY_ROW, BY_PARAMETER)))
    return BY_PARAMETER if alike else BY_ROW


def _probed(objective: Objective, optimizer: Optimizer, layout: Layout) -> tuple[Array, ...]:
    """Losses and parameters of some updates, from points of all sizes."""
    points = Noise(0).generator(Stream.INIT).standard_normal((_PROBED, 1, objective.dim))
    params = layout.copy(points * np.geomspace(0.01, 100, _PROBED)[:, None, None])
    memory, values = optimizer.init(params), []
    for step in range(_PROBES):
        loss, grad = objective.evaluate(optimizer.query(params, memory))
        params, memory = optimizer.update(params, grad, memory, step)
        values += [np.ascontiguousarray(each) for each in (loss, grad, params)]
    return tuple(values)
