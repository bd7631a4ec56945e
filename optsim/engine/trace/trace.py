"""A trace: what an update or a gradient passes its intermediate values to, line by line.

Optimizers and objectives have one as `self.trace`. It is silent while a race runs. To explain a step, the very same code runs
on a copy whose trace listens.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from optsim.engine.numerics.numerics import FAST
from optsim.engine.settings import Array
from optsim.engine.trace.keys import BEFORE
from optsim.facts import Fact

T = TypeVar("T")


class Line(NamedTuple):
    """One line: its key, its formula in the article's symbols with this step's numbers, its value for one lane, of any shape.

    `title` says in English what it is for, in a few words; that of a key of `optsim.engine.trace.keys` may be left out, where the
    language's words for the key say all.
    """

    key: str
    formula: str
    value: Array
    title: str = ""
    #: what stands beside the formula, or in place of it: words, and so none of the engine
    note: Fact | None = None

    @property
    def norm(self) -> float:
        """Euclidean norm of all entries; of a single number the number itself."""
        return float(FAST.row_norm(self.value.reshape(-1))) if self.value.ndim else float(self.value)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the largest entry, NaN passed over; NaN where there is nothing else."""
        known = self.value[~np.isnan(self.value)]
        return (float(known.min()), float(known.max())) if known.size else (np.nan, np.nan)


class Trace(Protocol):
    """Receiver of intermediate values; `listens` says whether anybody notes them."""

    @property
    def listens(self) -> bool:
        """True if a value that is not needed otherwise is worth computing."""

    def __call__(
        self, key: str, formula: str, value: Any, *, before: Any = None, title: str = "", note: Fact | None = None
    ) -> Any:
        """Note a value and return it.

        Args:
            key: one of `optsim.engine.trace.keys`, or any other word; lines of two lanes with the same key stand side by side.
            formula: with {symbol} and {1−symbol} for hyper-parameters and ᵗ for the number of the update, counted from 1.
                Under "step", what is subtracted from the parameters.
            value: shape (..., dim), or anything else with the leading axes of the parameters.
            before: what the value was, where it is carried from step to step: "v ← …".
            title: what the line is for, in a few words of English, where no language has words for the key, or better ones.
            note: what stands beside the formula, a fact where it takes words.

        Returns:
            `value`.
        """


class _Silence:
    """Notes nothing."""

    listens = False

    def __call__(
        self, key: str, formula: str, value: Any, *, before: Any = None, title: str = "", note: Fact | None = None
    ) -> Any:
        return value


SILENT: Trace = _Silence()


class Listener:
    """Keeps the lines, in the order in which they are traced, those of what was before among the others."""

    listens = True

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def __call__(
        self, key: str, formula: str, value: Any, *, before: Any = None, title: str = "", note: Fact | None = None
    ) -> Any:
        """Note a value and return it."""
        if before is not None:
            self.lines.append(Line(key + BEFORE, formula.split(maxsplit=1)[0] + " before", before))
        self.lines.append(Line(key, formula, value, title, note))
        return value


def with_trace(traced: T, trace: Trace) -> T:
    """Return a copy of an optimizer or an objective whose intermediate values are passed to `trace`."""
    copied = copy.copy(traced)
    vars(copied)["trace"] = trace
    return copied
