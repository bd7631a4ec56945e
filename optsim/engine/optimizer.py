"""Base of optimizers: a frozen set of hyper-parameters and a pure step."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from optsim.engine.settings import Array, Settings
from optsim.engine.trace.trace import SILENT, Trace
from optsim.engine.updates.linear_map import LinearMap
from optsim.facts import Fact


class StateText(Fact):
    """A sentence on what a state stands for: of an optimizer whose `carried` is a text."""

    code: ClassVar[str] = "optimizer.text"

    text: str

    def english(self) -> str:
        """Return the text."""
        return self.text


class NoState(NamedTuple):
    """The state of an optimizer that carries nothing from step to step."""


class Optimizer(Settings, ABC):
    """Base of every optimizer: a frozen dataclass whose fields are its hyper-parameters.

    All arrays have shape (..., dim): one run or any number of runs side by side. A hyper-parameter is a number, or, where
    runs of one batch differ in it, an array of the shape of the parameters. A step changes nothing it is given.

    >>> from dataclasses import dataclass
    >>> import optsim
    >>> @dataclass(frozen=True, kw_only=True)
    ... class Halved(optsim.Optimizer):
    ...     learning_rate: float = 0.1
    ...
    ...     def update(self, params, grad, state, step):
    ...         return params - 0.5 * self.learning_rate * grad, state
    >>> bowl = {"kind": "quadratic", "eigenvalues": [1.0], "start": [1.0]}
    >>> float(optsim.run({"objective": bowl, "budget": {"steps": 1}, "lanes": {"mine": Halved()}})["mine"].final_params[0])
    0.95
    """

    #: how people call it
    title: ClassVar[str] = ""
    #: the update in the article's symbols
    formula: ClassVar[str] = ""
    #: where the gradient is taken, if not at θ: told with {symbol} for hyper-parameters
    query_formula: ClassVar[str] = ""
    #: True where the update is defined on the gradient of the whole objective, never on a sample of it
    exact: ClassVar[bool] = False
    #: by the name of a library: the settings that make it that library's optimizer, its defaults included
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = MappingProxyType({})
    #: what `update` passes its intermediate values to: of the class nobody
    trace: ClassVar[Trace] = SILENT

    learning_rate: float

    @property
    def equation(self) -> str:
        """The formula with the settings that change its shape."""
        return self.formula

    def init(self, params: Array) -> Any:
        """The state before the first step: a named tuple of arrays, each with the leading axes of `params`."""
        return NoState()

    @property
    def carried(self) -> Fact | None:
        """Return what the state stands for, where that depends on a setting: an edit of that setting does not convert it.

        It is a kind of fact of its own, with its sentence in `english()`. A text will do for one release.
        """
        return None

    @property
    def branches(self) -> tuple[Any, ...]:
        """The values that `update` decides by besides settings that are no numbers.

        Lanes in which they differ are not stepped together.
        """
        return ()

    def query(self, params: Array, state: Any) -> Array:
        """Return where the gradient is wanted, shape (..., dim): at `params` unless the optimizer looks ahead."""
        return params

    @abstractmethod
    def update(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """New parameters and new state, from the gradient at the query point; `step` counts from 0."""

    def stability_limit(self) -> float | None:
        """The bound on learning_rate · λmax above which it diverges on a quadratic; None where theory has none."""
        return None

    def linear(self, curvatures: Array) -> LinearMap | None:
        """The update as a matrix along directions of given curvature, shape (...); None where it is not linear in g."""
        return None

    def preconditioner(self, state: Any, step: int) -> Array | float | None:
        """Return P, a number a parameter, where the update of a step is θ ← θ − α P⁻¹m, m an average of gradients; None where there is none.

        Args:
            state: the state after that update.
            step: the step, from 0.

        Returns:
            An array of shape (..., dim), or a number for all parameters: 1.0 where it divides by nothing. Sign methods have none.
        """
        return None

    def first_step(self) -> float | None:
        """Return how far the first step moves each parameter where that is the same for every gradient much larger than ε."""
        return None


def meaning_of_state(optimizer: Optimizer) -> Fact | None:
    """Return what an optimizer's state stands for, where that depends on a setting; a text is taken for a fact, for one release."""
    carried: Fact | str | None = optimizer.carried
    if not isinstance(carried, str):
        return carried
    warnings.warn(f"{type(optimizer).__name__}.carried is now a fact", DeprecationWarning, stacklevel=2)
    return StateText(carried) if carried else None
