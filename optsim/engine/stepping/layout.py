"""Layout of the arrays of many runs in memory: NumPy is quick where the innermost axis is long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.stepping.tape import AnyArray


class Layout(NamedTuple):
    """Maker of arrays of a shape (…, dim), in one order of their numbers."""

    empty: Callable[..., AnyArray]

    def copy(self, values: AnyArray) -> AnyArray:
        """A copy."""
        array = self.empty(values.shape, values.dtype)
        array[...] = values
        return array

    def stack(self, count: int, shape: tuple[int, int]) -> AnyArray:
        """Room for so many arrays of a shape, each in this order."""
        return np.empty((count, *shape)) if self is BY_ROW else np.empty((count, *shape[::-1])).transpose(0, 2, 1)

    def spread(self, values: AnyArray, shape: tuple[int, ...]) -> AnyArray:
        """Settings for arrays of a shape: where the order is not NumPy's, an array of that shape."""
        return values if self is BY_ROW else self.copy(np.broadcast_to(values, shape))


def _transposed(shape: tuple[int, ...], dtype: Any = np.float64) -> AnyArray:
    """An array whose first axis is the innermost in memory, its last the outermost."""
    return np.empty(shape[::-1], dtype).transpose()


#: as NumPy has them: the parameters of a run side by side
BY_ROW = Layout(np.empty)
#: the same parameter of all runs side by side
BY_PARAMETER = Layout(_transposed)
