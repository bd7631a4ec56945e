"""A saddle point: curvatures of both signs, held together far out by a quartic."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

import numpy as np

from optsim.engine.formula_text import term, vector_note
from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import NoisyFunction, start_point
from optsim.engine.settings import Array, BadValueError, NoiseScale, Setting, Start
from optsim.engine.updates.linear_map import Modes

Curvatures = Annotated[tuple[float, ...], Setting(help="the curvatures cᵢ at the saddle; negative: it goes down")]
Quartic = Annotated[float, Setting(help="holds the function from below; 0: it falls for ever", least=0)]


@dataclass(frozen=True, kw_only=True)
class Saddle(NoisyFunction):
    """f(x) = ½ Σ cᵢxᵢ² + quartic · Σ xᵢ⁴, with a saddle at the origin where the curvatures differ in sign.

    With quartic = 0 it has no lower bound.
    """

    name: ClassVar[str] = "saddle"
    title: ClassVar[str] = "Saddle point"

    curvatures: Curvatures
    quartic: Quartic = 0.0
    noise: NoiseScale = 0.0
    start: Start = "normal"

    def __post_init__(self) -> None:
        """Raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        if not self.curvatures:
            raise BadValueError("curvatures", "needs at least one number, for instance [1.0, -0.5]")
        if self.start != "normal" and len(self.start) != self.dim:
            raise BadValueError(
                "start", "has {count} numbers, but there are {dim} curvatures", count=len(self.start), dim=self.dim
            )

    @property
    def dim(self) -> int:
        """One parameter a curvature."""
        return len(self.curvatures)

    @cached_property
    def _diagonal(self) -> Array:
        return np.array(self.curvatures, dtype=np.float64)

    def initial(self, noise: Noise) -> Array:
        """The start, or one drawn from N(0, I)."""
        return start_point(self.start, self.dim, noise)

    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss and gradient."""
        square = params * params
        bent = self._diagonal * params
        loss = self.numerics.row_sum(square * (0.5 * self._diagonal + self.quartic * square))
        return loss, bent + (4 * self.quartic) * (square * params)

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives, which are diagonal, times a direction."""
        return (self._diagonal + (12 * self.quartic) * (params * params)) * direction

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """0 in a coordinate that curves upwards, ±√(−c/(4·quartic)) in one that curves downwards; none without a bound."""
        if self.quartic == 0 and min(self.curvatures) < 0:
            return ()
        depths = (math.sqrt(max(-curvature, 0.0) / (4 * self.quartic or 1.0)) for curvature in self.curvatures)
        return tuple(itertools.product(*((-depth, depth) if depth else (0.0,) for depth in depths)))

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """The origin, where the curvatures differ in sign."""
        return ((0.0,) * self.dim,) if min(self.curvatures) < 0 < max(self.curvatures) else ()

    @property
    def modes(self) -> Modes:
        """The coordinates; with a quartic as far as its pull downhill is below a tenth of the slope: 1/√10 of the way down."""
        depths = [-curvature / (4 * self.quartic) for curvature in self.curvatures if curvature < 0 < self.quartic]
        radius = math.sqrt(min(depths) / 10) if depths else math.inf
        if self.quartic > 0 and not depths:
            radius = 0.0
        return Modes(self._diagonal, None, np.zeros(self.dim), np.full(self.dim, float(self.noise)), radius)

    def curvature_range(self, params: Array) -> tuple[float, float]:
        """The least and the largest of cᵢ + 12 · quartic · xᵢ²."""
        second = self._diagonal + 12 * self.quartic * (params * params)
        return float(second.min()), float(second.max())

    @property
    def formula(self) -> str:
        """The function with its numbers where they are few."""
        if self.dim > 3:
            return f"f(x) = ½ Σ cᵢxᵢ² + {self.quartic:g} Σ xᵢ⁴, {vector_note(self.dim)}"
        names = "xyz"[: self.dim]
        terms = [term(curvature / 2, f"{axis}²") for curvature, axis in zip(self.curvatures, names, strict=True)]
        fourth = "+".join(f"{axis}⁴" for axis in names)
        terms.append(term(self.quartic, f"({fourth})"))
        return f"f({','.join(names)}) = " + " ".join(filter(None, terms)).removeprefix("+ ")
