"""Records a race while it runs: line after line, whole ones only, at a fraction of what the race costs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Protocol

import msgspec
import numpy as np

from optsim.engine.carry import shared_past
from optsim.engine.kernel import State
from optsim.engine.race import Race
from optsim.recording.digest import Digester, Words, hexadecimal
from optsim.recording.environment import environment
from optsim.recording.rows import Rows, summary_of
from optsim.recording.setup import Resolved, changes, header
from optsim.recording.version_1 import CommandLine, Header, Kept, Line, Summary, SummaryLine
from optsim.scenario import Scenario

#: so many rows are written at once
_BLOCK = 128
#: so many numbers are hashed at once: more would leave the cache
_HASHED = 131072


class Sink(Protocol):
    """Where a recording goes: an open binary file, or anything that takes bytes."""

    def write(self, data: bytes, /) -> Any:
        """Take some whole lines."""

    def flush(self) -> Any:
        """Push them through."""


class Recorder:
    """Writes a race to a sink as it goes.

    It begins with the header. `take` is called whenever the race may have computed more, `change` when a command has made it
    another race, `finish` at the end. `every` = N records the steps that N divides; where a lane ends or a rule speaks, and
    the last step, are always recorded. A sink that fails is dropped: `fault` then says why, and all calls do nothing.
    """

    def __init__(
        self, scenario: Scenario, race: Race, sink: Sink, *, every: int = 1, with_params: bool = False
    ) -> None:
        """Write the header. Raises ValueError for a scenario that has something without a name: no file can say it."""
        self.fault = ""
        self._sink: Sink | None = sink
        self._chain = hashlib.sha256()
        self._encoder = msgspec.json.Encoder()
        self._every, self._with_params = every, with_params
        self._resolved = Resolved.of(scenario, race)
        first = header(self._resolved, every=every, with_params=with_params, environment=environment())
        self._put(first)
        self._begin(race, [0] * len(race.lanes))

    def _begin(self, race: Race, begins: list[int]) -> None:
        """Set out on a race, of which each lane is wanted from a step on."""
        self._race, self._begins = race, begins
        self._rows = Rows(race, begins)
        self._next = min(begins)
        self._digester = Digester(race.state_at(race.head), race.groups)
        self._most = max(1, min(_BLOCK, _HASHED // self._digester.size))
        self._states: list[State] = []
        self._steps: list[int] = []
        self._hashes: list[Words] = []
        self._params: list[Any] = []
        self._chosen: dict[int, set[int]] = {}
        self._noted: dict[int, set[int]] = {}
        self._seen = 0

    def take(self, race: Race, upto: int | None = None) -> None:
        """Record what the race has computed since, or of it what comes up to a step."""
        if self._sink is None:
            return
        head = race.head if upto is None else upto
        if self._seen != len(race.ends) + len(race.events):
            self._note(race)
        for step in range(self._next, head + 1):
            if step % self._every:
                if step not in self._noted:
                    continue
                self._chosen[step] = self._noted[step]
            self._states.append(race.state_at(step))
            if len(self._states) >= self._most:
                self._hash()
        self._next = max(self._next, head + 1)

    def _note(self, race: Race) -> None:
        """Note the steps at which something happens to a lane: they are never left out."""
        self._seen = len(race.ends) + len(race.events)
        self._noted = {}
        for place, end in race.ends.items():
            self._noted.setdefault(end.step, set()).add(place)
        for event in race.events:
            self._noted.setdefault(event.step, set()).add(race.runs[event.lane].place)

    def _hash(self) -> None:
        states, self._states = self._states, []
        if not states:
            return
        self._steps += [state.step for state in states]
        self._hashes.append(self._digester(states))
        if self._with_params:
            self._params += [state.params for state in states]
        if len(self._steps) >= _BLOCK:
            self._write()

    def _write(self) -> None:
        """Write the rows that have been hashed."""
        steps, self._steps = self._steps, []
        if not steps:
            return
        hashes = hexadecimal(np.concatenate(self._hashes))
        params = self._params if self._with_params else None
        lines = self._rows.lines(steps, hashes, params, self._chosen)
        self._hashes, self._params, self._chosen = [], [], {}
        self._put(*lines)

    def flush(self) -> None:
        """Write all that was taken."""
        self._hash()
        self._write()

    def change(self, what: str, scenario: Scenario, race: Race) -> None:
        """Record that a command has been given, and go on with the race that it makes.

        What the new race shares with the one before is not recorded again. One that has begun anew though it need not have
        (a restart) shares nothing.
        """
        if self._sink is None:
            return
        self.take(self._race)
        self.flush()
        before, self._resolved = self._resolved, Resolved.of(scenario, race)
        changed, same_race = changes(before, self._resolved)
        kept = _kept(self._race, race) if same_race else {}
        line = CommandLine(what, race.step, self._race.head, keeps=dict(kept), **changed)
        wanted = dict(zip(self._race.runs, self._begins, strict=True))
        reached = {name: max(begin, self._race.head + 1) for name, begin in wanted.items()}
        begins = []
        for name in race.runs:
            own = kept.get(name)
            begins.append(
                0 if own is None else min(reached[own.of], reached[own.of] if own.below is None else own.below)
            )
        self._put(line)
        self._begin(race, begins)
        self.take(race)

    def finish(self, race: Race) -> None:
        """Record the last step and sum up."""
        if self._sink is None:
            return
        self.take(race)
        self.flush()
        head = race.head
        left = {
            run.place for run in race.runs.values() if run.place not in race.ends or race.ends[run.place].step > head
        }
        if head % self._every and left:
            self._states, self._chosen = [race.state_at(head)], {head: left - self._noted.get(head, set())}
            self.flush()
        lanes = {name: summary_of(race, run) for name, run in race.runs.items()}
        self._put(SummaryLine(Summary(head, lanes, self._chain.hexdigest())))
        self._sink = None

    def _put(self, *lines: Header | Line) -> None:
        """Write whole lines, or drop a sink that fails."""
        if self._sink is None:
            return
        data = self._encoder.encode_lines(lines)
        self._chain.update(data)
        try:
            self._sink.write(data)
            self._sink.flush()
        except (OSError, ValueError) as error:  # ValueError: it has been closed
            self.fault = str(getattr(error, "strerror", None) or error)
            self._sink = None


def _kept(before: Race, after: Race) -> dict[str, Kept]:
    """Whose rows each lane of a race keeps from the race before."""
    past = shared_past(before.lanes, after.lanes, before.head + 1)
    if after.head < past.rows - 1:
        return {}
    kept = {}
    for lane, source in zip(after.lanes, past.sources, strict=True):
        agreed = lane.agrees(before.lanes[source])
        if agreed > 0:
            kept[lane.name] = Kept(before.lanes[source].name, None if agreed == float("inf") else int(agreed))
    return kept


def lines(scenario: Scenario, race: Race, *, every: int = 1, with_params: bool = False) -> Iterator[bytes]:
    """The recording of a race up to its head, in pieces of whole lines."""
    pieces = _Pieces()
    recorder = Recorder(scenario, race, pieces, every=every, with_params=with_params)
    for step in range(0, race.head + 1, _BLOCK):
        recorder.take(race, min(step + _BLOCK - 1, race.head))
        yield from pieces.taken()
    recorder.finish(race)
    yield from pieces.taken()


class _Pieces:
    """A sink that hands on what it gets."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Hold some lines."""
        self._held.append(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> list[bytes]:
        """What came since."""
        held, self._held = self._held, []
        return held
