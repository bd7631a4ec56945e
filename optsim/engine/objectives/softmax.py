"""Softmax regression: a linear output for each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.networks.classification import Classification
from optsim.engine.settings import Setting

Bias = Annotated[bool, Setting(help="a constant for each output; without, boundaries go through the origin")]


@dataclass(frozen=True, kw_only=True)
class Softmax(Classification):
    """Mean cross-entropy of softmax(Wx + b) over any number of classes: convex, and without a minimum where a plane separates them.

    The parameters are the weights (inputs × classes, row by row), then the biases; they start at 0.
    """

    name: ClassVar[str] = "softmax"
    title: ClassVar[str] = "Softmax regression"

    bias: Bias = True

    @property
    def _biased(self) -> bool:
        return self.bias

    @property
    def formula(self) -> str:
        """The model and its data."""
        held_out = self.data.total - self.data.training_examples
        examples = f"{len(self.classes)} classes, {self.data.training_examples} examples + {held_out} held out"
        model = "Wx + b" if self.bias else "Wx"
        return f"cross-entropy of softmax({model}), {examples}"
