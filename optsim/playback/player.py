"""The player of a race: what a person does to it over time."""

from __future__ import annotations

from collections.abc import Callable

from optsim.engine.race import Race

#: steps a second; None is as fast as the machine can
SPEEDS: tuple[int | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, None)
_FIRST_SPEED = 20

Allowance = Callable[[], bool]


class Player:
    """Plays a race forward at a speed, steps it, and seeks in it.

    `make_race` gives the race of a seed at step 0. The player stands at `race.step`, the cursor. Time comes in through `tick`.
    """

    def __init__(self, make_race: Callable[[int], Race], seed: int) -> None:
        self._make_race = make_race
        self.race = make_race(seed)
        self.playing = False
        self.speed: int | None = _FIRST_SPEED
        self._owed = 0.0
        self._goal: int | None = None

    @property
    def busy(self) -> bool:
        """Whether time moves it: it plays, or is on its way to a step that is not computed yet."""
        return self.playing or self._goal is not None

    @property
    def rushing(self) -> bool:
        """Whether it is on its way to a step that is not computed yet."""
        return self._goal is not None

    def toggle(self) -> None:
        """Pause if it moves, else play; at the very end, play again from the start."""
        if self.busy:
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
        self.race = self._make_race(seed)

    def tick(self, elapsed: float, may_go_on: Allowance) -> bool:
        """Let time pass; returns whether anything moved.

        A speed takes speed · elapsed steps, the fraction kept for the next tick. `may_go_on` is asked between steps: at full
        speed it alone ends the tick; at any other it only keeps a slow machine from falling behind, and steps that it does
        not allow are not made up for.
        """
        if not self.busy:
            return False
        before = self.race.step
        if self._goal is not None or self.speed is None:
            self._rush(may_go_on)
        else:
            self._owed += self.speed * elapsed
            due = int(self._owed)
            self._owed -= due
            while due > 0 and not self.race.finished:
                self.race.advance()
                due = due - 1 if may_go_on() else 0
        if self.race.finished or (self._goal is not None and self.race.step >= self._goal):
            self.pause()
        return self.race.step != before or not self.busy

    def _rush(self, may_go_on: Allowance) -> None:
        goal = self.race.budget if self._goal is None else self._goal
        while self.race.step < goal and not self.race.finished:
            self.race.advance()
            if not may_go_on():
                return
