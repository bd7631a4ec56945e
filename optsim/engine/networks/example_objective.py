"""Base of objectives whose loss is a mean over examples, of which some may be held out and a batch may have a few."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from optsim.engine.objective import Objective
from optsim.engine.settings import BadValueError

if TYPE_CHECKING:
    from optsim.engine.data.classes import Classes
    from optsim.engine.data.examples import Data


class ExampleObjective(Objective):
    """Counts of examples, batches and epochs; a subclass declares `batch_size`, 0 for all examples, and `data`."""

    if TYPE_CHECKING:
        batch_size: int
        data: Data | Classes

    def with_batch_size(self, size: int) -> Objective:
        """The objective with other mini-batches. Raises BadValueError where there are fewer examples."""
        self._check_batch_size(size)
        return super().with_batch_size(size)

    def _check_batch_size(self, size: int) -> None:
        """Raise BadValueError where there are fewer examples."""
        examples = self.data.training_examples
        if size > examples:
            raise BadValueError(
                "batch_size",
                "is {size}, but there are {examples} training examples: {examples} is all",
                size=size,
                examples=examples,
            )

    @property
    def has_data(self) -> bool:
        """True."""
        return True

    @property
    def has_validation(self) -> bool:
        """True if examples are held out."""
        return self.data.training_examples < self.data.total

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one pass; the last may be smaller."""
        return math.ceil(self.data.training_examples / self.batch_size) if self.batch_size else 1

    def examples_per_step(self, *, exact: bool) -> float:
        """A mini-batch, or all training examples."""
        examples = self.data.training_examples
        return float(examples) if exact else examples / self.steps_per_epoch
