"""A convex function on which the heavy ball, at its best on quadratics, runs in a circle for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import NoisyFunction
from optsim.engine.settings import Array, BadValueError, NoiseScale, Setting

Start = Annotated[tuple[float, ...], Setting(help="where every lane starts: one number")]


@dataclass(frozen=True, kw_only=True)
class Lessard(NoisyFunction):
    """f′(x) = 25x for x < 1, x + 24 for 1 ≤ x < 2, 25x − 24 for x ≥ 2: smooth, strongly convex, L = 25, m = 1.

    Lessard, Recht and Packard (2016), "Analysis and design of optimization algorithms via integral quadratic constraints",
    section 4.6: momentum with α = 1/9, β = 4/9 from 3.3 ends in a cycle of three points.
    """

    name: ClassVar[str] = "lessard"
    title: ClassVar[str] = "Lessard–Recht–Packard"
    dim: ClassVar[int] = 1

    noise: NoiseScale = 0.0
    start: Start = (3.3,)

    def __post_init__(self) -> None:
        """Raise BadValueError where the start is not one number."""
        super().__post_init__()
        if len(self.start) != 1:
            raise BadValueError("start", "must be one number, as in [3.3], not {count}", count=len(self.start))

    def initial(self, noise: Noise) -> Array:
        """The start."""
        return np.array(self.start, dtype=np.float64)

    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss and gradient."""
        x = params[..., 0]
        square = 12.5 * (x * x)
        middle = 0.5 * (x * x) + 24 * x - 12
        loss = np.where(x < 1, square, np.where(x < 2, middle, square - 24 * x + 36))
        slope = np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))
        return loss, slope[..., None]

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """0."""
        return ((0.0,),)

    def curvature_range(self, params: Array) -> tuple[float, float]:
        """25, but 1 from 1 to 2."""
        curvature = 1.0 if 1 <= params[0] < 2 else 25.0
        return curvature, curvature

    @property
    def formula(self) -> str:
        """Its slope."""
        return "f′(x) = 25x (x < 1), x + 24 (1 ≤ x < 2), 25x − 24 (x ≥ 2)"
