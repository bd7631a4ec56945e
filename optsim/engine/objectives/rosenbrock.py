"""Rosenbrock's function: a bent, narrow valley."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class Rosenbrock(PlaneFunction):
    """f(x, y) = (1 − x)² + 100 (y − x²)²; minimum 0 at (1, 1).

    Rosenbrock (1960), "An automatic method for finding the greatest or least value of a function".
    """

    name: ClassVar[str] = "rosenbrock"
    title: ClassVar[str] = "Rosenbrock"
    formula: ClassVar[str] = "f(x,y) = (1−x)² + 100(y−x²)²"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((1.0, 1.0),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (-1.2, 1.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        short, off = 1 - x, y - x * x
        return short * short + 100 * (off * off), -2 * short - 400 * (x * off), 200 * off
