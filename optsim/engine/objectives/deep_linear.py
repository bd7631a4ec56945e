"""A deep linear network: a product of matrices that is to be a given one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self

import numpy as np

from optsim.engine.networks.matrix_product import MatrixProduct, Target, of_modes
from optsim.engine.numerics.exact_scalars import power
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.rotations import random_rotation
from optsim.engine.settings import Array, BadValueError, Setting
from optsim.system.limits import MOST_LAYERS, MOST_TURNED

Strengths = Annotated[
    tuple[float, ...], Setting(help="how strong each mode is that has to be learned", symbol="s", above=0)
]
Layers = Annotated[int, Setting(help="matrices that are multiplied", least=1, limit=MOST_LAYERS)]
Width = Annotated[int, Setting(help="units between them; 0: one for each mode", least=0, limit=MOST_TURNED)]
StartScale = Annotated[
    float, Setting(help="how strong the product of all matrices is at the start", above=0, scale="log")
]
Kind = Annotated[
    Literal["modes", "random"],
    Setting(help="modes: each mode is there, equally weak and balanced between the matrices; random: normal numbers"),
]


@dataclass(frozen=True, kw_only=True)
class DeepLinear(MatrixProduct):
    """f = ½‖W₁W₂… − A‖², A with given singular values in directions that the seed draws.

    Saxe, McClelland, Ganguli (2013), "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks": two
    layers under small steps learn a mode of strength s in the time ln(s/start_scale − 1)/(2s) to its half, each by itself.
    """

    name: ClassVar[str] = "deep_linear"
    title: ClassVar[str] = "Deep linear network"

    singular_values: Strengths = (4.0, 2.0, 1.0)
    layers: Layers = 2
    width: Width = 0
    start_scale: StartScale = 1e-3
    start: Kind = "random"

    def __post_init__(self) -> None:
        """Raise BadValueError where a mode would have no unit."""
        super().__post_init__()
        if not self.singular_values:
            raise BadValueError("singular_values", "needs at least one number, for instance [4.0, 2.0, 1.0]")
        if 0 < self.width < self._modes:
            raise BadValueError(
                "width", "is {width}, and {modes} modes need as many units", width=self.width, modes=self._modes
            )
        if self.width and self.layers == 1:
            raise BadValueError(
                "width",
                "is {width}, and one layer has no units between; take more layers, or leave width out",
                width=self.width,
            )
        if self._modes > MOST_TURNED:
            raise BadValueError(
                "singular_values", "are {modes}, and at most {most} can be turned", modes=self._modes, most=MOST_TURNED
            )

    @property
    def _modes(self) -> int:
        return len(self.singular_values)

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self._modes, *(self.width or self._modes,) * (self.layers - 1), self._modes

    def bind(self, noise: Noise) -> Self:
        """With the directions of the seed drawn."""
        generator = noise.generator(Stream.DATA)
        left, right = (random_rotation(generator, self._modes) for _ in range(2))
        matrix = of_modes(np.array(self.singular_values), left, right, self.numerics)
        return self._with(target=Target(matrix), left=left, right=right)

    def initial(self, noise: Noise) -> Array:
        """Weak modes, or small random numbers."""
        scale = power(self.start_scale, 1.0 / self.layers)
        if self.start == "random":
            generator, sizes = noise.generator(Stream.INIT), self._dense.layers
            drawn = [generator.standard_normal(each.inputs * each.outputs) / math.sqrt(each.outputs) for each in sizes]
            return scale * np.concatenate(drawn)
        generator = noise.generator(Stream.DATA)
        left, right = (random_rotation(generator, self._modes) for _ in range(2))
        matrices = [scale * np.eye(each.inputs, each.outputs) for each in self._dense.layers]
        matrices[0] = self.numerics.matmul(left, matrices[0])
        matrices[-1] = self.numerics.matmul(matrices[-1], np.ascontiguousarray(right.T))
        return np.concatenate([each.reshape(-1) for each in matrices])

    def strengths(self, params: Array) -> Array:
        """How much of each mode params (..., dim) have learned, (..., modes); of a bound objective."""
        left, right = self.__dict__["left"], self.__dict__["right"]
        learned = self.product(params)
        return self.numerics.row_sum((left.T @ learned) * right.T)

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """The origin, where two matrices are multiplied: of more it is flat."""
        return ((0.0,) * self.dim,) if self.layers == 2 else ()

    @property
    def formula(self) -> str:
        """The matrices, and what they have to be."""
        sizes = "–".join(map(str, self._sizes))
        modes = ", ".join(f"{each:g}" for each in self.singular_values[:6])
        more = ", …" if self._modes > 6 else ""
        return f"½‖product of {self.layers} matrices − A‖², {sizes}, singular values of A: {modes}{more}"
