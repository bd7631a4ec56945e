"""The names that optimizers written for optsim 0.2 import to tell of their update; they go with the next release.

Such an update works, and is explained by its step alone: write `self.trace("step", …)` in place of `tell(Part.STEP, …)`.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Protocol

from optsim.engine.trace import keys


class Part(Enum):
    """Subject of a line of an update."""

    FIRST = keys.FIRST_MOMENT
    SECOND = keys.SECOND_MOMENT
    FIRST_CORRECTED = keys.FIRST_CORRECTED
    SECOND_CORRECTED = keys.SECOND_CORRECTED
    STEP = keys.STEP


class Tell(Protocol):
    """Listener that an update tells its values to."""

    def __call__(self, part: Part, formula: str, value: Any, before: Any = None) -> Any:
        """Take note of a value and give it back."""


def silent(part: Part, formula: str, value: Any, before: Any = None) -> Any:  # noqa: ARG001 it is a Tell
    """Return the value; nobody takes note of it."""
    return value
