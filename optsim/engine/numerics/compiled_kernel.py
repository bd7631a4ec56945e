"""Sums, matrix products and tanh of strict numerics as loops that numba compiles, with the same bits.

numba moves no term and fuses no product with a sum unless it is allowed to (`fastmath`): each operation is rounded, in the order
in which it is written. This module needs numba; `optional_kernel` imports it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numba
import numpy as np

from optsim.engine.numerics.exact_math import TANH, tanh_table
from optsim.engine.settings import Array
from optsim.system.cache import cache_folder

_FIRST, _SECOND, _THIRD = TANH
_TABLE = tanh_table()
#: of what has more axes one matrix or row at a time; where the last axis is "::1" its numbers have to lie side by side
_LOOPS = {
    "matmul": ("void(f8[:,:], f8[:,::1], f8[:,::1])", "(n,k),(k,m)->(n,m)"),
    "row_sum": ("void(f8[:], f8[:])", "(n)->()"),
    "column_sum": ("void(f8[:,:], f8[:])", "(n,m)->(m)"),
}
#: what has been compiled, and holds the code that its ufunc runs
_KEEP: list[Any] = []


def operations() -> Iterator[tuple[str, Callable[..., Array]]]:
    """Compile one operation after the other, or load it as it was compiled before: its name in `Numerics`, and itself."""
    folder = cache_folder("numba")
    for name in ("matmul", "tanh", "row_sum", "column_sum"):
        before = numba.config.CACHE_DIR
        # where somebody has chosen another folder for all of numba, there
        numba.config.CACHE_DIR = before or str(folder or "")
        try:
            yield name, _compiled(name, cache=bool(before or folder))
        finally:
            numba.config.CACHE_DIR = before


def _compiled(name: str, *, cache: bool) -> Callable[..., Array]:
    """An operation that takes arrays of any number of axes."""
    if name == "tanh":
        compiled = numba.vectorize(["f8(f8)"], cache=cache)(_tanh)
    else:
        signature, axes = _LOOPS[name]
        compiled = numba.guvectorize([signature], axes, nopython=True, cache=cache)(globals()[f"_{name}"])
    _KEEP.append(compiled)
    # NumPy's own object: numba's looks at the arguments once more at every call
    ufunc: Callable[..., Array] = compiled.ufunc
    around: dict[str, Callable[..., Array]] = {"matmul": _matmul_by, "tanh": _tanh_by}
    return functools.partial(around[name], ufunc) if name in around else ufunc


def _matmul_by(ufunc: Callable[..., Array], left: Array, right: Array) -> Array:
    return ufunc(left, np.ascontiguousarray(right))


def _tanh_by(ufunc: Callable[..., Array], values: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return ufunc(values)


def _matmul(left: Array, right: Array, total: Array) -> None:
    rows, terms = left.shape
    columns = right.shape[1]
    for row in range(rows):
        factor = left[row, 0]
        for column in range(columns):
            total[row, column] = factor * right[0, column]
        for term in range(1, terms):
            factor = left[row, term]
            for column in range(columns):
                total[row, column] += factor * right[term, column]


def _row_sum(values: Array, total: Array) -> None:
    added = values[0]
    for value in values[1:]:
        added += value
    total[0] = added


def _column_sum(values: Array, total: Array) -> None:
    rows, columns = values.shape
    for column in range(columns):
        total[column] = values[0, column]
    for row in range(1, rows):
        for column in range(columns):
            total[column] += values[row, column]


def _tanh(value: float) -> float:
    """Hyperbolic tangent, operation by operation as in `exact_math`."""
    size = abs(value)
    # a NaN has to stay, which `min` leaves to the order
    size = 20.0 if size > 20.0 else size  # noqa: FURB136
    units = np.rint(size * 64.0)
    known = _TABLE[int(units if units <= 1280.0 else 0.0)]
    rest = size - units * (1.0 / 64.0)
    square = rest * rest
    rest += ((square * _THIRD + _SECOND) * square + _FIRST) * square * rest
    return np.copysign((known + rest) / (known * rest + 1.0), value)  # type: ignore[no-any-return]
