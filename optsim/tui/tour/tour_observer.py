"""Observer of a tour besides the person at the screen: a screen capture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from optsim.playback.tour import TourError


class TourObserver(Protocol):
    """Is told what a tour says about its film, at the time of the app's loop at which it says so."""

    def begin(self) -> None:
        """The first screen of the tour is there, its first act comes next."""

    def mark(self, label: str) -> None:
        """A chapter begins."""

    def show(self, shown: bool) -> None:  # noqa: FBT001 the one thing that is told
        """Take note of whether what follows is filmed."""

    def shot(self, name: str) -> None:
        """A still of what is on the screen is wanted under this name."""

    def failure(self, error: TourError) -> None:
        """The tour could not go on. Nothing is told after it."""

    def end(self) -> None:
        """The tour is over, or the app was left. Nothing is told after it."""
