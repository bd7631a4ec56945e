"""What writes a race down while it is played; where that fails it is dropped, and the race goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from optsim.engine.capabilities import Source
from optsim.engine.race import Race
from optsim.scenario import Scenario


class Writer(Protocol):
    """Writes a race down. Where that fails it says why in `fault`, and does nothing from then on."""

    fault: str

    def take(self, race: Race) -> None:
        """Take in what was computed since."""

    def flush(self) -> None:
        """Write all that was taken."""

    def change(self, what: str, scenario: Scenario, race: Race) -> None:
        """Another race has taken its place: what a person did, and the set-up that came of it."""

    def finish(self, race: Race) -> None:
        """The race is left."""


class Sinks:
    """Hands a race to a writer as it goes; without one nothing is written. `tell` is told once why a writer was dropped."""

    def __init__(self, writer: Writer | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
        self._writer, self._tell = writer, tell

    @property
    def writing(self) -> bool:
        """Whether what happens is written down."""
        return self._writer is not None

    def take(self, race: Source) -> None:
        """The race has gone on, best told at every step: then its state is at hand. A recording is not written again."""
        if self._writer is not None and race.origin is None:
            self._writer.take(race.live)
            self._check()

    def flush(self) -> None:
        """Let what was taken be where it is safe."""
        if self._writer is not None:
            self._writer.flush()
            self._check()

    def change(self, what: str, scenario: Scenario, race: Race) -> None:
        """A person has put another race in place of the one before."""
        if self._writer is not None:
            self._writer.change(what, scenario, race)
            self._writer.flush()
            self._check()

    def finish(self, race: Source) -> bool:
        """The race is left, and nothing is written behind that; returns whether all of it was written."""
        if self._writer is None or race.origin is not None:
            return False
        self._writer.finish(race.live)
        self._check()
        written, self._writer = self._writer is not None, None
        return written

    def _check(self) -> None:
        """Drop a writer that has failed."""
        if self._writer is not None and self._writer.fault:
            fault, self._writer = self._writer.fault, None
            self._tell(fault)
