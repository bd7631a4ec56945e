"""Sinks of a race that is played; one that fails is dropped, and the race goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import Resumable
from optsim.scenario import Scenario


class Writer(Protocol):
    """Writes a race down. Where that fails it says why in `fault`, and does nothing from then on."""

    fault: str

    def take(self, race: Resumable) -> None:
        """Take in what was computed since."""

    def flush(self) -> None:
        """Write all that was taken."""

    def change(self, scenario: Scenario, race: Resumable) -> None:
        """Another race has taken its place: what a person did, and the set-up that came of it."""

    def finish(self, race: Resumable) -> None:
        """The race is left."""


class Sinks:
    """Hands a race to a writer as it goes; without one nothing is written. `tell` is told once why a writer was dropped."""

    def __init__(self, writer: Writer | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
        self._writer, self._tell = writer, tell

    @property
    def writing(self) -> bool:
        """True if what happens is written down."""
        return self._writer is not None

    def take(self, race: Curves) -> None:
        """The race has gone on, best told at every step: then its state is at hand. What was not computed here is not written again."""
        if self._writer is not None and isinstance(race, Resumable):
            self._writer.take(race)
            self._check()

    def flush(self) -> None:
        """Let what was taken be where it is safe."""
        if self._writer is not None:
            self._writer.flush()
            self._check()

    def change(self, scenario: Scenario, race: Resumable) -> None:
        """A person has put another race in place of the one before."""
        if self._writer is not None:
            self._writer.change(scenario, race)
            self._writer.flush()
            self._check()

    def finish(self, race: Curves) -> bool:
        """The race is left, and nothing is written after that; returns whether all of it was written."""
        if self._writer is None or not isinstance(race, Resumable):
            return False
        self._writer.finish(race)
        self._check()
        written, self._writer = self._writer is not None, None
        return written

    def _check(self) -> None:
        """Drop a writer that has failed."""
        if self._writer is not None and self._writer.fault:
            fault, self._writer = self._writer.fault, None
            self._tell(fault)
