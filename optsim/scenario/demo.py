"""The demo of a scenario: what a guided tour or a screencast does, one act after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from optsim.engine.fields import Setting

Verb = Literal["wait", "press", "type", "say", "mark", "until", "expect", "speed", "show", "shot"]


class Act(NamedTuple):
    """One thing to do: a verb and what it takes."""

    verb: Verb
    value: Any


Size = Annotated[tuple[int, int], Setting(help="columns and rows of the window", least=1)]
Fps = Annotated[int, Setting(help="pictures a second", least=1, most=60)]
Gap = Annotated[
    float, Setting(help="seconds of rest after each press, type and say, but before until", least=0, most=10)
]
Keys = Annotated[bool, Setting(help="whether pressed keys are shown")]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What to do, in which window, and how it is filmed."""

    size: Size = (100, 30)
    fps: Fps = 15
    gap: Gap = 0.4
    keys: Keys = False
    do: tuple[Act, ...] = ()
