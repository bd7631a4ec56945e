"""Logistic regression: one linear output for two classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from optsim.engine.networks.classification import LinearClassification
from optsim.engine.networks.cross_entropy import Fit, of_two
from optsim.engine.settings import Array, BadValueError

_TWO = 2


@dataclass(frozen=True, kw_only=True)
class Logistic(LinearClassification):
    """Mean of log(1 + exp(−y(w·x + b))), y = ±1: convex, and without a minimum where a line separates the classes.

    The parameters are the weights w, then b; they start at 0.
    """

    name: ClassVar[str] = "logistic"
    title: ClassVar[str] = "Logistic regression"

    def __post_init__(self) -> None:
        """Raise BadValueError where there are more than two classes."""
        super().__post_init__()
        if len(self.classes) != _TWO:
            raise BadValueError(
                "data",
                'has {count} classes, and two are possible; kind = "softmax" takes more',
                count=len(self.classes),
            )

    @property
    def _outputs(self) -> int:
        return 1

    def _fit(self, outputs: Array, targets: Array) -> Fit:
        return of_two(outputs, targets, self.numerics)

    def predict(self, params: Array, inputs: Array) -> Array:
        """The number of the likelier class, (..., examples), for inputs (examples, inputs)."""
        return np.where(self._dense.forward(params, inputs)[-1][..., 0] > 0, 1.0, 0.0)

    @property
    def formula(self) -> str:
        """The model and its data."""
        model = "(w·x + b)" if self.bias else "w·x"
        held_out = self.data.total - self.data.training_examples
        examples = f"{len(self.classes)} classes, {self.data.training_examples} examples + {held_out} held out"
        return f"mean of log(1 + exp(−y{model})), {examples}"
