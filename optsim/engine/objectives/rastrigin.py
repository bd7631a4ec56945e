"""Rastrigin's function: a bowl full of local minima."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class Rastrigin(PlaneFunction):
    """f(x, y) = 20 + x² + y² − 10 (cos 2πx + cos 2πy); minimum 0 at the origin, a local one near each grid point.

    Rastrigin (1974), "Systems of extremal control".
    """

    name: ClassVar[str] = "rastrigin"
    title: ClassVar[str] = "Rastrigin"
    formula: ClassVar[str] = "f(x,y) = 20 + x² + y² − 10(cos 2πx + cos 2πy)"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((0.0, 0.0),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (3.3, -2.2)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        turn, cos, sin = 2 * np.pi, self.numerics.cos, self.numerics.sin
        loss = 20 + x * x + y * y - 10 * (cos(turn * x) + cos(turn * y))
        return loss, 2 * x + 10 * turn * sin(turn * x), 2 * y + 10 * turn * sin(turn * y)
