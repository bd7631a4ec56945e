"""Himmelblau's function: four minima of equal depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class Himmelblau(PlaneFunction):
    """f(x, y) = (x² + y − 11)² + (x + y² − 7)²; minimum 0 at (3, 2) and three further points.

    Himmelblau (1972), "Applied nonlinear programming".
    """

    name: ClassVar[str] = "himmelblau"
    title: ClassVar[str] = "Himmelblau"
    formula: ClassVar[str] = "f(x,y) = (x²+y−11)² + (x+y²−7)²"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    )

    noise: NoiseScale = 0.0
    start: PlaneStart = (0.0, -4.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        first, second = x * x + y - 11, x + y * y - 7
        return first * first + second * second, 4 * (x * first) + 2 * second, 2 * first + 4 * (y * second)
