"""Chapters of a film: marks of the demo, and by themselves the events of the race."""

from __future__ import annotations

from itertools import islice

from optsim.analysis.events import Kind
from optsim.languages import Language
from optsim.playback.default_demo import headline
from optsim.playback.player import Player
from optsim.screencast.film import Mark

#: milliseconds within which chapters become one
_NEAR = 1000
#: texts that a chapter is made of at most
_MOST_TEXTS = 3
_OF_THEMSELVES = (Kind.OVERTAKEN, Kind.TARGET, Kind.STOPPED, Kind.DIVERGED)


class Chapters:
    """Collects marks in the order of the film's time, in milliseconds; a text is heard once."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._known: set[str] = set()
        self._last_cursor: tuple[object, int, int] | None = None

    def mark(self, time: int, label: str) -> None:
        """A chapter begins."""
        if label and label not in self._known:
            self._known.add(label)
            self._marks.append(Mark(time, label))

    def look(self, time: int, player: Player, language: Language) -> None:
        """Mark what the cursor has passed for the first time.

        Args:
            time: milliseconds of film.
            player: the player of the race.
            language: the language of the film.
        """
        race = player.race
        if self._last_cursor == (race, race.step, race.head):
            return
        self._last_cursor = race, race.step, race.head
        for happening in player.overlays.events.happenings():
            if happening.kind in _OF_THEMSELVES and happening.step <= race.step:
                self.mark(time, headline(language, happening))

    def marks(self, language: Language) -> tuple[Mark, ...]:
        """Return all chapters, those that follow each other closely as one; `language` is that of the film."""
        groups: list[list[Mark]] = []
        for mark in self._marks:
            if groups and mark.time - groups[-1][0].time < _NEAR:
                groups[-1].append(mark)
            else:
                groups.append([mark])
        return tuple(Mark(group[0].time, _together([mark.label for mark in group], language)) for group in groups)


def _together(labels: list[str], language: Language) -> str:
    more = len(labels) - _MOST_TEXTS
    rest = [language.text("chapters.more", count=more)] if more > 0 else []
    return " · ".join([*islice(labels, _MOST_TEXTS), *rest])
