"""The player of a race: what a person does to it over time."""

from __future__ import annotations

from dataclasses import fields
from typing import NamedTuple

from optsim.analysis.events import EventLog
from optsim.engine.capabilities import Follower, Source
from optsim.engine.race import Race
from optsim.playback.band import Allowance, Band
from optsim.playback.memory_limit import KEEP_ROWS
from optsim.playback.sinks import Sinks
from optsim.scenario import Scenario
from optsim.theory.verdicts import Theory

#: steps a second; None is as fast as the machine can
SPEEDS: tuple[int | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, None)
FIRST_SPEED = 20


class _Before(NamedTuple):
    """What was there before a change: what the change was, the scenario, and where that was a recording the recording."""

    change: str
    scenario: Scenario
    recorded: Source | None


class Player:
    """Plays a race forward at a speed, steps it, and seeks in it.

    The player stands at `race.step`, the cursor. Time comes in through `tick`. What a person changes about the race is a new
    `scenario`; `undo` brings the one before back. A recording becomes a race that is computed here when it is changed. All
    that the race does is handed to its `journal`.
    """

    race: Source

    def __init__(self, scenario: Scenario, seed: int | None = None, *, source: Source | None = None) -> None:
        """At the start of a scenario's race, or of another source of it."""
        self.scenario = scenario
        self.race = scenario.race(seed=seed, keep_rows=KEEP_ROWS) if source is None else source
        self.journal = Sinks()
        self._before: list[_Before] = []
        self._refill = 0
        self._chronicle = EventLog(self.race)
        self._band: Band | None = None
        self._theory: Theory | None = None
        self.playing = False
        self.speed: int | None = FIRST_SPEED
        self._owed = 0.0
        self._goal: int | None = None

    @property
    def busy(self) -> bool:
        """Whether time does anything: it moves, computes again what an edit has changed, or band or forecast follow."""
        return self.moving or self._refilling or any(each.behind for each in self._followers)

    @property
    def moving(self) -> bool:
        """Whether it plays, or is on its way to a step that is not computed yet."""
        return self.playing or self._goal is not None

    @property
    def _refilling(self) -> bool:
        return self.race.head < self._refill and not self.race.over

    @property
    def chronicle(self) -> EventLog:
        """What happens in the present race."""
        if self._chronicle.race is not self.race:
            self._chronicle = EventLog(self.race)
        return self._chronicle

    @property
    def rushing(self) -> bool:
        """Whether it is on its way to a step that is not computed yet."""
        return self._goal is not None

    def toggle(self) -> None:
        """Pause if it moves, else play; at the very end, play again from the start."""
        if self.moving:
            self.pause()
            return
        if self.race.finished:
            self.race.seek(0)
        self.playing, self._owed = True, 0.0

    def pause(self) -> None:
        """Stay at the current step."""
        self.playing, self._goal = False, None

    def step(self, n: int = 1) -> None:
        """Pause and go n steps forward."""
        self.pause()
        for _ in range(n):
            self._advance()
        self.journal.flush()

    def back(self, n: int = 1) -> None:
        """Pause and go n steps back."""
        self.pause()
        self.race.back(n)

    def go_to(self, step: int) -> None:
        """Pause and go to a step: at once as far as the race is computed, from there as fast as ticks allow."""
        self.pause()
        self.race.seek(min(step, self.race.head))
        if step > self.race.head and not self.race.over:
            self._goal = min(step, self.race.budget)

    def go_to_happening(self, direction: int) -> None:
        """Pause and go to the next thing that happened (1), or the one before (−1), if there is one."""
        steps = sorted(
            {self.race.from_(each.step) for each in self.chronicle.happenings() if each.step <= self.race.head}
        )
        found = [step for step in steps if (step - self.race.step) * direction > 0]
        if found:
            self.go_to(found[0] if direction > 0 else found[-1])

    @property
    def band(self) -> Band | None:
        """Many seeds of the present race, where they are wanted."""
        if self._band is not None and self._band.race is not self.race:
            self._band = Band(self.scenario, self.race)
        return self._band

    @property
    def theory(self) -> Theory | None:
        """What is known of the present race, where it is wanted."""
        if self._theory is not None and self._theory.race is not self.race:
            self._theory = Theory(self.race, KEEP_ROWS)
        return self._theory

    @property
    def _followers(self) -> list[Follower]:
        """What is worked out of the race behind what is shown."""
        forecast = None if self.theory is None else self.theory.forecast
        followers: tuple[Follower | None, ...] = (self.race.follower, forecast, self.band)
        return [each for each in followers if each is not None]

    def toggle_theory(self) -> None:
        """Hold theory against the race, or no more."""
        self._theory = Theory(self.race, KEEP_ROWS) if self._theory is None else None

    def toggle_band(self) -> None:
        """Run every lane over many seeds beside the race, or no more."""
        self._band = Band(self.scenario, self.race) if self._band is None else None

    def faster(self) -> None:
        """The next higher speed."""
        self.speed = SPEEDS[min(SPEEDS.index(self.speed) + 1, len(SPEEDS) - 1)]

    def slower(self) -> None:
        """The next lower speed."""
        self.speed = SPEEDS[max(SPEEDS.index(self.speed) - 1, 0)]

    def restart(self) -> None:
        """The same seed from step 0 with nothing computed; a recording plays from its start."""
        if self._recorded is not None:
            self.go_to(0)
            self.toggle()
        else:
            self.seed(self.race.seed)

    def seed(self, seed: int) -> None:
        """Another seed from step 0."""
        self.pause()
        what = "restart" if seed == self.race.seed else f"seed {seed}"
        if self._recorded is not None:
            self._before.append(_Before(what, self.scenario, self._recorded))
        self._refill = 0
        self._race_on(what, self.scenario, self.scenario.race(seed=seed, keep_rows=KEEP_ROWS))

    def change(self, what: str, scenario: Scenario) -> None:
        """Race another set-up from where it stands; what the two races share is not computed again.

        It stays at its step, or comes back to it as fast as ticks allow where all is computed anew; what was computed beyond
        is filled in by ticks. `what` was changed is told when it is undone.
        """
        self._before.append(_Before(what, self.scenario, self._recorded))
        self._go_over(what, scenario)

    def undo(self) -> str:
        """Take the last change back; returns what it was, empty where there was none."""
        if not self._before:
            return ""
        what, scenario, recorded = self._before.pop()
        if recorded is None:
            self._go_over(f"undo {what}", scenario)
        else:
            self.pause()
            recorded.seek(self.race.step)
            self._refill, self.scenario, self.race = 0, scenario, recorded
        return what

    @property
    def _recorded(self) -> Source | None:
        """The source, where it is a recording."""
        return None if self.race.origin is None else self.race

    def _go_over(self, what: str, scenario: Scenario) -> None:
        stood, computed = self.race.step, self.race.head
        if _differs_in_lanes_only(scenario, self.scenario):
            self._race_on(what, scenario, self.race.live.with_lanes(scenario.lanes))
            self._refill = computed
            if self.race.step < stood:
                self._goal = max(stood, self._goal or 0)
        else:
            self.pause()
            self._refill = 0
            self._race_on(what, scenario, scenario.race(seed=self.race.seed, keep_rows=KEEP_ROWS))

    def _race_on(self, what: str, scenario: Scenario, race: Race) -> None:
        """Put another race in place of the present one."""
        self.journal.take(self.race)
        self.scenario, self.race = scenario, race
        self.journal.change(what, scenario, race)

    def tick(self, elapsed: float, may_go_on: Allowance) -> bool:
        """Let time pass; returns whether anything moved.

        A speed takes speed · elapsed steps, the fraction kept for the next tick. `may_go_on` is asked between steps: at full
        speed it alone ends the tick; at any other it only keeps a slow machine from falling behind, and steps that it does
        not allow are not made up for.
        """
        if not self.busy:
            return False
        before, computed = self.race.step, self.race.head
        if not self.moving:
            self._fill(may_go_on)
        elif self._goal is not None or self.speed is None:
            self._rush(may_go_on)
        else:
            self._play(self.speed * elapsed, may_go_on)
        if self._goal is not None and self.race.step >= self._goal:
            self._goal = None
        if self.race.finished:
            self.pause()
        behind = [each for each in self._followers if each.behind]
        for each in behind:
            each.advance(may_go_on)
        self.journal.flush()
        if behind:
            return True
        return self.race.step != before or self.race.head != computed or not self.busy

    def _play(self, steps: float, may_go_on: Allowance) -> None:
        """Go so many steps, as many whole ones as are due with what was left before; of a recording those that it has."""
        self._owed += steps
        while not self.race.finished:
            stride = self.race.onward(self.race.step, 1) - self.race.step
            if self._owed < stride:
                return
            self._advance()
            self._owed -= stride
            if not may_go_on():
                self._owed %= stride

    def _fill(self, may_go_on: Allowance) -> None:
        """Compute on where an edit has cut off what was there."""
        while self._refilling:
            self.race.live.compute(self.race.head + 1)
            self.journal.take(self.race)
            if not may_go_on():
                return

    def _rush(self, may_go_on: Allowance) -> None:
        goal = self.race.budget if self._goal is None else self._goal
        while self.race.step < goal and not self.race.finished:
            self._advance()
            if not may_go_on():
                return

    def _advance(self) -> None:
        """A step on."""
        self.race.advance()
        self.journal.take(self.race)


def _differs_in_lanes_only(one: Scenario, other: Scenario) -> bool:
    # the steps of a budget of epochs follow from the lanes
    following = ("lanes",) if one.epochs is None else ("lanes", "steps")
    names = (field.name for field in fields(Scenario) if field.name not in following)
    return all(getattr(one, name) is getattr(other, name) for name in names)
