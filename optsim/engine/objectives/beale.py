"""Beale's function: a curved valley between steep corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class Beale(PlaneFunction):
    """f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²; minimum 0 at (3, 0.5).

    Beale (1958), "On an iterative method for finding a local minimum of a function of more than one variable".
    """

    name: ClassVar[str] = "beale"
    title: ClassVar[str] = "Beale"
    formula: ClassVar[str] = "f(x,y) = (1.5−x+xy)² + (2.25−x+xy²)² + (2.625−x+xy³)²"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((3.0, 0.5),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (1.0, 1.5)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        square = y * y
        cube = square * y
        first, second, third = 1.5 - x + x * y, 2.25 - x + x * square, 2.625 - x + x * cube
        loss = first * first + second * second + third * third
        by_x = 2 * (first * (y - 1) + second * (square - 1) + third * (cube - 1))
        return loss, by_x, 2 * x * (first + 2 * (second * y) + 3 * (third * square))
