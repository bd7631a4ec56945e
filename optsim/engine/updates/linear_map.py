"""An update that is linear in the gradient, as a matrix: what theory needs to know of an optimizer."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array


class Modes(NamedTuple):
    """The directions of a quadratic form, each of which an update that is linear in the gradient takes by itself.

    `curvatures` λ (dim,), negative where it goes down; `axes` (dim, dim), whose columns are the directions, None where they
    are the coordinates; `center` (dim,), where the slope is zero; `noise` (dim,), the standard deviation of the gradient's
    noise along each. `radius` is how far from the center the form holds; ∞ where it is exact.
    """

    curvatures: Array
    axes: Array | None
    center: Array
    noise: Array
    radius: float = math.inf

    @property
    def exact(self) -> bool:
        """True if the function is that form everywhere."""
        return math.isinf(self.radius)

    def distances(self, params: Array) -> Array:
        """Return how far params (..., dim) are from the center along each direction, shape (..., dim)."""
        offset = params - self.center
        # row by row: a product of matrices gives a row other last bits than it has alone
        return offset if self.axes is None else (offset[..., None, :] @ self.axes)[..., 0, :]


class LinearMap(NamedTuple):
    """One update along directions of given curvature λ: z ← matrix·z + push·ξ.

    z is (distance from the minimum, what the optimizer carries) and ξ the noise in the gradient, so that the gradient at a
    distance x is λx + ξ. Shapes (..., 2, 2) and (..., 2), the leading axes being those of the curvatures.
    """

    matrix: Array
    push: Array

    @property
    def gain(self) -> float:
        """By how much one step follows its own gradient: −∂Δθ/∂g."""
        return -float(self.push.flat[0])


def linear_map(
    distance: tuple[Array | float, Array | float],
    memory: tuple[Array | float, Array | float],
    push: tuple[float, float],
) -> LinearMap:
    """The map of many directions from its entries, each an array over the directions or a number for all.

    `distance` says how the new distance follows from (distance, carried), `memory` how what is carried does, and `push` how
    the gradient's noise enters the two.
    """
    a, b, c, d = np.broadcast_arrays(*distance, *memory)
    matrix = np.stack((np.stack((a, b), axis=-1), np.stack((c, d), axis=-1)), axis=-2, dtype=np.float64)
    return LinearMap(matrix, np.broadcast_to(np.array(push, dtype=np.float64), (*matrix.shape[:-2], 2)))
