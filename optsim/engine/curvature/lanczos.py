"""The extreme curvatures of a function of many parameters, from its gradient alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array

#: the cube root of the rounding error balances it against the error of a central difference
DIFFERENCE = float(np.cbrt(np.finfo(np.float64).eps))
_STEPS = 24
#: what is left of a direction is rounding
_NOTHING = 1e-9


def lanczos(
    gradient: Callable[[Array], Array], params: Array, steps: int = _STEPS, length: float = 1.0
) -> tuple[float, float] | None:
    """The least and the largest eigenvalue of the second derivatives at params (dim,); None where they are not finite.

    Lanczos (1950) from a fixed random direction, with full re-orthogonalisation; a product with the Hessian is a central
    difference of `gradient`, which takes params (2, dim), `length` times as long as is best. The two are bounds from inside, sharp to about a percent of the
    whole range after two dozen steps; with as many steps as parameters they are exact but for the differences.
    """
    dim = len(params)
    reach = length * DIFFERENCE * max(1.0, _length(params))
    direction = Noise(0).generator(Stream.INIT).standard_normal(dim)
    direction /= _length(direction)
    basis, diagonal = [direction], list[float]()
    beside: list[float] = []
    with np.errstate(all="ignore"):
        for _ in range(min(steps, dim)):
            ahead, behind = gradient(params + reach * np.stack((basis[-1], -basis[-1])))
            product = (ahead - behind) / (2 * reach)
            diagonal.append(_dot(basis[-1], product))
            for _ in range(2):
                for other in basis:
                    product = product - _dot(other, product) * other
            length = _length(product)
            if not np.isfinite(length):
                return None
            if length <= _NOTHING * max(map(abs, (*diagonal, *beside))):
                break
            beside.append(length)
            basis.append(product / length)
    inner = beside[: len(diagonal) - 1]
    ritz = np.linalg.eigvalsh(np.diag(diagonal) + np.diag(inner, 1) + np.diag(inner, -1))
    return float(ritz[0]), float(ritz[-1])


def _dot(one: Array, other: Array) -> float:
    """Return the product of two vectors, without BLAS: its threads wait for each other where others need the processors."""
    return float((one * other).sum())


def _length(vector: Array) -> float:
    return float(np.sqrt(_dot(vector, vector)))
