"""The reasons and commands of a recording of version 1, which has sentences where later ones have codes and numbers."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact


class RecordedText(Fact):
    """A reason or a command as it was read: nothing but its sentence is known."""

    code: ClassVar[str] = "recorded"

    text: str

    def english(self) -> str:
        """Return the sentence that was read."""
        return self.text
