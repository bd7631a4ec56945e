"""Sums, matrix products and functions of an objective: fast, or with the same bits everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optsim.engine.numerics import exact_math, ordered_sums
from optsim.engine.numerics.optional_kernel import Operations, OptionalKernel
from optsim.engine.settings import Array, BadValueError
from optsim.faults import suggestion

Function = Callable[[Array], Array]
#: squares that are added up at a time: as many as stay in the cache
_SQUARES = 65536
#: pairs of more numbers are added up as two columns
_PAIRS = 256


@dataclass(frozen=True, kw_only=True, eq=False)
class Numerics:
    """The operations whose last bits are a matter of choice; in both kinds no row sees what stands beside it.

    `name` is the word for it in a scenario file. `row_sum` is over the last axis, `column_sum` over the one before;
    `matmul` takes matrices (..., n, k) and (..., k, m); the others are functions of each entry. All that is not here
    (+ − × ÷ √, comparisons, running sums) is exactly rounded, so the same everywhere.
    """

    name: str
    row_sum: Function
    column_sum: Function
    matmul: Callable[[Array, Array], Array]
    exp: Function
    log: Function
    tanh: Function
    sin: Function
    cos: Function
    #: whether an entry of a product has the same bits in a matrix of any size
    by_entry: bool = False

    def row_norm(self, rows: Array) -> Array:
        """Euclidean norm over the last axis."""
        if rows.size <= _SQUARES or rows.ndim == 1 or rows.shape[0] == 1:
            length: Array = np.sqrt(self.row_sum(rows * rows))
            return length
        half = rows.shape[0] // 2
        return np.concatenate([self.row_norm(rows[:half]), self.row_norm(rows[half:])])

    def rows_times(self, rows: Array, matrix: Array) -> Array:
        """Each row (..., k) times the matrix (k, m); stacked, so that no row sees what stands beside it."""
        product: Array = self.matmul(rows[..., None, :], matrix)[..., 0, :]
        return product


def _row_sum(values: Array) -> Array:
    """The ufunc's own reduction: three times as fast as `np.sum` on a few numbers. Of many pairs one addition, to the same bits."""
    if values.shape[-1] == 2 and values.size >= _PAIRS:
        pairs: Array = values[..., 0] + values[..., 1]
        return pairs
    total: Array = np.add.reduce(values, axis=-1)
    return total


def _column_sum(values: Array) -> Array:
    total: Array = np.add.reduce(values, axis=-2)
    return total


def _tanh(values: Array) -> Array:
    """(e²ˣ − 1)/(e²ˣ + 1), absolute error below 3e-16.

    NumPy's own is exact to the last bit or two also next to 0, but half as fast; in a network the absolute error counts.
    """
    doubled = values + values
    # e⁴⁰ leaves 1 − 4e-18: 1 in 64 bits; without the bound it would overflow to inf/inf
    np.minimum(doubled, 40.0, out=doubled)
    power: Array = np.exp(doubled, out=doubled)
    below = power + 1.0
    power -= 1.0
    power /= below
    return power


#: NumPy's own and BLAS: the last bits depend on CPU, SIMD level, BLAS kernel and version
FAST = Numerics(
    name="fast",
    row_sum=_row_sum,
    column_sum=_column_sum,
    matmul=np.matmul,
    exp=np.exp,
    log=np.log,
    tanh=_tanh,
    sin=np.sin,
    cos=np.cos,
)


def _compiled() -> Operations:
    """The operations of the compiled kernel, one after the other. Raises ImportError where numba cannot be used."""
    from optsim.engine.numerics.compiled_kernel import operations  # noqa: PLC0415 it takes a second

    return operations()


KERNEL = OptionalKernel(
    _compiled,
    matmul=ordered_sums.matmul,
    tanh=exact_math.tanh,
    row_sum=ordered_sums.row_sum,
    column_sum=ordered_sums.column_sum,
)
#: exactly rounded operations in a fixed order: the same bits on every machine
STRICT = Numerics(
    name="strict",
    row_sum=KERNEL.operations["row_sum"],
    column_sum=KERNEL.operations["column_sum"],
    matmul=KERNEL.operations["matmul"],
    exp=exact_math.exp,
    log=exact_math.log,
    tanh=KERNEL.operations["tanh"],
    sin=exact_math.sin,
    cos=exact_math.cos,
    by_entry=True,
)
NUMERICS: Mapping[str, Numerics] = MappingProxyType({each.name: each for each in (FAST, STRICT)})


def numerics_named(name: str) -> Numerics:
    """The numerics that a scenario file has a word for. Raises BadValueError for any other word."""
    if name not in NUMERICS:
        there = suggestion(str(name), NUMERICS)
        raise BadValueError("numerics", "cannot be {value!r}; {suggestion}", value=name, suggestion=there)
    return NUMERICS[name]
