"""Sums and matrix products whose terms are added one after the other, each sum rounded: the same bits everywhere."""

from __future__ import annotations

import functools

import numpy as np

from optsim.engine.settings import Array

#: products that `_term_by_term` makes at a time: as many as stay in the cache
_PRODUCTS = 32768
#: (…, n, k) times (…, k, m): for each row the terms, for each term a whole row of the result
_SUBSCRIPTS = "...nk,...km->...nm"


def row_sum(values: Array) -> Array:
    """Sum over the last axis, from the first to the last."""
    if values.shape[-1] == 2:
        return values[..., 0] + values[..., 1]
    total: Array = np.add.accumulate(values, axis=-1)[..., -1]
    return total


def column_sum(values: Array) -> Array:
    """Sum over the last axis but one, from the first to the last."""
    total: Array = np.add.accumulate(values, axis=-2)[..., -1, :]
    return total


def matmul(left: Array, right: Array) -> Array:
    """(..., n, k) times (..., k, m): for each entry k products, added from the first to the last, each rounded."""
    (rows, terms), columns = left.shape[-2:], right.shape[-1]
    if terms == 1:
        return left * right
    if rows == columns == 1:
        return row_sum(left[..., 0, :] * right[..., 0])[..., None, None]
    if rows >= 2 * columns:
        # what is added at a time is a row of the result: the longer it is, the better
        return _product(right.swapaxes(-1, -2), left.swapaxes(-1, -2)).swapaxes(-1, -2)
    return _product(left, right)


def _product(left: Array, right: Array) -> Array:
    """Multiply matrices of at least two terms and two columns."""
    return _by_einsum(left, right) if _einsum_is_exact() else _term_by_term(left, right)


def _by_einsum(left: Array, right: Array) -> Array:
    """Multiply in one pass, without room for the products.

    `right` in the order of its rows makes the terms the outer loop; where two lie side by side einsum would add in another order.
    """
    left, right = np.ascontiguousarray(left), np.ascontiguousarray(right)
    total: Array = np.einsum(_SUBSCRIPTS, left, right)
    if not total.all():
        # it begins at +0, which takes the sign from a sum of nothing but −0
        negative = np.einsum(_SUBSCRIPTS, np.copysign(1.0, left), np.copysign(1.0, right)) == -left.shape[-1]
        total[negative & (total == 0)] = -0.0
    return total


def _term_by_term(left: Array, right: Array) -> Array:
    """Make the products of a column of `left` and a row of `right` for all entries at once, several pairs at a time."""
    axes = max(left.ndim, right.ndim)
    left, right = (each.reshape((1,) * (axes - each.ndim) + each.shape) for each in (left, right))
    batch = range(axes - 2)
    columns, rows = left.transpose(-1, *batch, -2)[..., None], right.transpose(-2, *batch, -1)[..., None, :]
    total: Array = columns[0] * rows[0]
    terms = len(columns) - 1
    together = max(1, min(terms, _PRODUCTS // total.size))
    room = np.empty((together, *total.shape))
    for at in range(1, terms + 1, together):
        some = min(together, terms + 1 - at)
        for product in np.multiply(columns[at : at + some], rows[at : at + some], out=room[:some]):
            np.add(total, product, out=total)
    return total


@functools.cache
def _einsum_is_exact() -> bool:
    """Tell if this NumPy's einsum rounds each product and adds in order; where it is built to fuse them it does not."""
    drawn = np.random.Generator(np.random.PCG64(0)).standard_normal
    shapes = ((2, 3, 5, 37), (1, 4, 33, 2), (3, 1, 2, 16))
    pairs = [(drawn((batch, n, k)), drawn((batch, k, m))) for batch, n, k, m in shapes]
    return all(np.array_equal(np.einsum(_SUBSCRIPTS, *pair), _term_by_term(*pair)) for pair in pairs)
