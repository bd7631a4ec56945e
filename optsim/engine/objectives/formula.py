"""A function that a person writes as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar, Self

import numpy as np

from optsim.engine.formulas.derivatives import gradient, product
from optsim.engine.formulas.formula_error import FormulaError
from optsim.engine.formulas.minima import lowest_minima
from optsim.engine.formulas.operations import OPERATIONS
from optsim.engine.formulas.parse import COORDINATES, Parsed, parse
from optsim.engine.formulas.program import Program
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import Numerics
from optsim.engine.objective import NoisyFunction, start_point
from optsim.engine.settings import Array, BadValueError, NoiseScale, Setting, Start

Text = Annotated[str, Setting(help='the function, for instance "(1-x)**2 + 100*(y-x**2)**2"', example="x**2 + 10*y**2")]
Dim = Annotated[int, Setting(help="how many parameters; 0: as the formula says", least=0)]
Constants = Annotated[Mapping[str, float], Setting(help="numbers that have a name in the formula")]
Points = Annotated[
    tuple[tuple[float, ...], ...],
    Setting(help="known minima"),
]
#: of more parameters second derivatives are not all worked out
_MOST_EXACT = 300
#: of more parameters, and of longer formulas, nobody searches for minima
_MOST_SEARCHED = 2
_LONGEST_SEARCHED = 300
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, kw_only=True)
class Formula(NoisyFunction):
    """f as it is written, with its exact gradient and second derivatives.

    Parameters are x, y, z, or x[0], x[1], …; a vector x with sum, mean, prod, dot and norm. Functions and the derivatives that
    are taken where there are none: docs/formulas.md.
    """

    name: ClassVar[str] = "formula"
    title: ClassVar[str] = "Formula"

    f: Text
    dim: Dim = 0
    start: Start = "normal"
    constants: Constants = field(default_factory=dict)
    minima: Points = ()
    noise: NoiseScale = 0.0

    def __post_init__(self) -> None:
        """Raise BadValueError where f is no formula, or the settings do not fit together."""
        super().__post_init__()
        object.__setattr__(self, "dim", self._parsed.dim)
        if self.start != "normal" and len(self.start) != self.dim:
            raise BadValueError(
                "start",
                "has {count} numbers, and the formula has {dim} parameters",
                count=len(self.start),
                dim=self.dim,
            )
        if any(len(point) != self.dim for point in self.minima):
            raise BadValueError("minima", "each has {dim} numbers, one for each parameter", dim=self.dim)

    @cached_property
    def _parsed(self) -> Parsed:
        likely = 0 if self.start == "normal" else len(self.start)
        try:
            return parse(self.f, dim=self.dim, likely=likely, constants=self.constants)
        except FormulaError as error:
            raise BadValueError(
                "f",
                "{fault}, at character {character}",
                error.excerpt(self.f),
                fault=error.fault,
                character=error.place + 1,
            ) from None

    @cached_property
    def _with_gradient(self) -> Program:
        graph, params, output, *_ = self._parsed
        return Program(graph, [params], [output, gradient(graph, output, params)])

    @cached_property
    def _alone(self) -> Program:
        return Program(self._parsed.graph, [self._parsed.params], [self._parsed.output])

    @cached_property
    def _products(self) -> Program:
        graph, params, output, dim, _ = self._parsed
        direction = graph.add("input", length=dim, value="direction")
        second = product(graph, gradient(graph, output, params), params, direction)
        return Program(graph, [params, direction], [second])

    def found_minima(self) -> tuple[tuple[float, ...], ...]:
        """Search for the lowest minima of one or two parameters, which takes some milliseconds; none where nobody can be sure."""
        if self.dim > _MOST_SEARCHED or len(self._parsed.graph.nodes) > _LONGEST_SEARCHED:
            return ()
        return lowest_minima(self.function, self._second, self.dim, () if self.start == "normal" else self.start)

    def _second(self, params: Array) -> Array:
        """The exact second derivatives at params (n, dim), (n, dim, dim)."""
        return self.hessian_product(params[:, None, :], np.eye(self.dim))

    def with_numerics(self, numerics: Numerics) -> Self:
        """The formula with other numerics. Raises BadValueError where a function has no strict form."""
        if numerics.name == "strict":
            loose = sorted(each for each in self._with_gradient.operations if not OPERATIONS[each].strict)
            if loose:
                raise BadValueError(
                    "f", "{function} has no strict form; leave out numerics = 'strict'", function=loose[0]
                )
        return super().with_numerics(numerics)

    def initial(self, noise: Noise) -> Array:
        """The start, or one drawn from N(0, I)."""
        return start_point(self.start, self.dim, noise)

    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss and gradient."""
        loss, slope = self._with_gradient.run(self.numerics, params)
        return loss, slope

    def loss(self, params: Array) -> Array:
        """The exact loss, without a gradient."""
        return self._alone.run(self.numerics, params)[0]

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The exact second derivatives at params (..., dim) times a direction, (..., dim)."""
        return self._products.run(self.numerics, *np.broadcast_arrays(params, direction))[0]

    def curvature_range(self, params: Array) -> tuple[float, float] | None:
        """The least and the largest eigenvalue of the exact second derivatives."""
        if self.dim > _MOST_EXACT:
            return super().curvature_range(params)
        with np.errstate(all="ignore"):
            second = self._second(params[None])[0]
        if not np.isfinite(second).all():
            return None
        curvatures = np.linalg.eigvalsh((second + second.T) / 2)
        return float(curvatures[0]), float(curvatures[-1])

    @property
    def is_vector(self) -> bool:
        """True where parameters are parts of a vector x."""
        return self._parsed.is_vector

    @property
    def formula(self) -> str:
        """The function as a line of text, with the numbers of its constants."""
        text = " ".join(self.f.split())
        for name, number in self.constants.items():
            text = re.sub(rf"\b{re.escape(name)}\b", f"{number:.12g}" if number >= 0 else f"({number:.12g})", text)
        # what is raised to a power again is no superscript
        text = re.sub(r"\s*\*\*\s*(\d+)(?![\w.]|\s*\*\*)", lambda match: match[1].translate(_RAISED), text)
        text = text.replace("**", "^").replace("*", "·").replace("-", "−")
        return text if self._parsed.is_vector else f"f({','.join(COORDINATES[: self.dim])}) = {text}"
