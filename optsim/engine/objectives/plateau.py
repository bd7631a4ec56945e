"""A plateau: almost no slope far from the minimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.settings import Array, NoiseScale


@dataclass(frozen=True, kw_only=True)
class Plateau(PlaneFunction):
    """f(x, y) = r²/(10 + r²) with r = x² + y², so that the slope dies out far away; minimum 0 at the origin.

    Steps in proportion to the gradient crawl there; steps of a size of their own do not.
    """

    name: ClassVar[str] = "plateau"
    title: ClassVar[str] = "Plateau"
    formula: ClassVar[str] = "f(x,y) = r²/(10 + r²), r = x²+y²"

    minima: ClassVar[tuple[tuple[float, ...], ...]] = ((0.0, 0.0),)

    noise: NoiseScale = 0.0
    start: PlaneStart = (4.0, 3.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y."""
        radius = x * x + y * y
        below = 10 + radius * radius
        slope = 40 * radius / (below * below)
        return radius * radius / below, slope * x, slope * y
