"""Events of the race so far, newest last, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from optsim.analysis.events import RaceEvent
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import wrap
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_INDENT = 8


class Events(CellView):
    """Early stops, divergences, targets, edits, forks and overtakings up to the cursor."""

    NAME = "Events"
    ABOUT = "What has happened up to the step that is shown, each with its reason."

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The list, its end where it is longer than the panel."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.ground)
        grid.put(0, 1, view.language.text("events.title"), colours.text, Attr.BOLD)
        lines = [*_all_lines(view, width)]
        if not lines:
            begun = view.race.head or view.playing
            grid.put(1, 1, view.language.text("events.none" if begun else "events.not_begun"), colours.muted)
        for y, (step, part, colour) in enumerate(_shown(lines, height - 1), start=1):
            grid.put(y, max(0, _INDENT - 2 - len(step)), step, colours.muted)
            grid.put(y, _INDENT, part, colour)
        return grid

    def rows(self, view: RaceSnapshot, width: int, most: int) -> int:
        """Return how many rows it takes, at most so many: its title, and what has happened."""
        return 1 + max(1, len([*islice(_all_lines(view, width), max(0, most - 1))]))


class _Line(NamedTuple):
    """A line of the list: the step on an event's first line, a part of its sentence, and a colour."""

    step: str
    part: str
    colour: int


def _all_lines(view: RaceSnapshot, width: int) -> Iterator[_Line]:
    """Yield the lines of what has happened up to the cursor."""
    past = (event for event in view.happenings if event.step <= view.race.step)
    return (line for event in past for line in _lines(view, event, max(10, width - _INDENT - 1)))


def _lines(view: RaceSnapshot, event: RaceEvent, width: int) -> Iterator[_Line]:
    """Yield the lines of an event."""
    place = view.race.runs[event.lane].place if event.lane else None
    colour = view.palette.text if place is None else view.colour(place)
    who = "" if place is None else f"{view.sign(place)} {event.lane}: "
    for number, part in enumerate(wrap(f"{event.sign} {who}{view.language.sentence(event.fact)}", width)):
        yield _Line("" if number else str(event.step), part, colour)


def _shown(lines: list[_Line], rows: int) -> list[_Line]:
    """Return the last lines, as many as there are rows for, without the rest of a sentence whose beginning has no room."""
    shown = lines[-rows:] if rows > 0 else []
    begins = next((number for number, line in enumerate(shown) if line.step), max(0, len(shown) - 1))
    return shown[begins:]
