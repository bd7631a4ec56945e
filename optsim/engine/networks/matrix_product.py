"""Base of objectives that fit a product of matrices to a given one."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, NamedTuple, Self

import numpy as np

from optsim.engine.curvature.products import extreme_curvatures
from optsim.engine.networks.dense import Dense, layers_of
from optsim.engine.numerics.numerics import Numerics
from optsim.engine.objective import Objective
from optsim.engine.settings import Array


class Target(NamedTuple):
    """A matrix, and how much each of its entries counts, both (rows, columns); None: all the same."""

    matrix: Array
    weights: Array | None = None


class MatrixProduct(Objective):
    """f = ½ Σ weight · (W₁W₂… − M)² over the entries of M. A subclass gives the sizes, the start, and `bind` by `_with`.

    The parameters are the matrices one after the other, each row by row.
    """

    @property
    @abstractmethod
    def _sizes(self) -> tuple[int, ...]:
        """Rows of the first matrix, columns of the first that are rows of the second, and so on."""

    @property
    def _dense(self) -> Dense:
        return Dense(layers_of(self._sizes, bias=False), "linear", self.numerics)

    @property
    def dim(self) -> int:
        """The entries of all matrices."""
        return int(self._dense.layers[-1].weights.stop)

    def _with(self, **drawn: Any) -> Self:
        """With what a seed draws, `target` among it."""
        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, **drawn)
        return bound

    @property
    def _target(self) -> Target:
        target: Target | None = self.__dict__.get("target")
        if target is None:
            raise ValueError("the matrix belongs to a seed: use the objective that bind(noise) gives")
        return target

    def matrices(self, params: Array) -> list[Array]:
        """The matrices of params (..., dim), each (..., rows, columns)."""
        layers = self._dense.layers
        return [params[..., each.weights].reshape(*params.shape[:-1], each.inputs, each.outputs) for each in layers]

    def product(self, params: Array) -> Array:
        """The product of all matrices, (..., rows, columns)."""
        return self._dense.forward(params, np.eye(self._sizes[0]))[-1]

    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Loss and gradient."""
        dense = self._dense
        outputs = dense.forward(params, np.eye(self._sizes[0]))
        loss, slope = _misfit(outputs[-1], self._target, self.numerics)
        return loss, dense.backward(params, outputs, slope)

    def loss(self, params: Array) -> Array:
        """The loss, without a gradient."""
        return _misfit(self.product(params), self._target, self.numerics)[0]

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives times a direction."""
        dense, target = self._dense, self._target
        outputs = dense.forward(params, np.eye(self._sizes[0]))
        slope = _misfit(outputs[-1], target, self.numerics)[1]
        weights = target.weights
        return dense.product(
            params, outputs, slope, direction, lambda change: change if weights is None else weights * change
        )

    def curvature_range(self, params: Array) -> tuple[float, float] | None:
        """The least and the largest eigenvalue of the second derivatives, from exact products."""
        return extreme_curvatures(self, params)


def _misfit(product: Array, target: Target, numerics: Numerics) -> tuple[Array, Array]:
    """Return the loss (...), and its slope by the entries of the product (..., rows, columns)."""
    error = product - target.matrix
    slope = error if target.weights is None else target.weights * error
    return 0.5 * numerics.row_sum(numerics.row_sum(error * slope)), slope


def of_modes(strengths: Array, left: Array, right: Array, numerics: Numerics) -> Array:
    """The matrix of given singular values (modes,), whose singular vectors are the first columns of `left` and `right`."""
    modes = len(strengths)
    return numerics.matmul(left[:, :modes] * strengths, np.ascontiguousarray(right[:, :modes].T))
