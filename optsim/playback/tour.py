"""A demo that is played, act after act, on whatever stage it is given; what it waits for is the race, not the clock."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Protocol

from optsim.number_format import short
from optsim.playback.condition_context import Facts
from optsim.scenario.demo.conditions import Condition, lane_facts, read_condition
from optsim.scenario.demo.demo import Act, Demo, reading_time
from optsim.suggest import nearest

#: seconds between two keys of one act, and between two characters that are typed
BETWEEN_KEYS, BETWEEN_CHARACTERS = 0.25, 0.08
#: seconds that a screen may take to show what is expected, and that a race may stand still before it is given up
PATIENCE = 1.0
#: seconds that a condition is waited for, and that a tour lasts, at most
LONGEST_UNTIL, LONGEST_TOUR = 300.0, 1800.0

_SOON = 1e-9


class Stage(Protocol):
    """Stage that a tour is played on."""

    def press(self, key: str) -> None:
        """Press a key, by the name that a demo has for it."""

    def type(self, character: str) -> None:
        """Type a character, as part of a text."""

    def say(self, caption: str) -> None:
        """Show a caption in place of the one before; an empty one clears it."""

    def speed(self, factor: float) -> None:
        """Let the race run `factor` times as fast as it would."""

    def facts(self) -> Facts | None:
        """Return what the race is at; None where no race is open."""

    def screen_text(self) -> str:
        """Return what can be read on the screen, line by line, without the caption."""

    def fits(self, size: tuple[int, int]) -> bool:
        """Tell if the screen is the one that a demo of this size is written for."""

    def mark(self, label: str) -> None:
        """A chapter begins."""

    def show(self, shown: bool) -> None:  # noqa: FBT001 the one thing that is told
        """Say whether what follows is filmed."""

    def shot(self, name: str) -> None:
        """A still of what is on the screen."""


class TourError(Exception):
    """A tour that cannot go on: the number of the act (from 1), the act, what is wrong, the step, and the screen's text."""

    def __init__(self, number: int, act: Act, problem: str, step: int | None, screen: str) -> None:
        at = "" if step is None else f" at step {step}"
        super().__init__(f"demo.do[{number}].{act.verb} = {_shown(act.value)} failed{at}: {problem}")
        self.number = number
        self.act = act
        self.problem = problem
        self.step = step
        self.screen = screen


