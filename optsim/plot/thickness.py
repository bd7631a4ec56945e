"""Thickness of strokes: lines of a dot become two dots thick."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optsim.plot.cell import BITS

_BITS = np.array(BITS, np.uint8)


def thickened(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return strokes two dots thick, to the right and down of those that are one.

    Args:
        bits: Braille bits of the strokes' cells, (..., rows, columns).
    """
    *more, rows, columns = bits.shape
    dots = (bits[..., None, None] & _BITS) > 0
    fine = np.moveaxis(dots, -2, -3).reshape(*more, 4 * rows, 2 * columns)
    fine[..., 1:, :] |= fine[..., :-1, :].copy()
    fine[..., :, 1:] |= fine[..., :, :-1].copy()
    cells = np.moveaxis(fine.reshape(*more, rows, 4, columns, 2), -3, -2)
    thick: npt.NDArray[np.uint8] = (cells * _BITS).sum(axis=(-1, -2), dtype=np.uint8)
    return thick
