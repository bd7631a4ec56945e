"""Second derivatives at a point, with how far they can be trusted: what is said of a curvature must be so."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.curvature.lanczos import DIFFERENCE, lanczos
from optsim.engine.objective import Objective
from optsim.engine.settings import Array

#: parameters of a matrix whose eigenvalues are all worked out, and products that its differences may cost
_MOST_PARAMS, _MOST_WORK = 300, 5_000_000
#: what a formula of second derivatives is good to
_EXACT = 1e-12
#: differences that are off by a larger share tell nothing: a kink lies between
_WORST = 0.05


class Curvatures(NamedTuple):
    """The least and the largest eigenvalue of the second derivatives at a point, each good to `error`.

    Where `inside`, they are bounds from inside: the least is at most `least`, the largest at least `largest`.
    """

    least: float
    largest: float
    error: float
    inside: bool = False

    @property
    def size(self) -> float:
        """The larger of the two in size."""
        return max(abs(self.least), abs(self.largest))


def curvatures_at(objective: Objective, params: Array) -> Curvatures | None:
    """The extreme curvatures at params (dim,): by the objective's own formula, of a dense matrix, or by Lanczos' method.

    None where they are not finite, or where differences of two lengths do not agree.
    """
    if type(objective).curvature_range is not Objective.curvature_range:
        known = objective.curvature_range(params)
        if known is None or not all(map(math.isfinite, known)):
            return None
        return Curvatures(*known, _EXACT * max(map(abs, known)))
    if dense_work(objective) <= _MOST_WORK and objective.dim <= _MOST_PARAMS:
        return _dense(objective, params)
    return _from_inside(objective, params)


def dense_work(objective: Objective) -> float:
    """Products that all second derivatives cost: two differences a parameter, each of a gradient over all examples."""
    return 4.0 * objective.dim**2 * objective.examples_per_step(exact=True)


def hessian(objective: Objective, params: Array, length: float = DIFFERENCE) -> Array:
    """All second derivatives at params (dim,), (dim, dim): central differences of the exact gradient."""
    reach = length * np.maximum(1.0, np.abs(params))
    with np.errstate(all="ignore"):
        ahead, behind = (objective.evaluate(params + sign * np.diag(reach))[1] for sign in (1, -1))
        second = (ahead - behind) / (2 * reach[:, None])
    both: Array = (second + second.T) / 2
    return both


def _dense(objective: Objective, params: Array) -> Curvatures | None:
    near, far = hessian(objective, params), hessian(objective, params, 2 * DIFFERENCE)
    if not (np.isfinite(near).all() and np.isfinite(far).all()):
        return None
    eigenvalues = np.linalg.eigvalsh(near)
    return _trusted(float(eigenvalues[0]), float(eigenvalues[-1]), float(np.linalg.norm(far - near)))


def _from_inside(objective: Objective, params: Array) -> Curvatures | None:
    near, far = (lanczos(lambda at: objective.evaluate(at)[1], params, length=each) for each in (1.0, 2.0))
    if near is None or far is None:
        return None
    off = max(abs(one - other) for one, other in zip(near, far, strict=True))
    curvatures = _trusted(*near, off)
    return None if curvatures is None else curvatures._replace(inside=True)


def _trusted(least: float, largest: float, off: float) -> Curvatures | None:
    """Return the curvatures with the error that two lengths of differences leave open; None where that is too large."""
    size = max(abs(least), abs(largest))
    error = max(off, 1e-9 * size)
    return Curvatures(least, largest, error) if error <= _WORST * size or size == 0 else None
