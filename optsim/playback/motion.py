"""Motion of a player: whether it plays, how fast, and to which step it is on its way."""

from __future__ import annotations

from collections.abc import Callable

from optsim.engine.capabilities.curves import Curves

#: asked between steps: whether there is time for another one
Allowance = Callable[[], bool]

#: steps a second; None is as fast as the machine can
SPEEDS: tuple[int | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, None)
FIRST_SPEED = 20


class Motion:
    """Moves curves as time is let pass: at a speed, or to a goal as fast as can be. `moved` is called after each step."""

    def __init__(self, on_move: Callable[[Curves], None], speed: int | None = FIRST_SPEED) -> None:
        self._on_move = on_move
        self.playing = False
        self.speed = speed
        #: the step that it is on its way to
        self.goal: int | None = None
        self._steps_due = 0.0

    @property
    def moving(self) -> bool:
        """True if it plays, or is on its way to a step that is not computed yet."""
        return self.playing or self.goal is not None

    @property
    def rushing(self) -> bool:
        """True if it is on its way to a step that is not computed yet."""
        return self.goal is not None

    def play(self) -> None:
        """Move from now on."""
        self.playing, self._steps_due = True, 0.0

    def pause(self) -> None:
        """Stay where it is."""
        self.playing, self.goal = False, None

    def faster(self) -> None:
        """The next higher speed."""
        self.speed = SPEEDS[min(SPEEDS.index(self.speed) + 1, len(SPEEDS) - 1)]

    def slower(self) -> None:
        """The next lower speed."""
        self.speed = SPEEDS[max(SPEEDS.index(self.speed) - 1, 0)]

    def head_for(self, race: Curves, step: int) -> None:
        """Go to a step: at once as far as is known, from there as fast as ticks allow."""
        self.pause()
        race.seek(min(step, race.head))
        if step > race.head and not race.over:
            self.goal = min(step, race.budget)

    def step(self, race: Curves) -> None:
        """Go a step on."""
        race.advance()
        self._on_move(race)

    def move(self, race: Curves, elapsed: float, may_go_on: Allowance) -> None:
        """Go as far as `elapsed` seconds are worth; stop at the goal and at the end."""
        if self.goal is not None or self.speed is None:
            self._rush(race, may_go_on)
        else:
            self._play(race, self.speed * elapsed, may_go_on)
        if self.goal is not None and race.step >= self.goal:
            self.goal = None

    def _play(self, race: Curves, steps: float, may_go_on: Allowance) -> None:
        """Go the whole ones of these steps and of what was left before; in a recording, to the steps that it has."""
        self._steps_due += steps
        while not race.finished:
            stride = race.onward(race.step, 1) - race.step
            # at the newest step of what somebody else goes on with there is none to go
            if not stride or self._steps_due < stride:
                return
            self.step(race)
            self._steps_due -= stride
            if not may_go_on():
                self._steps_due %= stride

    def _rush(self, race: Curves, may_go_on: Allowance) -> None:
        goal = race.budget if self.goal is None else self.goal
        while race.step < goal and not (race.finished or race.waits):
            self.step(race)
            if not may_go_on():
                return
