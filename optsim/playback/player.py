"""The player of a race: what a person does to it over time."""

from __future__ import annotations

from dataclasses import fields

from optsim.playback.band import Allowance, Band
from optsim.playback.happenings import Chronicle
from optsim.scenario import Scenario
from optsim.theory.claims import Theory
from optsim.theory.forecast import Forecast

#: steps a second; None is as fast as the machine can
SPEEDS: tuple[int | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, None)
FIRST_SPEED = 20


class Player:
    """Plays a race forward at a speed, steps it, and seeks in it.

    The player stands at `race.step`, the cursor. Time comes in through `tick`. What a person changes about the race is a new
    `scenario`; `undo` brings the one before back.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None) -> None:
        self.scenario = scenario
        self.race = scenario.race(seed=seed)
        self._before: list[tuple[str, Scenario]] = []
        self._refill = 0
        self._chronicle = Chronicle(self.race)
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
    def chronicle(self) -> Chronicle:
        """What happens in the present race."""
        if self._chronicle.race is not self.race:
            self._chronicle = Chronicle(self.race)
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
        self.race.advance(n)

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
        steps = sorted({each.step for each in self.chronicle.happenings() if each.step <= self.race.head})
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
            self._theory = Theory(self.race)
        return self._theory

    @property
    def _followers(self) -> list[Band | Forecast]:
        """What is worked out of the race behind its head."""
        forecast = None if self.theory is None else self.theory.forecast
        return [each for each in (forecast, self.band) if each is not None]

    def toggle_theory(self) -> None:
        """Hold theory against the race, or no more."""
        self._theory = Theory(self.race) if self._theory is None else None

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
        """The same seed from step 0 with nothing computed."""
        self.seed(self.race.seed)

    def seed(self, seed: int) -> None:
        """Another seed from step 0."""
        self.pause()
        self._refill = 0
        self.race = self.scenario.race(seed=seed)

    def change(self, what: str, scenario: Scenario) -> None:
        """Race another set-up from where it stands; what the two races share is not computed again.

        It stays at its step, or comes back to it as fast as ticks allow where all is computed anew; what was computed beyond
        is filled in by ticks. `what` was changed is told when it is undone.
        """
        self._before.append((what, self.scenario))
        self._go_over(scenario)

    def undo(self) -> str:
        """Take the last change back; returns what it was, empty where there was none."""
        if not self._before:
            return ""
        what, scenario = self._before.pop()
        self._go_over(scenario)
        return what

    def _go_over(self, scenario: Scenario) -> None:
        stood, computed = self.race.step, self.race.head
        if _differs_in_lanes_only(scenario, self.scenario):
            self.race = self.race.with_lanes(scenario.lanes)
            self._refill = computed
            if self.race.step < stood:
                self._goal = max(stood, self._goal or 0)
        else:
            self.pause()
            self._refill = 0
            self.race = scenario.race(seed=self.race.seed)
        self.scenario = scenario

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
            self._owed += self.speed * elapsed
            due = int(self._owed)
            self._owed -= due
            while due > 0 and not self.race.finished:
                self.race.advance()
                due = due - 1 if may_go_on() else 0
        if self._goal is not None and self.race.step >= self._goal:
            self._goal = None
        if self.race.finished:
            self.pause()
        behind = [each for each in self._followers if each.behind]
        for each in behind:
            each.advance(may_go_on)
        if behind:
            return True
        return self.race.step != before or self.race.head != computed or not self.busy

    def _fill(self, may_go_on: Allowance) -> None:
        """Compute on where an edit has cut off what was there."""
        while self._refilling:
            self.race.compute(self.race.head + 1)
            if not may_go_on():
                return

    def _rush(self, may_go_on: Allowance) -> None:
        goal = self.race.budget if self._goal is None else self._goal
        while self.race.step < goal and not self.race.finished:
            self.race.advance()
            if not may_go_on():
                return


def _differs_in_lanes_only(one: Scenario, other: Scenario) -> bool:
    names = (field.name for field in fields(Scenario) if field.name != "lanes")
    return all(getattr(one, name) is getattr(other, name) for name in names)
