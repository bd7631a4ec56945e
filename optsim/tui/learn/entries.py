"""Entries: an answer while it is chosen, marked, typed or put in order, one kind for each kind of question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from optsim.lesson.answers import read_number
from optsim.lesson.lesson import LETTERS
from optsim.tui.learn.visit import Visit

#: keys that type something, as Textual calls them; a decimal comma is a point
_TYPED = {**{digit: digit for digit in "0123456789e"}, "full_stop": ".", "comma": ".", "minus": "-", "plus": "+"}
_LONGEST_NUMBER = 12
#: steps that a key moves the mark by
_STEPS = {"right": 1, "left": -1, "shift+right": 10, "shift+left": -10}
#: parts of a race that the other arrows move it by
_PARTS = 20
#: all keys that an entry may take
KEYS = (*LETTERS, *_TYPED, *_STEPS, "up", "down", "home", "end", "backspace")


class Entry(Protocol):
    """An answer that is being entered; each key gives another entry."""

    @property
    def given(self) -> str:
        """The answer; empty where it is not whole."""

    def takes(self, key: str) -> bool:
        """Tell if it knows a key."""

    def pressed(self, key: str) -> Entry:
        """Return what a key makes of it; `enter` of one that is not whole."""


@dataclass(frozen=True)
class ChoiceEntry:
    """A choice among some options, one of them marked."""

    count: int
    marked: int = 0

    @property
    def given(self) -> str:
        """The letter of the marked one."""
        return LETTERS[self.marked]

    def takes(self, key: str) -> bool:
        """Tell if it knows a key: letters and arrows."""
        return key in ("up", "down") or key in LETTERS[: self.count]

    def pressed(self, key: str) -> ChoiceEntry:
        """Mark another one."""
        return replace(self, marked=_next_place(self.marked, key, self.count))


@dataclass(frozen=True)
class StepEntry:
    """A step of a race of so many steps; None where none is marked."""

    steps: int
    step: int | None = None
    typed: str = ""

    @property
    def given(self) -> str:
        """The marked step."""
        return "" if self.step is None else str(self.step)

    def takes(self, key: str) -> bool:
        """Tell if it knows a key: arrows, digits."""
        return key in _STEPS or key.isdecimal() or key in ("up", "down", "home", "end", "backspace")

    def pressed(self, key: str) -> StepEntry:
        """Move the mark, or type the step; a digit that leads beyond the end is not taken."""
        part = max(1, self.steps // _PARTS)
        by = {**_STEPS, "up": part, "down": -part, "home": -self.steps, "end": self.steps}.get(key)
        if by is not None:
            return self.at((self.step or 0) + by)
        typed = self.typed[:-1] if key == "backspace" else self.typed + key if key.isdecimal() else self.typed
        if typed and int(typed) > self.steps:
            return self
        return StepEntry(self.steps, int(typed) if typed else None, typed)

    def at(self, step: int) -> StepEntry:
        """Return it with a step marked."""
        return StepEntry(self.steps, min(max(step, 0), self.steps))


@dataclass(frozen=True)
class ValueEntry:
    """A number as it is typed."""

    typed: str = ""

    @property
    def given(self) -> str:
        """The number, where it is one."""
        return "" if read_number(self.typed) is None else self.typed

    def takes(self, key: str) -> bool:
        """Tell if it knows a key: those of numbers."""
        return key in _TYPED or key == "backspace"

    def pressed(self, key: str) -> ValueEntry:
        """Type a character, or take the last one away."""
        typed = self.typed[:-1] if key == "backspace" else self.typed + _TYPED.get(key, "")
        return ValueEntry(typed[:_LONGEST_NUMBER])


@dataclass(frozen=True)
class OrderEntry:
    """An order of lanes: the letters of those that have a place, and the one that is marked."""

    count: int
    marked: int = 0
    placed: str = ""

    @property
    def given(self) -> str:
        """The letters in their order, once all have a place."""
        return self.placed if len(self.placed) == self.count else ""

    def takes(self, key: str) -> bool:
        """Tell if it knows a key: letters, arrows."""
        return key in ("up", "down", "backspace") or key in LETTERS[: self.count]

    def pressed(self, key: str) -> OrderEntry:
        """Give a lane the next place, or take its place away; the last lane has the last place by itself."""
        letter = LETTERS[self.marked] if key == "enter" else key
        if key == "backspace":
            return replace(self, placed=self.placed[:-1])
        if letter not in LETTERS[: self.count]:
            return replace(self, marked=_next_place(self.marked, key, self.count))
        if self.given and letter == self.placed[-1]:
            # it has that place by itself, or is typed once more
            return replace(self, marked=LETTERS.index(letter))
        if letter in self.placed:
            return replace(self, marked=LETTERS.index(letter), placed=self.placed.replace(letter, ""))
        placed = self.placed + letter
        left = [each for each in LETTERS[: self.count] if each not in placed]
        placed += left[0] if len(left) == 1 else ""
        marked = LETTERS.index(left[0]) if key == "enter" and left else LETTERS.index(letter)
        return OrderEntry(self.count, marked, placed)


def entry_for(visit: Visit) -> Entry:
    """Return the entry of a visit's question."""
    match visit.question.kind:
        case "step":
            return StepEntry(visit.steps)
        case "value":
            return ValueEntry()
        case "order":
            return OrderEntry(len(visit.question.lanes))
        case _:
            return ChoiceEntry(max(len(visit.question.holds), 2))


def _next_place(marked: int, key: str, count: int) -> int:
    """Return the place that is marked after a key."""
    if key in LETTERS[:count]:
        return LETTERS.index(key)
    return (marked + {"up": -1, "down": 1}.get(key, 0)) % count
