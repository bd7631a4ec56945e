"""Provenance of curves, and what is worked out after what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Follower(Protocol):
    """Something that is worked out after what is shown, while there is time."""

    @property
    def behind(self) -> bool:
        """True if there is something left to do."""

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Go on as far as is allowed."""


class Provenance(NamedTuple):
    """Provenance of rows: the medium (empty: computed here), every how many steps there is one, and whether the last is there.

    `complete` is false where a medium was cut off before its end.
    """

    medium: str = ""
    every: int = 1
    complete: bool = True
