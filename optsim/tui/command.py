"""A command of the race screen: a key, what it does, what it needs and when it is of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import Resumable, States
from optsim.languages import Language
from optsim.tui.controller import RaceController
from optsim.tui.snapshot import KeyHint, RaceSnapshot


class Group(Enum):
    """Groups of the help page, in their order; a language has their titles."""

    TIME = "time"
    RACE = "race"
    SEE = "see"
    APP = "app"


TIME, RACE, SEE, APP = Group

#: why a command cannot be, by what it needs
_UNKNOWN: Mapping[type, str] = {Points: "lacks.points", States: "lacks.states", Resumable: "lacks.resumable"}


def _always(_: RaceSnapshot) -> bool:
    return True


class Command(NamedTuple):
    """A key and what it does.

    `rank` is how soon it comes in the key bar (1 first, 0 never). `needs` is what has to be known of what is played; where
    that is not, the command is not offered. It is in the key bar only where it is `useful`.

    A language has its title, its line of help and its word in the key bar by `kind` and name: "command.fork.title". One that a
    panel brings has them here, in English; `bar` may also be a function that chooses among the language's words.
    """

    name: str
    keys: str
    shown: str
    run: Callable[[RaceController], object]
    group: Group
    rank: int = 0
    needs: type = Curves
    useful: Callable[[RaceSnapshot], bool] = _always
    title: str = ""
    help: str = ""
    bar: str | Callable[[RaceSnapshot], str] = ""
    kind: str = "command"

    def words(self, language: Language, what: str = "title") -> str:
        """Return its title, help or word in the key bar."""
        return language.of(self.kind, self, what)

    def lacks(self, race: Curves, language: Language) -> str:
        """Return why it can do nothing here; empty where it can."""
        if isinstance(race, self.needs):
            return ""
        return language.text("lacks.command", command=self.words(language), why=language.text(_UNKNOWN[self.needs]))

    def hint(self, view: RaceSnapshot) -> KeyHint | None:
        """Return what the key bar says of it; None where it is of no use."""
        if not self.rank or not isinstance(view.race, self.needs) or not self.useful(view):
            return None
        word = self.words(view.language, "bar") if isinstance(self.bar, str) else self.bar(view)
        return KeyHint(self.name, self.shown, word, self.rank)


def hints(commands: Iterable[Command], view: RaceSnapshot) -> tuple[KeyHint, ...]:
    """Return what the key bar says of those commands that are of use, in their order."""
    return tuple(hint for hint in (command.hint(view) for command in commands) if hint is not None)
