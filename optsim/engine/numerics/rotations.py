"""Random rotations, from sums and products alone."""

from __future__ import annotations

import math

import numpy as np

from optsim.engine.settings import Array


def random_rotation(generator: np.random.Generator, dim: int) -> Array:
    """A rotation or reflection drawn evenly from all, as a product of Householder reflections, shape (dim, dim).

    Stewart (1980), "The efficient generation of random orthogonal matrices". Sums and products only, no LAPACK.
    """
    basis = np.diag(np.where(generator.random(dim) < 0.5, -1.0, 1.0))
    for first in range(dim - 1):
        normal = generator.standard_normal(dim - first)
        normal[0] += math.copysign(math.sqrt(math.fsum(normal * normal)), normal[0])
        normal /= math.sqrt(math.fsum(normal * normal))
        projected = np.add.accumulate(normal[:, None] * basis[first:], axis=0)[-1]
        basis[first:] -= 2 * np.outer(normal, projected)
    return basis
