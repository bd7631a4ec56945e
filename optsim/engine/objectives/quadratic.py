"""A quadratic bowl of any spectrum, rotated or not, with gradient noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal

import numpy as np

from optsim.engine.formula_text import term, vector_note
from optsim.engine.numerics.exact_scalars import cos_pi, progression, sin_pi
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.objective import NoisyFunction, Objective, start_point
from optsim.engine.settings import Array, BadValueError, Setting, Start
from optsim.engine.updates.linear_map import Modes
from optsim.system.limits import MOST_PARAMS, MOST_TURNED

Eigenvalues = Annotated[tuple[float, ...], Setting(help="the curvatures λᵢ, one a coordinate", above=0)]
Spectrum = Annotated[Literal["inverse", "linear", "geometric"] | None, Setting(help="curvatures made from dim")]
Dim = Annotated[int, Setting(help="number of parameters, with spectrum", least=0, limit=MOST_PARAMS)]
Condition = Annotated[float, Setting(help="λmax/λmin of a linear or geometric spectrum", least=1, scale="log")]
Center = Annotated[tuple[float, ...], Setting(help="where the minimum is; empty: the origin")]
Rotation = Annotated[float | Literal["random"], Setting(help="angle in 2-D, or random in any dimension", unit="°")]
GradientNoise = Annotated[
    float | Literal["curvature"],
    Setting(help="standard deviation per coordinate, or curvature: covariance H/batch_size", symbol="σ", least=0),
]
BatchSize = Annotated[int, Setting(help="divides the variance of curvature noise", least=1)]


@dataclass(frozen=True, kw_only=True)
class Quadratic(NoisyFunction):
    """f(x) = ½ (x − c)ᵀ R diag(λ) Rᵀ (x − c), sampled with the noise ξᵀx.

    The curvatures are `eigenvalues`, or a `spectrum` over `dim` coordinates with λmax = 1: "inverse" λᵢ = 1/i, "linear" and
    "geometric" from 1 down to 1/condition. Noise "curvature" has covariance R diag(λ) Rᵀ / batch_size: the noisy quadratic
    model of Zhang et al. (2019), "Which algorithmic choices matter at which batch sizes?".
    """

    name: ClassVar[str] = "quadratic"
    title: ClassVar[str] = "Quadratic"

    eigenvalues: Eigenvalues = ()
    spectrum: Spectrum = None
    dim: Dim = 0
    condition: Condition = 100.0
    center: Center = ()
    rotation: Rotation = 0.0
    noise: GradientNoise = 0.0  # type: ignore[assignment]
    batch_size: BatchSize = 1
    start: Start = "normal"

    def __post_init__(self) -> None:
        """Settle the dimension; raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        if bool(self.eigenvalues) == (self.spectrum is not None):
            raise BadValueError("eigenvalues", "give either eigenvalues = [...] or a spectrum with dim, one of the two")
        if self.spectrum is not None and self.dim < 1:
            raise BadValueError(
                "dim", 'must be given with spectrum = "{spectrum}": the number of parameters', spectrum=self.spectrum
            )
        if self.eigenvalues and self.dim not in (0, len(self.eigenvalues)):
            raise BadValueError(
                "dim",
                "is {dim}, but there are {count} eigenvalues; leave it out",
                dim=self.dim,
                count=len(self.eigenvalues),
            )
        object.__setattr__(self, "dim", self.dim or len(self.eigenvalues))
        for key in ("start", "center"):
            value = getattr(self, key)
            if value and value != "normal" and len(value) != self.dim:
                raise BadValueError(
                    key, "has {count} numbers, but the objective has {dim} parameters", count=len(value), dim=self.dim
                )
        if self.rotation not in {"random", 0.0} and self.dim != 2:
            raise BadValueError(
                "rotation", 'an angle needs 2 parameters, here are {dim}; use rotation = "random"', dim=self.dim
            )

        if self.rotation == "random" and self.dim > MOST_TURNED:
            raise BadValueError(
                "rotation", "can be random in up to {most} dimensions, here are {dim}", most=MOST_TURNED, dim=self.dim
            )

    def in_use(self, key: str) -> bool:
        """The condition number is one of two spectra, a batch size of the noise that follows the curvature."""
        match key:
            case "dim":
                return self.spectrum is not None
            case "condition":
                return self.spectrum in {"linear", "geometric"}
            case "batch_size":
                return self.noise == "curvature"
        return True

    def with_batch_size(self, size: int) -> Objective:
        """The bowl with its curvature noise divided by another size. Raises BadValueError where the noise is none of that kind."""
        if self.noise != "curvature":
            raise BadValueError("batch_size", 'has no meaning here: only noise = "curvature" knows one; leave it out')
        return super().with_batch_size(size)

    def bind(self, noise: Noise) -> Quadratic:
        """With the random rotation of the seed drawn."""
        if self.rotation != "random":
            return self
        from optsim.engine.numerics.rotations import random_rotation  # noqa: PLC0415 few bowls are turned at random

        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, basis=random_rotation(noise.generator(Stream.DATA), self.dim))
        return bound

    def over_seeds(self, bound: Sequence[Objective]) -> Objective | None:
        """Itself, but where each seed has a rotation of its own."""
        return None if self.rotation == "random" else self

    @cached_property
    def curvatures(self) -> Array:
        """λ, shape (dim,)."""
        match self.spectrum:
            case None:
                return np.array(self.eigenvalues, dtype=np.float64)
            case "inverse":
                return 1.0 / np.arange(1, self.dim + 1)
            case "linear":
                share = np.arange(self.dim) / max(self.dim - 1, 1)
                return (1 - share) + share / self.condition
            case "geometric":
                return np.array(progression(1.0, 1.0 / self.condition, self.dim))

    @cached_property
    def basis(self) -> Array | None:
        """R, shape (dim, dim): its columns are the axes of the bowl; None where they are the coordinates."""
        if self.rotation == 0:
            return None
        if self.rotation == "random":
            raise ValueError("a random rotation belongs to a seed: use the objective that bind(noise) gives")
        cos, sin = cos_pi(self.rotation / 180), sin_pi(self.rotation / 180)
        return np.array([[cos, -sin], [sin, cos]])

    @cached_property
    def minimizer(self) -> Array:
        """c, shape (dim,)."""
        return np.array(self.center or (0.0,) * self.dim)

    def initial(self, noise: Noise) -> Array:
        """The start, or one drawn from N(0, I)."""
        return start_point(self.start, self.dim, noise)

    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss and gradient."""
        offset = params - self.minimizer if self.center else params
        if self.basis is None:
            grad = self.curvatures * offset
        else:
            along = self.numerics.rows_times(offset, self.basis)
            grad = self.numerics.rows_times(self.curvatures * along, self.basis.T)
        return 0.5 * self.numerics.row_sum(offset * grad), grad

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives times a direction."""
        if self.basis is None:
            return self.curvatures * direction
        along = self.numerics.rows_times(direction, self.basis)
        return self.numerics.rows_times(self.curvatures * along, self.basis.T)

    @property
    def stochastic(self) -> bool:
        """True if there is gradient noise."""
        return self.noise == "curvature" or self.noise > 0

    def noise_scale(self) -> float | Array:
        """Standard deviation along the axes of the bowl."""
        return np.sqrt(self.curvatures / self.batch_size) if self.noise == "curvature" else self.noise

    def gradient_variance(self, params: Array) -> Array:
        """The same everywhere; of a batch of one."""
        return super().gradient_variance(params) * (self.batch_size if self.noise == "curvature" else 1)

    def sample(self, noise: Noise, step: int) -> Array | None:
        """ξ of a step, shape (dim,), in the coordinates of x."""
        xi = super().sample(noise, step)
        rotated = xi is not None and self.noise == "curvature" and self.basis is not None
        return self.numerics.rows_times(xi, self.basis.T) if rotated else xi  # type: ignore[arg-type, union-attr]

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """c."""
        return (tuple(self.minimizer.tolist()),)

    @property
    def modes(self) -> Modes:
        """The axes of the bowl."""
        noise = np.broadcast_to(np.asarray(self.noise_scale(), dtype=np.float64), (self.dim,))
        return Modes(self.curvatures, self.basis, self.minimizer, noise)

    @property
    def largest_curvature(self) -> float:
        """λmax."""
        return float(self.curvatures.max())

    def curvature_range(self, params: Array) -> tuple[float, float]:
        """λmin and λmax, the same everywhere."""
        return float(self.curvatures.min()), float(self.curvatures.max())

    @property
    def formula(self) -> str:
        """The function with its numbers where they are few."""
        if self.dim <= 3 and self.basis is None and not self.center:
            names = "xyz"[: self.dim]
            terms = (term(curvature / 2, f"{axis}²") for curvature, axis in zip(self.curvatures, names, strict=True))
            return f"f({','.join(names)}) = " + " ".join(terms).removeprefix("+ ")
        smallest, largest = self.curvatures.min(), self.curvatures.max()
        rotated = ", rotated" if self.rotation != 0 else ""
        return f"f(x) = ½ Σ λᵢxᵢ², {vector_note(self.dim)}, λ from {smallest:.3g} to {largest:.3g}{rotated}"
