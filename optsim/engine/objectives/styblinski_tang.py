"""The Styblinski–Tang function: four minima of different depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class StyblinskiTang(PlaneFunction):
    """f(x, y) = ½ Σ (z⁴ − 16z² + 5z) over both coordinates; minimum −78.332 at (−2.9035, −2.9035).

    Styblinski and Tang (1990), "Experiments in nonconvex optimization".
    """

    name: ClassVar[str] = "styblinski_tang"
    title: ClassVar[str] = "Styblinski–Tang"
    formula: ClassVar[str] = "f(x,y) = ½(x⁴−16x²+5x + y⁴−16y²+5y)"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((-2.903534027771177, -2.903534027771177),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (0.5, 4.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        loss = 0.5 * (_along(x) + _along(y))
        return loss, 2 * (x * x * x) - 16 * x + 2.5, 2 * (y * y * y) - 16 * y + 2.5


def _along(z: Array) -> Array:
    square = z * z
    return square * (square - 16) + 5 * z
