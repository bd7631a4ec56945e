"""The timeline: cursor, head and everything that happened; click or drag to seek."""

from __future__ import annotations

from textual import events

from optsim.playback.marks import SIGNS
from optsim.plot.grid import Attr, Grid
from optsim.tui.messages import Sought
from optsim.tui.view import RaceView
from optsim.tui.widgets.cell_view import CellView

_CURSOR, _DONE, _REST, _HAIR = "┃", "━", "─", "┆"


class Timeline(CellView):
    """Steps from 0 to the budget: what is computed is heavy, the rest light."""

    def draw(self, view: RaceView, width: int, height: int) -> Grid:
        """The line."""
        race, colours = view.race, view.palette
        grid = Grid(width, height, fg=colours.muted, bg=colours.ground)
        left, cells = _span(view, width)
        grid.put(0, 1, "0")
        grid.put(0, left + cells + 1, str(race.budget))
        head = _cell(race.head, race.budget, cells)
        grid.put(0, left, _DONE * (head + 1), colours.text)
        grid.put(0, left + head + 1, _REST * (cells - head - 1))
        for event in view.happenings:
            if event.lane:
                colour = view.colour(race.runs[event.lane].place)
                grid.put(0, left + _cell(event.step, race.budget, cells), SIGNS[event.status], colour)
        if view.look.hair is not None:
            grid.put(0, left + _cell(view.look.hair, race.budget, cells), _HAIR, colours.text)
        grid.put(0, left + _cell(race.step, race.budget, cells), _CURSOR, colours.accent, Attr.BOLD)
        return grid

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Seek, and follow the mouse until it is let go."""
        self.capture_mouse()
        self._seek(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow a drag."""
        if self.app.mouse_captured is self:
            self._seek(event.x)

    def on_mouse_up(self) -> None:
        """End of a drag."""
        self.release_mouse()

    def _seek(self, x: int) -> None:
        if self.view is None:
            return
        left, cells = _span(self.view, self.size.width)
        share = min(max((x - left) / max(cells - 1, 1), 0.0), 1.0)
        self.post_message(Sought(round(share * self.view.race.budget)))


def _span(view: RaceView, width: int) -> tuple[int, int]:
    """The first cell of the line and its number of cells."""
    return 3, max(2, width - 5 - len(str(view.race.budget)))


def _cell(step: int, budget: int, cells: int) -> int:
    return round(step / max(budget, 1) * (cells - 1))
