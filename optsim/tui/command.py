"""A command of the race screen: a key, what it does, what it needs and when it is of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import States
from optsim.tui.controller import RaceController
from optsim.tui.snapshot import KeyHint, RaceSnapshot

#: the groups of the help page, in their order
TIME, RACE, SEE, APP = "Time", "Race", "See", "App"

#: why a command cannot be, by what it needs
_UNKNOWN: Mapping[type, str] = {
    Points: "only curves are known here, and not the parameters of the lanes",
    States: "only curves are known here, and not what made them",
}


def _always(_: RaceSnapshot) -> bool:
    return True


class Command(NamedTuple):
    """A key and what it does.

    `bar` is its word in the key bar and `rank` how soon it comes there (1 first, 0 never). `needs` is what has to be known of
    what is played; where that is not, the command is not offered. It is in the key bar only where it is `useful`.
    """

    name: str
    keys: str
    shown: str
    title: str
    help: str
    run: Callable[[RaceController], object]
    group: str
    bar: str | Callable[[RaceSnapshot], str] = ""
    rank: int = 0
    needs: type = Curves
    useful: Callable[[RaceSnapshot], bool] = _always

    def lacks(self, race: Curves) -> str:
        """Return why it can do nothing here; empty where it can."""
        return "" if isinstance(race, self.needs) else f"{self.title}: {_UNKNOWN[self.needs]}."

    def hint(self, view: RaceSnapshot) -> KeyHint | None:
        """Return what the key bar says of it; None where it is of no use."""
        if not self.rank or not isinstance(view.race, self.needs) or not self.useful(view):
            return None
        word = self.bar if isinstance(self.bar, str) else self.bar(view)
        return KeyHint(self.name, self.shown, word, self.rank)


def hints(commands: Iterable[Command], view: RaceSnapshot) -> tuple[KeyHint, ...]:
    """Return what the key bar says of those commands that are of use, in their order."""
    return tuple(hint for hint in (command.hint(view) for command in commands) if hint is not None)
