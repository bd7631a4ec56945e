"""Records a race while it runs: line after line, whole ones only, at a fraction of what the race costs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import msgspec

from optsim.engine.capabilities.states import Resumable
from optsim.engine.stepping.kernel import State
from optsim.recording.encoder import BLOCK, Encoder
from optsim.recording.environment import environment
from optsim.recording.format.version_2 import ALWAYS, Header, Line, SummaryLine
from optsim.recording.resolved_setup import Resolved, header
from optsim.scenario import Scenario
from optsim.system.byte_pieces import BytePieces


class Sink(Protocol):
    """Sink of a recording: an open binary file, or anything that takes bytes."""

    def write(self, data: bytes, /) -> Any:
        """Take some whole lines."""

    def flush(self) -> Any:
        """Push them through."""


class Recorder:
    """Writes a race to a sink as it goes.

    It begins with the header and step 0, in one piece: a recording can be read as soon as there is something of it. `take` is called whenever the race may have computed more, `change` when a command has made it
    another race, `finish` at the end. `every` = N records the steps that N divides; where a lane ends or a rule speaks, and
    the last step, are always recorded. A sink that fails is dropped: `fault` then says why,
    `error` is what it raised, and all calls do nothing.
    """

    def __init__(
        self,
        scenario: Scenario,
        race: Resumable,
        sink: Sink,
        *,
        every: int = 1,
        with_params: bool = False,
        also: Iterable[str] = (),
    ) -> None:
        """Write the beginning; `also` are quantities to be recorded on request. Raises ValueError for a scenario that has something without a name: no file can say it."""
        self.fault = ""
        self.error: OSError | ValueError | None = None
        self._sink: Sink | None = sink
        self._chain = hashlib.sha256()
        self._json = msgspec.json.Encoder()
        setup = Resolved.of(scenario, race)
        names = tuple(dict.fromkeys((*ALWAYS, *also)))
        self._encoder = Encoder(setup, race, self._write, every=every, with_params=with_params, quantities=names)
        self._unwritten: list[Header | Line] = [
            header(setup, every=every, quantities=names, with_params=with_params, environment=environment())
        ]
        self.take(race, 0)
        self.flush()

    @property
    def room(self) -> int:
        """So many steps are best computed between two calls of `take`."""
        return self._encoder.room

    def watch(self, state: State) -> None:
        """Be lent a state that the race has just measured: `take` then need not ask for it."""
        self._encoder.watch(state)

    def take(self, race: Resumable, upto: int | None = None) -> None:
        """Record what the race has computed since, or of it what comes up to a step."""
        if self._sink is not None:
            self._encoder.take(race, upto)

    def flush(self) -> None:
        """Write all that was taken."""
        if self._sink is not None:
            self._encoder.flush()

    def change(self, scenario: Scenario, race: Resumable) -> None:
        """Record that a command has been given, and go on with the race that it makes.

        What the new race shares with the one before is not recorded again. One that has begun anew though it need not have
        (a restart) shares nothing.
        """
        if self._sink is not None:
            self._encoder.change(Resolved.of(scenario, race), race)

    def finish(self, race: Resumable) -> None:
        """Record the last step and sum up."""
        if self._sink is not None:
            self._encoder.take(race)
            self._encoder.finish()
            self._sink = None

    def _write(self, lines: Sequence[Header | Line]) -> None:
        """Write whole lines, or drop a sink that fails."""
        if self._sink is None:
            return
        if isinstance(lines[-1], SummaryLine):
            lines[-1].summary.chain = self._chain.hexdigest()
        unwritten, self._unwritten = self._unwritten, []
        data = self._json.encode_lines([*unwritten, *lines])
        self._chain.update(data)
        try:
            self._sink.write(data)
            self._sink.flush()
        except (OSError, ValueError) as error:  # ValueError: it has been closed
            self.error = error
            self.fault = str(getattr(error, "strerror", None) or error)
            self._sink = None


def lines(
    scenario: Scenario, race: Resumable, *, every: int = 1, with_params: bool = False, also: Iterable[str] = ()
) -> Iterator[bytes]:
    """The recording of a race up to its head, in pieces of whole lines."""
    pieces = BytePieces()
    recorder = Recorder(scenario, race, pieces, every=every, with_params=with_params, also=also)
    for step in range(0, race.head + 1, BLOCK):
        recorder.take(race, min(step + BLOCK - 1, race.head))
        yield pieces.pop()
    recorder.finish(race)
    yield pieces.pop()
