"""Quadratics: rate, noise floor and expected risk of every update that is linear in the gradient.

On f = ½ Σ λᵢxᵢ² such an update takes each direction by itself: z ← Az + bξ with z = (distance from the minimum, what is
carried), the map that `Optimizer.linear` gives. Everything here follows from that one matrix per direction: Polyak (1964)
for momentum, O'Donoghue and Candès (2015) for NAG, Zhang et al. (2019) for the risk. A rotation changes nothing: the
directions are the axes of the bowl. Arrays have the directions as their last axis, shape (..., modes).
"""

from __future__ import annotations

import numpy as np

from optsim.engine.settings import Array, Mask
from optsim.engine.updates.linear_map import LinearMap

#: a rate so near to 1 is 1 but for rounding errors: x does not settle in any number of steps
_STANDS = 1e-12
#: moments of (x, v) along a direction: E x, E v, Var x, Cov(x, v), Var v, and 1
_MOMENTS = 6


def rates(linear: LinearMap) -> Array:
    """Return the factor per step on the distance in each direction in the long run: the spectral radius, (..., modes)."""
    a, b, c, d = (linear.matrix[..., row, column] for row in (0, 1) for column in (0, 1))
    half, product = (a + d) / 2, a * d - b * c
    square = half * half - product
    # complex roots have the product's root as their size
    real = np.abs(half) + np.sqrt(np.maximum(square, 0.0))
    radius: Array = np.where(square < 0, np.sqrt(np.maximum(product, 0.0)), real)
    return radius


def settles(linear: LinearMap) -> Mask:
    """Tell where x settles in a number of steps that can be taken, shape (..., modes)."""
    there: Mask = rates(linear) < 1 - _STANDS
    return there


def double_root(linear: LinearMap, steps: int) -> Mask:
    """Tell where the two factors of a direction are equal, or cannot be told apart in that many steps.

    The distance in such a direction shrinks like t·rᵗ: by r (1 + 1/t) a step.

    Args:
        linear: The map.
        steps: The steps.

    Returns:
        A mask of shape (..., modes).
    """
    a, b, c, d = (linear.matrix[..., row, column] for row in (0, 1) for column in (0, 1))
    half, square = (a + d) / 2, ((a - d) / 2) ** 2 + b * c
    double: Mask = (half != 0) & (np.sqrt(np.abs(square)) * max(steps, 1) < np.abs(half))
    return double


def floors(linear: LinearMap, variance: Array) -> Array:
    """Return the variance of x in each direction that gradient noise keeps up, ∞ where x does not settle.

    It solves S = A S Aᵀ + variance · b bᵀ. For SGD ασ²/(λ(2−αλ)), for momentum ασ²(1+β)/(λ(1−β)(2(1+β)−αλ)): see Mandt,
    Hoffman and Blei (2017), section 4.

    Args:
        linear: The map.
        variance: That of the gradient's noise in each direction, shape (..., modes).

    Returns:
        The variances, shape (..., modes).
    """
    step = transfer(linear, variance)
    second = step[..., 2:5, 2:5]
    there = settles(linear)
    system = np.where(there[..., None, None], np.eye(3) - second, np.eye(3))
    # so near to the limit that a rounding error is all that is left of the difference
    there &= np.abs(np.linalg.det(system)) > 0
    variances = np.linalg.solve(np.where(there[..., None, None], system, np.eye(3)), step[..., 2:5, 5:])[..., 0, 0]
    return np.where(variance > 0, np.where(there, variances, np.inf), 0.0)


def floor(curvatures: Array, linear: LinearMap, variance: Array) -> float:
    """Return the expected loss that noise keeps up: ½ Σ λᵢ Varᵢ; ∞ where a direction does not settle.

    Args:
        curvatures: λᵢ, shape (modes,).
        linear: The map along these directions.
        variance: That of the gradient's noise in each, shape (modes,).
    """
    return float(0.5 * (curvatures * floors(linear, variance)).sum(axis=-1))


def beginning(distance: Array) -> Array:
    """Return the moments at rest at known distances (..., modes) from the minimum, shape (..., modes, 6)."""
    moments = np.zeros((*distance.shape, _MOMENTS))
    moments[..., 0], moments[..., 5] = distance, 1.0
    return moments


def transfer(linear: LinearMap, variance: Array) -> Array:
    """Return the matrix that takes the moments of a step to those of the next.

    This is the recursion of Zhang et al. (2019), appendix, with the mean kept apart from the variance.

    Args:
        linear: The map.
        variance: That of the gradient's noise in each direction, shape (..., modes).

    Returns:
        The matrices, shape (..., modes, 6, 6).
    """
    matrix, push = linear
    step = np.zeros((*matrix.shape[:-2], _MOMENTS, _MOMENTS))
    step[..., :2, :2] = matrix
    (a, b), (c, d) = ((matrix[..., row, 0], matrix[..., row, 1]) for row in (0, 1))
    p, q = push[..., 0], push[..., 1]
    rows = (
        (a * a, 2 * a * b, b * b, p * p * variance),
        (a * c, a * d + b * c, b * d, p * q * variance),
        (c * c, 2 * c * d, d * d, q * q * variance),
    )
    for row, (xx, xv, vv, noise) in enumerate(rows, start=2):
        step[..., row, 2], step[..., row, 3], step[..., row, 4], step[..., row, 5] = xx, xv, vv, noise
    step[..., 5, 5] = 1.0
    return step


def onward(moments: Array, step: Array, steps: int = 1) -> Array:
    """Return the moments some steps later, all of the same transfer matrix.

    Args:
        moments: The moments, shape (..., modes, 6).
        step: The transfer matrix, shape (..., modes, 6, 6).
        steps: The number of steps.
    """
    matrix = step if steps == 1 else np.linalg.matrix_power(step, steps)
    later: Array = (matrix @ moments[..., None])[..., 0]
    return later


def expected_loss(curvatures: Array, moments: Array) -> tuple[Array, Array]:
    """Return mean and standard deviation of ½ Σ λᵢxᵢ² over all noise, each of shape (...).

    The directions are independent and, with normal noise, normal: Var x² = 2s² + 4m²s, s the variance of x and m its mean.

    Args:
        curvatures: λᵢ, shape (modes,).
        moments: The moments of x, shape (..., modes, 6).
    """
    mean, variance = moments[..., 0], moments[..., 2]
    loss = 0.5 * (curvatures * (mean * mean + variance)).sum(axis=-1)
    square = 0.5 * (curvatures**2 * variance * (variance + 2 * mean * mean)).sum(axis=-1)
    return loss, np.sqrt(square)
