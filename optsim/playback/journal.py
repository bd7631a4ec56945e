"""What writes a race down while it is played; where that fails it is dropped, and the race goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from optsim.engine.race import Race
from optsim.engine.source import Source
from optsim.scenario import Scenario


class Sink(Protocol):
    """Where a race is written to. All of it may raise OSError or ValueError."""

    def take(self, race: Race) -> None:
        """Take in what was computed since."""

    def change(self, what: str, scenario: Scenario, race: Race) -> None:
        """Another race has taken its place: what a person did, and the set-up that came of it."""

    def finish(self, race: Race) -> None:
        """The race is left."""


class Journal:
    """Hands a race to a sink as it goes; without a sink nothing is written. `tell` is told once why a sink was dropped."""

    def __init__(self, sink: Sink | None = None, tell: Callable[[str], None] | None = None) -> None:
        self._sink, self._tell = sink, tell

    @property
    def writing(self) -> bool:
        """Whether what happens is written down."""
        return self._sink is not None

    def take(self, race: Source) -> None:
        """The race has gone on; a recording is not written again."""
        if self._sink is not None and race.origin is None:
            live, take = race.live, self._sink.take
            self._try(lambda: take(live))

    def change(self, what: str, scenario: Scenario, race: Race) -> None:
        """A person has put another race in place of the one before."""
        if self._sink is not None:
            change = self._sink.change
            self._try(lambda: change(what, scenario, race))

    def finish(self, race: Source) -> bool:
        """The race is left; returns whether all of it was written. Nothing is written behind that."""
        if self._sink is None:
            return False
        self.take(race)
        finish = None if self._sink is None else self._sink.finish
        if finish is not None and race.origin is None:
            self._try(lambda: finish(race.live))
        written, self._sink = self._sink is not None, None
        return written

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except (OSError, ValueError) as error:
            self._sink = None
            if self._tell is not None:
                self._tell(str(getattr(error, "strerror", None) or error))
