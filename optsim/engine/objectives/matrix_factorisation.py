"""Matrix factorisation: a matrix of low rank, from all of its entries or from some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

import numpy as np

from optsim.engine.networks.matrix_product import MatrixProduct, Target, of_modes
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.rotations import random_rotation
from optsim.engine.settings import Array, BadValueError, Setting
from optsim.system.limits import MOST_TURNED

Size = Annotated[int, Setting(help="rows and columns of the matrix", least=1, limit=MOST_TURNED)]
Strengths = Annotated[tuple[float, ...], Setting(help="its singular values: as many as its rank", symbol="s", above=0)]
Width = Annotated[int, Setting(help="columns of each factor; 0: as many as the matrix has", least=0, limit=MOST_TURNED)]
Observed = Annotated[
    float, Setting(help="share of the entries that are seen; the others are held out", above=0, most=1)
]
StartScale = Annotated[
    float, Setting(help="standard deviation of the factors' entries at the start", above=0, scale="log")
]


@dataclass(frozen=True, kw_only=True)
class MatrixFactorisation(MatrixProduct):
    """f = ½ Σ (UVᵀ − M)² over the entries that are seen, divided by their share; the validation loss is that of the others.

    M is square, has given singular values, in directions that the seed draws, which also draws the entries and the start. The
    parameters are U, then Vᵀ, row by row.
    """

    name: ClassVar[str] = "matrix_factorisation"
    title: ClassVar[str] = "Matrix factorisation"

    size: Size = 10
    singular_values: Strengths = (4.0, 2.0)
    width: Width = 0
    observed: Observed = 1.0
    start_scale: StartScale = 0.01

    def __post_init__(self) -> None:
        """Raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        if not 1 <= len(self.singular_values) <= self.size:
            raise BadValueError(
                "singular_values",
                "are {count}, and a matrix of size {size} has 1 to {size}",
                count=len(self.singular_values),
                size=self.size,
            )
        if not self._visible:
            raise BadValueError("observed", "of {observed:g} leaves no entry to learn from", observed=self.observed)

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self.size, self.width or self.size, self.size

    @property
    def _visible(self) -> int:
        return round(self.observed * self.size * self.size)

    @property
    def has_data(self) -> bool:
        """True: its entries are examples."""
        return True

    @property
    def has_validation(self) -> bool:
        """True if entries are held out."""
        return self._visible < self.size * self.size

    def examples_per_step(self, *, exact: bool) -> float:
        """The entries that are seen."""
        return float(self._visible)

    def bind(self, noise: Noise) -> Self:
        """With the matrix of the seed drawn, and which of its entries are seen."""
        generator, entries = noise.generator(Stream.DATA), self.size * self.size
        left, right = (random_rotation(generator, self.size) for _ in range(2))
        matrix = of_modes(np.array(self.singular_values), left, right, self.numerics)
        visible = (generator.permutation(entries) < self._visible).reshape(matrix.shape)
        weights = np.where(visible, entries / self._visible, 0.0)
        held_out = np.where(visible, 0.0, entries / max(1, entries - self._visible))
        return self._with(target=Target(matrix, weights), held_out=held_out)

    def initial(self, noise: Noise) -> Array:
        """Small random numbers."""
        return self.start_scale * noise.generator(Stream.INIT).standard_normal(self.dim)

    def validation_loss(self, params: Array) -> Array:
        """The same of the entries that are held out."""
        error = self.product(params) - self._target.matrix
        total: Array = 0.5 * self.numerics.row_sum(self.numerics.row_sum(self.__dict__["held_out"] * (error * error)))
        return total

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """The origin."""
        return ((0.0,) * self.dim,)

    @property
    def formula(self) -> str:
        """The sizes, and what is known of the matrix."""
        entries = f"{self._visible} of {self.size * self.size} entries"
        return f"½‖UVᵀ − M‖² over {entries}, M {self.size}×{self.size} of rank {len(self.singular_values)}, U and V {self.size}×{self._sizes[1]}"
