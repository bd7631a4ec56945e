"""Extreme curvatures from exact products with the second derivatives: of few parameters all, of many by Lanczos' method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array

#: parameters of a matrix whose eigenvalues are all worked out
_FEW = 40
#: an eigenvalue is known when what is left of its equation is so small a share of the largest
_LEFT = 1e-6
_MOST_STEPS = 200
#: what is left of a direction is rounding
_NOTHING = 1e-13

Product = Callable[[Array], Array]


class HasProducts(Protocol):
    """What gives products with its second derivatives."""

    @property
    def dim(self) -> int:
        """The number of parameters."""

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives at params (..., dim) times a direction (..., dim)."""


def extreme_curvatures(objective: HasProducts, params: Array) -> tuple[float, float] | None:
    """The least and the largest eigenvalue of the second derivatives at params (dim,); None where they are not finite."""
    with np.errstate(all="ignore"):
        return extremes(lambda direction: objective.hessian_product(params, direction), objective.dim)


def extremes(product: Product, dim: int) -> tuple[float, float] | None:
    """The least and the largest eigenvalue of a symmetric matrix, of which `product` takes directions (..., dim); None where not finite."""
    if dim <= _FEW:
        matrix = product(np.eye(dim))
        if not np.isfinite(matrix).all():
            return None
        eigenvalues = np.linalg.eigvalsh((matrix + matrix.T) / 2)
        return float(eigenvalues[0]), float(eigenvalues[-1])
    return _lanczos(product, dim)


def _lanczos(product: Product, dim: int) -> tuple[float, float] | None:
    """Lanczos (1950) from a fixed random direction, with full re-orthogonalisation, until both ends stand.

    The error of an eigenvalue is at most what is left, and near its square over the gap to the next (Parlett 1998, chapter 11).
    """
    first = Noise(0).generator(Stream.INIT).standard_normal(dim)
    basis = np.empty((min(dim, _MOST_STEPS) + 1, dim))
    basis[0] = first / _length(first)
    diagonal, beside = list[float](), list[float]()
    for step in range(min(dim, _MOST_STEPS)):
        image = product(basis[step])
        diagonal.append(float((basis[step] * image).sum()))
        known = basis[: step + 1]
        for _ in range(2):
            image = image - ((known * image).sum(axis=-1)[:, None] * known).sum(axis=0)
        length = _length(image)
        if not np.isfinite(length):
            return None
        values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
        size = max(abs(values[0]), abs(values[-1]))
        if max(abs(vectors[-1, 0]), abs(vectors[-1, -1])) * length <= _LEFT * size or length <= _NOTHING * size:
            break
        beside.append(length)
        basis[step + 1] = image / length
    return float(values[0]), float(values[-1])


def _length(vector: Array) -> float:
    return float(np.sqrt((vector * vector).sum()))
