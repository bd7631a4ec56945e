"""The race of a recording computed again, and held against what was recorded."""

from __future__ import annotations

from typing import ClassVar

from optsim.engine.race import Race
from optsim.engine.stepping.kernel import State
from optsim.facts import Fact
from optsim.playback.motion import Allowance
from optsim.recording.recording import Recording
from optsim.recording.state_hash import Digester, hexadecimal, packed

#: steps that are computed at once when they are asked for; more are left to ticks
_AT_ONCE = 64
#: states that are compared at a time
_TOGETHER = 32


class EndsBefore(Fact):
    """Computed again here, the race ends before the step that is shown."""

    code: ClassVar[str] = "resimulation.ends_before"

    step: int


class DiffersFrom(Fact):
    """Computed again here, the states are other ones from a step on."""

    code: ClassVar[str] = "resimulation.differs_from"

    step: int


class Resimulation:
    """A race that follows the step that is shown. `differs` is the first recorded step at which a state is another one."""

    def __init__(self, race: Race, recording: Recording) -> None:
        self.race = race
        self.differs: int | None = None
        self._digester = Digester(race.state_at(0), race.groups)
        self._rows = {step: row for row, step in enumerate(recording.steps.tolist())}
        self._digests = recording.digests
        self._target = 0
        self._states: list[State] = []
        self._take()
        self._compare()

    @property
    def behind(self) -> bool:
        """True if the step that is shown is not reached yet."""
        return self.race.head < self._target and not self.race.over

    def want(self, step: int) -> None:
        """Follow to a step: at once where it is near, else when ticks allow it."""
        self._target = step
        if step - self.race.head <= _AT_ONCE:
            self.advance(lambda: True)

    def advance(self, may_go_on: Allowance) -> None:
        """Go on as far as is allowed."""
        while self.behind:
            self.race.compute(self.race.head + 1)
            self._take()
            if not may_go_on():
                break
        self._compare()

    def doubt(self, step: int) -> Fact | None:
        """Return what is to be said of states at a step; None where they are those that were recorded."""
        if self.race.over and self.race.head < step:
            return EndsBefore(self.race.head)
        return None if self.differs is None or step < self.differs else DiffersFrom(self.differs)

    def _take(self) -> None:
        """Keep the newest state to be compared."""
        if self.differs is None and self.race.head in self._rows:
            self._states.append(self.race.state_at(self.race.head))
            if len(self._states) == _TOGETHER:
                self._compare()

    def _compare(self) -> None:
        """Hold states against what was recorded, until one differs; a lane without a row there cannot."""
        states, self._states = self._states, []
        if not states:
            return
        for state, digests in zip(
            states, hexadecimal(self._digester([packed(state) for state in states])), strict=True
        ):
            recorded = self._digests[self._rows[state.step]].tolist()
            if any(there not in ("", here) for there, here in zip(recorded, digests, strict=True)):
                self.differs = state.step
                return
