"""Linear least squares of a given condition number, over mini-batches or all rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

import numpy as np

from optsim.engine.networks.dense import Batch, batch_of, batch_of_step
from optsim.engine.numerics.exact_scalars import progression
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.rotations import random_rotation
from optsim.engine.objective import Objective, start_point
from optsim.engine.settings import Array, BadValueError, Setting, Start
from optsim.engine.updates.linear_map import Modes
from optsim.system.limits import MOST_TURNED

Dim = Annotated[int, Setting(help="number of parameters", least=1, limit=MOST_TURNED)]
Rows = Annotated[int, Setting(help="number of equations", least=1, limit=MOST_TURNED)]
Condition = Annotated[float, Setting(help="λmax/λmin of the second derivatives XᵀX/n", least=1, scale="log")]
Spectrum = Annotated[Literal["linear", "geometric"], Setting(help="how the curvatures lie between 1 and 1/condition")]
ErrorScale = Annotated[float, Setting(help="standard deviation of the errors in y", symbol="σ", least=0)]
BatchSize = Annotated[int, Setting(help="equations in a mini-batch; 0: all of them", least=0)]


class Equations(NamedTuple):
    """X (rows, dim), y (rows, 1), the axes of XᵀX/n (dim, dim), and the solution (dim,)."""

    inputs: Array
    targets: Array
    axes: Array
    solution: Array


@dataclass(frozen=True, kw_only=True)
class LeastSquares(Objective):
    """f(θ) = ‖Xθ − y‖²/2n, y = Xθ* + error, over mini-batches of rows without replacement.

    The eigenvalues of XᵀX/n go from 1 down to 1/condition, exactly; their axes, θ* and the errors are drawn by the seed.
    """

    name: ClassVar[str] = "least_squares"
    title: ClassVar[str] = "Least squares"

    dim: Dim = 10
    rows: Rows = 40
    condition: Condition = 100.0
    spectrum: Spectrum = "geometric"
    noise: ErrorScale = 0.0
    batch_size: BatchSize = 0
    start: Start = "normal"

    def __post_init__(self) -> None:
        """Raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        if self.rows < self.dim:
            raise BadValueError(
                "rows", "are {rows} for {dim} parameters: at least as many are needed", rows=self.rows, dim=self.dim
            )
        if self.batch_size > self.rows:
            self._too_many(self.batch_size)
        if self.start != "normal" and len(self.start) != self.dim:
            raise BadValueError(
                "start", "has {count} numbers, but there are {dim} parameters", count=len(self.start), dim=self.dim
            )

    def with_batch_size(self, size: int) -> Objective:
        """The objective with other mini-batches. Raises BadValueError where there are fewer rows."""
        if size > self.rows:
            self._too_many(size)
        return super().with_batch_size(size)

    def _too_many(self, size: int) -> None:
        raise BadValueError(
            "batch_size", "is {size}, but there are {rows} rows: {rows} is all", size=size, rows=self.rows
        )

    @cached_property
    def curvatures(self) -> Array:
        """λ, shape (dim,)."""
        if self.spectrum == "geometric":
            return np.array(progression(1.0, 1.0 / self.condition, self.dim))
        share = np.arange(self.dim) / max(self.dim - 1, 1)
        return (1 - share) + share / self.condition

    @property
    def has_data(self) -> bool:
        """True: its equations are examples."""
        return True

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one pass; the last may be smaller."""
        return math.ceil(self.rows / self.batch_size) if self.batch_size else 1

    @property
    def stochastic(self) -> bool:
        """True if a batch is less than all equations."""
        return self.steps_per_epoch > 1

    def examples_per_step(self, *, exact: bool) -> float:
        """A mini-batch, or all equations."""
        return float(self.rows) if exact else self.rows / self.steps_per_epoch

    def bind(self, noise: Noise) -> Self:
        """With the equations of the seed drawn."""
        generator, times = noise.generator(Stream.DATA), self.numerics.matmul
        left, axes = random_rotation(generator, self.rows)[:, : self.dim], random_rotation(generator, self.dim)
        truth, error = generator.standard_normal(self.dim), self.noise * generator.standard_normal((self.rows, 1))
        lengths = np.sqrt(self.rows * self.curvatures)
        inputs = times(left * lengths, np.ascontiguousarray(axes.T))
        along = times(np.ascontiguousarray(left.T), error)[:, 0] / lengths
        solution = truth + times(axes, along[:, None])[:, 0]
        targets = times(inputs, truth[:, None]) + error
        return self._with(Equations(inputs, targets, axes, solution))

    def _with(self, equations: Equations) -> Self:
        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, equations=equations)
        return bound

    def over_seeds(self, bound: Sequence[Objective]) -> Self:
        """One with the equations of all seeds, (seeds, rows, …)."""
        drawn = [each.__dict__["equations"] for each in bound]
        return self._with(Equations(*(np.stack(arrays) for arrays in zip(*drawn, strict=True))))

    @property
    def _equations(self) -> Equations:
        equations: Equations | None = self.__dict__.get("equations")
        if equations is None:
            raise ValueError("the equations belong to a seed: use the objective that bind(noise) gives")
        return equations

    def initial(self, noise: Noise) -> Array:
        """The start, or one drawn from N(0, I)."""
        return start_point(self.start, self.dim, noise)

    def sample(self, noise: Noise, step: int) -> Batch | None:
        """Which equations are in the batch of a step."""
        return batch_of_step(noise, step, self.batch_size, self.rows) if self.stochastic else None

    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Loss and gradient, of a batch or of all equations."""
        equations, times = self._equations, self.numerics.matmul
        inputs = batch_of(equations.inputs, sample)
        error = times(inputs, params[..., None]) - batch_of(equations.targets, sample)
        number = inputs.shape[-2]
        loss = self.numerics.row_sum((error * error)[..., 0]) / (2 * number)
        return loss, times(np.swapaxes(inputs, -1, -2), error)[..., 0] / number

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives times a direction."""
        inputs, times = self._equations.inputs, self.numerics.matmul
        return times(np.swapaxes(inputs, -1, -2), times(inputs, direction[..., None]))[..., 0] / self.rows

    def gradient_variance(self, params: Array) -> Array:
        """Over the equations."""
        inputs, sums = self._equations.inputs, self.numerics.row_sum
        error = (self.numerics.matmul(inputs, params[..., None]) - self._equations.targets)[..., 0]
        mean = self.evaluate(params)[1]
        return sums(error * error * sums(inputs * inputs)) / self.rows - sums(mean * mean)

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The solution; none before it is bound to a seed."""
        return (tuple(self._equations.solution.tolist()),) if "equations" in self.__dict__ else ()

    @property
    def has_minima(self) -> bool:
        """True: with the equations of a seed the solution is known."""
        return True

    @property
    def modes(self) -> Modes | None:
        """The axes of XᵀX; None where mini-batches make a noise that is not the same everywhere."""
        if self.stochastic or "equations" not in self.__dict__:
            return None
        return Modes(self.curvatures, self._equations.axes, self._equations.solution, np.zeros(self.dim))

    @property
    def largest_curvature(self) -> float:
        """1."""
        return float(self.curvatures.max())

    def curvature_range(self, params: Array) -> tuple[float, float]:
        """λmin and λmax, the same everywhere."""
        return float(self.curvatures.min()), float(self.curvatures.max())

    @property
    def formula(self) -> str:
        """The sizes, and the condition."""
        errors = f", errors {self.noise:g}" if self.noise else ""
        return f"‖Xθ − y‖²/2n, {self.rows} equations, {self.dim} parameters, condition {self.condition:g}{errors}"
