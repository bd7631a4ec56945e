"""The part of a plane that a map shows, and where its points lie in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.plot.axis import Array
from optsim.plot.raster import cell_of

#: dots of a braille cell, which are as wide as they are high
_ACROSS, _DOWN = 2, 4


class Window(NamedTuple):
    """The part of the plane that is shown: x from left to right, y from bottom to top."""

    left: float
    right: float
    bottom: float
    top: float

    def shares(self, points: Array) -> Array:
        """Points (..., 2) as shares of the window, y counted from the top."""
        x = (points[..., 0] - self.left) / (self.right - self.left)
        y = (self.top - points[..., 1]) / (self.top - self.bottom)
        return np.stack((x, y), axis=-1)

    def mesh(self, columns: int, rows: int) -> Array:
        """The centres of a raster of the window, (rows, columns, 2), the top row first."""
        x = self.left + (np.arange(columns) + 0.5) / columns * (self.right - self.left)
        y = self.top - (np.arange(rows) + 0.5) / rows * (self.top - self.bottom)
        return np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1)

    def zoomed(self, factor: float, x: float, y: float) -> Window:
        """A part of it (factor above 1) or more than it; what lies at shares (x, y from the top) stays where it is."""
        at_x, at_y = self.point(x, y)
        width, height = (self.right - self.left) / factor, (self.top - self.bottom) / factor
        return Window(at_x - x * width, at_x + (1 - x) * width, at_y - (1 - y) * height, at_y + y * height)

    def panned(self, x: float, y: float) -> Window:
        """Moved to the right and upwards by shares of its size."""
        right, up = x * (self.right - self.left), y * (self.top - self.bottom)
        return Window(self.left + right, self.right + right, self.bottom + up, self.top + up)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point at shares of the window, y counted from the top."""
        return self.left + x * (self.right - self.left), self.top - y * (self.top - self.bottom)

    def equal(self, columns: int, rows: int) -> Window:
        """Return it made wider or higher about its middle, so that a length is as long upwards as to the right on so many cells."""
        across, down = max(_ACROSS * columns - 1, 1), max(_DOWN * rows - 1, 1)
        unit = max((self.right - self.left) / across, (self.top - self.bottom) / down)
        more_x, more_y = (unit * across - (self.right - self.left)) / 2, (unit * down - (self.top - self.bottom)) / 2
        return Window(self.left - more_x, self.right + more_x, self.bottom - more_y, self.top + more_y)


def cell_at(x: float, y: float, columns: int, rows: int) -> tuple[int, int]:
    """Return the column and row of the cell in which a path has its dot at shares of the window, y counted from the top."""
    return cell_of(x, columns, _ACROSS), cell_of(y, rows, _DOWN)


def share_at(column: int, row: int, columns: int, rows: int) -> tuple[float, float]:
    """Return the shares of the window in the middle of a cell, y counted from the top."""
    return (_ACROSS * column + 0.5) / (_ACROSS * columns - 1), (_DOWN * row + 1.5) / (_DOWN * rows - 1)
