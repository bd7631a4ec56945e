"""Turns a race, as it goes on, into the lines of its recording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.capabilities.states import Resumable
from optsim.engine.history.history_transfer import shared_past
from optsim.engine.settings import Array
from optsim.engine.stepping.kernel import State
from optsim.recording.change import change_of
from optsim.recording.format.values import Kept
from optsim.recording.format.version_2 import CommandLine, Line, Summary, SummaryLine
from optsim.recording.resolved_setup import Resolved, changes
from optsim.recording.rows import Rows, summary_of
from optsim.recording.state_hash import Digester, Words, by_lane, packed

#: rows that are made at once
BLOCK = 128
#: numbers that are hashed at once: more would leave the cache
_HASHED = 131072
#: rows are read before so many others follow them: a race that keeps few has them at hand until then
_UNREAD = 1024


class _StateCopy(NamedTuple):
    """Numbers of a state, copied: the state itself may be lent; `params` where they are recorded."""

    step: int
    numbers: bytes
    params: Array | None


class Encoder:
    """Makes the lines of a race after the header, many at a time, and gives them to `put`.

    The same race and the same commands at the same heads give the same lines, however often `take` is called between them.
    """

    def __init__(
        self,
        setup: Resolved,
        race: Resumable,
        put: Callable[[Sequence[Line]], object],
        *,
        every: int,
        with_params: bool,
        quantities: tuple[str, ...],
    ) -> None:
        self._setup, self._put = setup, put
        self._every, self._with_params, self._quantities = every, with_params, quantities
        self._begin(race, [0] * len(race.lanes))

    def _begin(self, race: Resumable, begins: list[int]) -> None:
        """Set out on a race, of which each lane is wanted from a step on."""
        self.race, self._begins = race, begins
        self._rows = Rows(race, begins, self._quantities)
        self._next = min(begins)
        self._digester = Digester(race.state_at(race.head), race.groups)
        self._most = max(1, min(BLOCK, _HASHED // self._digester.size))
        self._shown: list[_StateCopy] = []
        self._states: list[_StateCopy] = []
        self._measured: list[Array] = []
        self._unread: list[int] = []
        self._steps: list[int] = []
        self._hashes: list[Words] = []
        self._params: list[Any] = []
        self._chosen: dict[int, set[int]] = {}
        self._noted: dict[int, set[int]] = {}
        self._known_marks = 0

    @property
    def room(self) -> int:
        """So many steps are best computed between two calls of `take`."""
        return self._most

    def watch(self, state: State) -> None:
        """Be lent a state that the race has just measured: `take` then need not ask for it."""
        self._shown.append(self._copy(state))

    def take(self, race: Resumable, upto: int | None = None) -> None:
        """Record what the race has computed since, or of it what comes up to a step."""
        head = race.head if upto is None else upto
        if self._known_marks != len(race.ends) + len(race.events):
            self._note(race)
        for step in range(self._next, head + 1):
            if step % self._every:
                if step not in self._noted:
                    continue
                self._chosen[step] = self._noted[step]
            self._states.append(self._state(race, step))
            self._unread.append(step)
            if len(self._states) >= self._most:
                self._hash()
        self._next = max(self._next, head + 1)
        self._shown.clear()
        if self._unread and head - self._unread[0] >= _UNREAD:
            self._read()

    def _state(self, race: Resumable, step: int) -> _StateCopy:
        """A state of the race; one that was not shown costs something where it is not the newest."""
        shown = self._shown
        place = step - shown[0].step if shown else -1
        return shown[place] if 0 <= place < len(shown) else self._copy(race.state_at(step))

    def _copy(self, state: State) -> _StateCopy:
        return _StateCopy(state.step, packed(state), state.params.copy() if self._with_params else None)

    def _note(self, race: Resumable) -> None:
        """Note the steps at which something happens to a lane: they are never left out."""
        self._known_marks = len(race.ends) + len(race.events)
        self._noted = {}
        for place, end in race.ends.items():
            self._noted.setdefault(end.step, set()).add(place)
        for event in race.events:
            self._noted.setdefault(event.step, set()).add(race.runs[event.lane].place)

    def _read(self) -> None:
        """Take down what was measured."""
        unread, self._unread = self._unread, []
        if unread:
            self._measured.append(self._rows.measured(unread))

    def _hash(self) -> None:
        states, self._states = self._states, []
        self._read()
        if not states:
            return
        self._steps += [state.step for state in states]
        self._hashes.append(self._digester([state.numbers for state in states]))
        if self._with_params:
            self._params += [state.params for state in states]
        if len(self._steps) >= BLOCK:
            self._write()

    def _write(self) -> None:
        """Write the rows that have been hashed."""
        steps, self._steps = self._steps, []
        if not steps:
            return
        hashes = by_lane(np.concatenate(self._hashes))
        params = self._params if self._with_params else None
        measured = np.concatenate(self._measured, axis=1)
        lines = self._rows.lines(steps, measured, hashes, params, self._chosen)
        self._measured, self._hashes, self._params, self._chosen = [], [], [], {}
        if lines:
            self._put(lines)

    def flush(self) -> None:
        """Write all that was taken."""
        self._hash()
        self._write()

    def change(self, setup: Resolved, race: Resumable) -> None:
        """A command has been given: go on with the race that it makes."""
        self.take(self.race)
        self.flush()
        before, self._setup = self._setup, setup
        changed, same_race = changes(before, setup)
        kept_rows = _kept_rows(self.race, race) if same_race else {}
        head, cursor = self.race.head, self.race.step
        reached = {name: max(begin, head + 1) for name, begin in zip(self.race.runs, self._begins, strict=True)}
        self._put([CommandLine(change_of(before, setup).as_dict(), cursor, head, keeps=kept_rows, **changed)])
        self._begin(race, [_first_step(kept_rows.get(name), reached) for name in race.runs])
        self.take(race)

    def finish(self) -> None:
        """Record the last step of what was taken and sum up."""
        race, head = self.race, self.race.head
        self.flush()
        unrecorded = {
            run.place for run in race.runs.values() if run.place not in race.ends or race.ends[run.place].step > head
        }
        if head % self._every:
            self._states, self._unread = [self._copy(race.state_at(head))], [head]
            self._chosen = {head: unrecorded - self._noted.get(head, set())}
            self.flush()
        lanes = {name: summary_of(race, run) for name, run in race.runs.items()}
        self._put([SummaryLine(Summary(head, lanes, ""))])


def _first_step(rows: Kept | None, reached: dict[str, int]) -> int:
    """Return the first step to record of a lane that keeps rows of another; of that `reached` steps are there."""
    if rows is None:
        return 0
    return reached[rows.of] if rows.below is None else min(reached[rows.of], rows.below)


def _kept_rows(before: Resumable, after: Resumable) -> dict[str, Kept]:
    """Find whose rows each lane of a race keeps from the race before."""
    past = shared_past(before.lanes, after.lanes, before.head + 1, before.ends)
    if after.head < past.rows - 1:
        return {}
    rows = {}
    for lane, source in zip(after.lanes, past.sources, strict=True):
        agreed = lane.agrees(before.lanes[source])
        if agreed > 0:
            rows[lane.name] = Kept(before.lanes[source].name, None if agreed == float("inf") else int(agreed))
    return rows
