"""The reasons of a recording of version 1, which has sentences where later ones have codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.facts import Fact


@dataclass(frozen=True)
class RecordedReason(Fact):
    """A reason as it was read: nothing but its sentence is known."""

    code: ClassVar[str] = "recorded"

    text: str

    def english(self) -> str:
        """Return the sentence that was read."""
        return self.text
