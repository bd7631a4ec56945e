"""Extreme curvatures from exact products with the second derivatives: of few parameters all, of many by Lanczos' method."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array, Mask

#: parameters of a matrix whose eigenvalues are all worked out
_FEW = 40
#: an eigenvalue is known when what is left of its equation is so small a share of the largest: its own error is the square of that
_LEFT = 1e-5
_MOST_STEPS = 200
_STEPS_AT_ONCE = 5
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


class Extremes(NamedTuple):
    """The least and the largest eigenvalues of some matrices, (matrices,) each."""

    least: Array
    largest: Array


def extreme_curvatures(objective: HasProducts, params: Array) -> tuple[float, float] | None:
    """The least and the largest eigenvalue of the second derivatives at params (dim,); None where they are not finite."""
    least, largest = (float(each[0]) for each in curvatures_of(objective, params[None], least=True))
    return (least, largest) if np.isfinite(least + largest) else None


def sharpness(objective: HasProducts, params: Array, preconditioner: Array | None = None) -> Array:
    """The largest eigenvalue of the second derivatives H at params (..., dim), shape (...); NaN where they are not finite.

    With a `preconditioner` P, (..., dim), that of P⁻¹H; NaN where P is not positive.
    """
    divisor = np.ones_like(params) if preconditioner is None else preconditioner
    flat, scale = (each.reshape(-1, objective.dim) for each in (params, divisor))
    largest = np.full(len(flat), np.nan)
    finite = (np.isfinite(flat) & np.isfinite(scale) & (scale > 0)).all(axis=-1)
    if finite.any():
        scales = None if preconditioner is None else 1 / np.sqrt(scale[finite])
        largest[finite] = curvatures_of(objective, flat[finite], scales).largest
    return largest.reshape(params.shape[:-1])


def curvatures_of(
    objective: HasProducts, params: Array, scales: Array | None = None, *, least: bool = False
) -> Extremes:
    """The extreme eigenvalues at params (points, dim), NaN where they are not finite; the least only as good as asked for.

    With `scales` s, (points, dim), those of diag(s) H diag(s), which are those of diag(s²) H.
    """

    def product(along: Array) -> Array:
        if scales is None:
            return objective.hessian_product(params, along)
        image: Array = scales * objective.hessian_product(params, scales * along)
        return image

    with np.errstate(all="ignore"):
        if objective.dim > _FEW:
            return _lanczos(product, params.shape, least=least)
        matrices = objective.hessian_product(params[:, None, :], np.eye(objective.dim))
        # those of a quadratic are the same at all points, and given once
        matrices = np.broadcast_to(matrices, (len(params), *matrices.shape[-2:]))
        if scales is not None:
            matrices = scales[:, :, None] * matrices * scales[:, None, :]
        bad: Mask = np.isnan((matrices - matrices).sum(axis=(-1, -2)))
        symmetric = np.where(bad[:, None, None], 0.0, (matrices + matrices.swapaxes(-1, -2)) / 2)
        values = np.where(bad[:, None], np.nan, np.linalg.eigvalsh(symmetric))
        return Extremes(values[:, 0], values[:, -1])


def _lanczos(product: Product, shape: tuple[int, ...], *, least: bool) -> Extremes:
    """Lanczos (1950) from a fixed random direction, at all points at once, with full re-orthogonalisation, until the ends stand.

    Each point has the ends of the step at which its own stand, so that it has the same bits beside others as alone. The error of an eigenvalue is at most what is left, and near its square over the gap to the next (Parlett 1998, chapter 11).
    """
    first = Noise(0).generator(Stream.INIT).standard_normal(shape[-1])
    most = min(shape[-1], _MOST_STEPS)
    basis = np.empty((most + 1, *shape))
    basis[0] = first / np.sqrt((first * first).sum())
    diagonal, beside = np.zeros((shape[0], most)), np.zeros((shape[0], most))
    extremes, unknown = Extremes(*np.full((2, shape[0]), np.nan)), np.ones(shape[0], np.bool_)
    for step in range(most):
        image = product(basis[step])
        diagonal[:, step] = (basis[step] * image).sum(axis=-1)
        known = basis[: step + 1]
        for _ in range(2):
            image = image - ((known * image).sum(axis=-1)[..., None] * known).sum(axis=0)
        beside[:, step] = length = np.sqrt((image * image).sum(axis=-1))
        due = unknown & ((length <= 0) | np.isnan(length) | (step + 1 == most or (step + 1) % _STEPS_AT_ONCE == 0))
        if due.any():
            ends, rest = _ritz(diagonal[:, : step + 1], beside[:, :step])
            size = np.maximum(np.abs(ends.least), np.abs(ends.largest))
            left = (rest if least else rest[:, 1:]).max(axis=-1) * length
            goes_on = (left > _LEFT * size) & (length > _NOTHING * size) & (step + 1 < most)
            for values, end in zip(extremes, ends, strict=True):
                values[due & ~goes_on] = end[due & ~goes_on]
            unknown &= ~due | goes_on
            if not unknown.any():
                break
        basis[step + 1] = image / np.where(length > 0, length, 1.0)[:, None]
    return extremes


def _ritz(diagonal: Array, beside: Array) -> tuple[Extremes, Array]:
    """Return the extreme eigenvalues of tridiagonal matrices (points, steps), and the last entries of their vectors (points, 2)."""
    points, steps = diagonal.shape
    matrices, rows = np.zeros((points, steps, steps)), np.arange(steps)
    matrices[:, rows, rows] = diagonal
    matrices[:, rows[1:], rows[:-1]] = beside
    bad: Mask = np.isnan((matrices - matrices).sum(axis=(-1, -2)))
    values, vectors = np.linalg.eigh(np.where(bad[:, None, None], 0.0, matrices))
    values = np.where(bad[:, None], np.nan, values)
    return Extremes(values[:, 0], values[:, -1]), np.abs(vectors[:, -1, [0, -1]])
