"""What has happened so far, newest last, each with its reason."""

from __future__ import annotations

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
        grid.put(0, 1, "What happened", colours.text, Attr.BOLD)
        past = [event for event in view.happenings if event.step <= view.race.step]
        lines: list[tuple[str, str, int, str]] = []
        for event in past:
            place = view.race.runs[event.lane].place if event.lane else None
            colour = colours.text if place is None else view.colour(place)
            who = f"{event.sign} " + (f"{view.sign(place)} {event.lane}: " if place is not None else "")
            for number, part in enumerate(wrap(who + view.language.sentence(event.fact), max(10, width - _INDENT - 1))):
                lines.append((str(event.step) if number == 0 else "", part, colour, event.lane))
        if not lines:
            begun = view.race.head or view.playing
            grid.put(1, 1, "nothing so far" if begun else "nothing yet: press space to play", colours.muted)
        shown = lines[-(height - 1) :] if height > 1 else []
        while len(shown) > 1 and not shown[0][0]:
            # the rest of a sentence whose beginning has no room
            del shown[0]
        for y, (step, part, colour, _) in enumerate(shown, start=1):
            grid.put(y, max(0, _INDENT - 2 - len(step)), step, colours.muted)
            grid.put(y, _INDENT, part, colour)
        return grid
