"""The three-hump camel function: three valleys, one of them the lowest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim import Array
from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import NoiseScale


@dataclass(frozen=True, kw_only=True)
class ThreeHumpCamel(PlaneFunction):
    """f(x, y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y²; minimum 0 at (0, 0)."""

    name: ClassVar[str] = "three_hump_camel"
    title: ClassVar[str] = "Three-hump camel"
    formula: ClassVar[str] = "f(x,y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y²"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((0.0, 0.0),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (-2.0, 2.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """Return f, ∂f/∂x and ∂f/∂y."""
        square = x * x
        value = square * (2 - 1.05 * square + square * square / 6) + x * y + y * y
        return value, x * (4 - 4.2 * square + square * square) + y, x + 2 * y
