"""Places for texts on a picture where they hide nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
#: a row farther costs as much as so many columns: a cell is twice as high as wide, and a row belongs to its curve
_ROW_COST = 3


def clear_places(clear: Mask, cells: int) -> Mask:
    """Tell where a text of so many cells can begin (rows, columns): where it and a cell to each side are clear.

    Args:
        clear: The cells that a text may cover, (rows, columns).
        cells: The width of the text.
    """
    rows, columns = clear.shape
    if not 0 < cells <= columns:
        return np.zeros((rows, 0), np.bool_)
    # beside the picture there is nothing to be hidden
    taken = np.zeros((rows, columns + 3), np.int32)
    np.cumsum(~clear, axis=1, out=taken[:, 2:-1])
    taken[:, -1] = taken[:, -2]
    found: Mask = taken[:, cells + 2 :] == taken[:, : columns - cells + 1]
    return found


def nearest_place(places: Mask, row: float, columns: tuple[int, int]) -> tuple[int, int] | None:
    """Return the row and column of the place that is nearest to a row and to a range of columns; None where there is none.

    Args:
        places: Where the text can begin, (rows, columns).
        row: The row that is wanted, a fraction where it lies between two.
        columns: The first and the last column that are wanted, with nothing to choose between them.
    """
    if not places.any():
        return None
    at_row, at_column = np.nonzero(places)
    first, last = columns
    aside = np.maximum(np.maximum(first - at_column, at_column - last), 0)
    best = int(np.argmin(_ROW_COST * np.abs(at_row - row) + aside))
    return int(at_row[best]), int(at_column[best])
