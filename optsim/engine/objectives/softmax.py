"""Softmax regression: a linear output for each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.networks.classification import LinearClassification


@dataclass(frozen=True, kw_only=True)
class Softmax(LinearClassification):
    """Mean cross-entropy of softmax(Wx + b) over any number of classes: convex, and without a minimum where a plane separates them.

    The parameters are the weights (inputs × classes, row by row), then the biases; they start at 0.
    """

    name: ClassVar[str] = "softmax"
    title: ClassVar[str] = "Softmax regression"

    @property
    def formula(self) -> str:
        """The model and its data."""
        model = "Wx + b" if self.bias else "Wx"
        held_out = self.data.total - self.data.training_examples
        examples = f"{len(self.classes)} classes, {self.data.training_examples} examples + {held_out} held out"
        return f"cross-entropy of softmax({model}), {examples}"
