"""The demo of a scenario: what a guided tour or a screencast does, one act after the other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from optsim.engine.settings import Setting

Verb = Literal["wait", "press", "type", "say", "mark", "until", "expect", "speed", "show", "shot"]


#: how fast captions are read, in columns a second, and the seconds that it takes to find one
_READ, _FOUND = 20, 1.0


class Act(NamedTuple):
    """One thing to do: a verb and what it takes; of a caption also the seconds that it stays, if not as long as reading takes."""

    verb: Verb
    value: Any
    rest: float | None = None


Size = Annotated[tuple[int, int], Setting(help="columns and rows of the window", least=1)]
Fps = Annotated[int, Setting(help="pictures a second", least=1, most=60)]
Gap = Annotated[
    float, Setting(help="seconds of rest after each press, type and say, but before until", least=0, most=10)
]
Lang = Annotated[str | None, Setting(help="language of the screen and the captions where none is asked for")]
Keys = Annotated[bool, Setting(help="whether pressed keys are shown")]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demo: its acts, its window, and how it is filmed."""

    size: Size = (100, 30)
    fps: Fps = 15
    gap: Gap = 0.4
    keys: Keys = False
    lang: Lang = None
    do: tuple[Act, ...] = ()

    @property
    def captions(self) -> tuple[str, ...]:
        """The captions that are not empty, in their order."""
        return tuple(act.value for act in self.do if act.verb == "say" and act.value)

    @property
    def chapters(self) -> tuple[str, ...]:
        """The names of the chapters, in their order."""
        return tuple(act.value for act in self.do if act.verb == "mark" and act.value)


def reading_time(caption: str) -> float:
    """Seconds that a caption takes to read, by its length; full-width characters count double."""
    columns = sum(
        1 + (unicodedata.east_asian_width(char) in "WF") for char in caption if not unicodedata.combining(char)
    )
    return _FOUND + columns / _READ if caption.strip() else 0.0