class Tour:
    """Plays a demo on a stage as time is let pass. It is the same for the same times, whatever the machine."""

    def __init__(self, demo: Demo, stage: Stage, *, expects: bool = True) -> None:
        """Play a demo on a stage; texts that it expects are English, and only looked for where it `expects` them."""
        self._demo, self._stage, self._expects = demo, stage, expects
        self._course = self._play()
        self._factor = 1.0
        #: seconds of the tour that are still to be waited; None: whatever comes with the next tick
        self._rest: float | None = None
        self._elapsed = self._lasted = 0.0
        self._awaited: Condition | None = None
        self._pressed = False
        self._gap = demo.gap
        #: seconds that the caption still has to stay, and whether all waits for that
        self._unread, self._reads = 0.0, False
        self.number = 0
        self.over = False

    @property
    def holds(self) -> bool:
        """True if the race is to stand still: what was waited for is there, a pressed key is on its way, or a caption is read.

        So a tour stops a race at the very step at which a condition comes true, at any speed.
        """
        return self._pressed or self._reads or (self._awaited is not None and self._is_true(self._awaited))

    def tick(self, elapsed: float) -> None:
        """Let time pass, in seconds. Raises TourError where the tour cannot go on; it is over then."""
        if self.over:
            return
        self._elapsed, self._pressed = elapsed, False
        self._lasted += elapsed
        self._unread -= elapsed
        self._rest = 0.0 if self._rest is None else self._rest - elapsed * self._factor
        try:
            if self._lasted > LONGEST_TOUR:
                raise self._failure(f"the tour has lasted {LONGEST_TOUR / 60:g} minutes, more than any may")
            while self._rest is not None and self._rest <= _SOON:
                rest = next(self._course)
                self._rest = None if rest is None else self._rest + rest
        except StopIteration:
            self.over = True
        except TourError:
            self.over = True
            raise

    def _play(self) -> Iterator[float | None]:
        """Do all acts; gives the seconds to rest in between, None: until the next tick."""
        for number, (act, following) in enumerate(zip_longest(self._demo.do, self._demo.do[1:]), start=1):
            if act.verb == "say":
                yield from self._let_read()
            self.number = number
            # what is waited for is looked for at once: a race that was set going may be there before a rest is over
            self._gap = 0.0 if following is not None and following.verb == "until" else self._demo.gap
            yield from self._do(act)
        yield from self._let_read()

    def _let_read(self) -> Iterator[float | None]:
        """Wait until the caption has been there as long as it has to; the race waits, too, or it would get ahead of what is said."""
        self._reads = True
        while self._unread > _SOON:
            yield None
        self._reads = False

    def _do(self, act: Act) -> Iterator[float | None]:
        match act.verb:
            case "wait":
                yield act.value
            case "press":
                yield from self._press(act.value)
            case "type":
                yield from self._type(act.value)
            case "until":
                yield from self._until(read_condition(act.value))
            case "expect" if not self._expects:
                pass
            case "expect":
                yield from self._expect(act.value)
            case "say":
                self._stage.say(act.value)
                self._unread = reading_time(act.value) if act.rest is None else act.rest
                yield self._gap
            case "speed":
                self._factor = act.value
                self._stage.speed(act.value)
            case "mark" | "show" | "shot":
                getattr(self._stage, act.verb)(act.value)

    def _press(self, keys: tuple[str, ...]) -> Iterator[float | None]:
        for number, key in enumerate(keys):
            if number:
                yield BETWEEN_KEYS
            self._stage.press(key)
            self._pressed = True
            yield None
        yield self._gap

    def _type(self, text: str) -> Iterator[float | None]:
        for character in text:
            self._stage.type(character)
            yield BETWEEN_CHARACTERS
        yield None
        yield self._gap

    def _until(self, condition: Condition) -> Iterator[float | None]:
        self._awaited = condition
        elapsed = idle = 0.0
        while not self._is_true(condition):
            facts = self._stage.facts()
            idle = 0.0 if facts is not None and facts.moving else idle + self._elapsed
            elapsed += self._elapsed
            if idle > PATIENCE:
                raise self._failure(f"it will never come true, since {self._standstill(condition)}")
            if elapsed > LONGEST_UNTIL:
                raise self._failure(f"after {LONGEST_UNTIL:g} seconds {self._standstill(condition)}")
            yield None
        self._awaited = None

    def _expect(self, text: str) -> Iterator[float | None]:
        elapsed = 0.0
        while text not in self._stage.screen_text() and self._stage.fits(self._demo.size):
            if elapsed > PATIENCE:
                raise self._failure("this is not on the screen")
            yield None
            elapsed += self._elapsed

    def _is_true(self, condition: Condition) -> bool:
        facts = self._stage.facts()
        if facts is None or (condition.lane and condition.lane not in facts.lanes):
            return False
        return condition.holds(facts.value(condition))

    def _standstill(self, condition: Condition) -> str:
        """Return what the race is at, and what the condition's value is."""
        facts = self._stage.facts()
        if facts is None:
            return "no race is open"
        if condition.lane and condition.lane not in facts.lanes:
            return f"no lane is named {condition.lane!r}; {nearest(condition.lane, facts.lanes)}"
        of = f" of {facts.selected}" if condition.fact in lane_facts() and not condition.lane else ""
        return f"the race {facts.state} and {condition.name}{of} is {short(facts.value(condition), 6)}"

    def _failure(self, problem: str) -> TourError:
        facts = self._stage.facts()
        step = None if facts is None else facts.step
        return TourError(self.number, self._demo.do[self.number - 1], problem, step, self._stage.screen_text())


def _shown(value: object) -> str:
    """A value as the file has it."""
    match value:
        case tuple():
            return f"[{', '.join(map(_shown, value))}]"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case _:
            return f"{value:g}" if isinstance(value, float) else str(value)
