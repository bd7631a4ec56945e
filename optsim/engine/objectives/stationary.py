"""A function whose gradient is exactly zero at four points of four kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale

_SCALE = 0.01


@dataclass(frozen=True, kw_only=True)
class Stationary(PlaneFunction):
    """f with ∂f/∂x = 0.01 (x+2) x (x−2)² (x−4), ∂f/∂y = y: on the x axis a minimum, a saddle, a plateau, a local minimum.

    The gradient is exactly zero at (−2, 0), the lowest minimum, (0, 0), the saddle on its ridge, (2, 0), a plateau that goes
    down on one side and up on the other, and (4, 0), a minimum that is not the lowest.
    """

    name: ClassVar[str] = "stationary"
    title: ClassVar[str] = "Four stationary points"
    formula: ClassVar[str] = "∂f/∂x = (x+2)x(x−2)²(x−4)/100, ∂f/∂y = y"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((-2.0, 0.0), (4.0, 0.0))
    saddles: ClassVar[tuple[tuple[float, ...], ...]] = ((0.0, 0.0),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (1.0, 1.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        # a product, so that no rounding moves its zeros
        slope = _SCALE * ((x + 2) * x * ((x - 2) * (x - 2)) * (x - 4))
        profile = x * x * (-16 + x * (8 + x * (1 + x * (-1.2 + x / 6))))
        return _SCALE * profile + 0.5 * (y * y), slope, y
