"""The timeline: cursor, head and everything that happened; click or drag to seek."""

from __future__ import annotations

from textual import events

from optsim.analysis.events import RaceEvent
from optsim.plot.grid import Attr, Grid
from optsim.tui.language import language_of
from optsim.tui.messages import Sought
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_CURSOR, _DONE, _REST, _HAIR = "┃", "━", "─", "┆"


class Timeline(CellView):
    """Steps from 0 to the budget: what is computed is heavy, the rest light."""

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line."""
        race, colours = view.race, view.palette
        grid = Grid(width, height, fg=colours.muted, bg=colours.ground)
        left, cells = _span(view, width)
        grid.put(0, 1, "0")
        grid.put(0, left + cells + 1, str(race.budget))
        head = _cell(race.head, race.budget, cells)
        grid.put(0, left, _DONE * (head + 1), colours.text)
        grid.put(0, left + head + 1, _REST * (cells - head - 1))
        for each in sorted(view.signed, key=lambda each: each.kind.weight):
            colour = view.colour(race.runs[each.lane].place)
            grid.put(0, left + _cell(each.step, race.budget, cells), each.sign, colour)
        if view.look.hair is not None:
            grid.put(0, left + _cell(view.look.hair, race.budget, cells), _HAIR, colours.text)
        grid.put(0, left + _cell(race.step, race.budget, cells), _CURSOR, colours.accent, Attr.BOLD)
        return grid

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Seek, and follow the mouse until it is let go; on a mark to the very step of it."""
        self.capture_mouse()
        there = self._marks_at(event.x)
        if there:
            self.post_message(Sought(there[0].step))
        else:
            self._seek(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow a drag; else tell what happened under the mouse."""
        if self.app.mouse_captured is self:
            self._seek(event.x)
        else:
            self.tooltip = self._told(self._marks_at(event.x)) or None

    def _told(self, there: list[RaceEvent]) -> str:
        """Return events as text, one a line."""
        language = language_of(self.app)
        return "\n".join(
            language.text("timeline.event", step=each.step, lane=each.lane, sentence=language.sentence(each.fact))
            for each in there
        )

    def on_mouse_up(self) -> None:
        """End of a drag."""
        self.release_mouse()

    def _marks_at(self, x: int) -> list[RaceEvent]:
        """Return the marks of a cell, the most important first."""
        if self.view is None:
            return []
        left, cells = _span(self.view, self.size.width)
        budget = self.view.race.budget
        there = [each for each in self.view.signed if left + _cell(each.step, budget, cells) == x]
        return sorted(there, key=lambda each: -each.kind.weight)

    def _seek(self, x: int) -> None:
        if self.view is None:
            return
        left, cells = _span(self.view, self.size.width)
        share = min(max((x - left) / max(cells - 1, 1), 0.0), 1.0)
        self.post_message(Sought(round(share * self.view.race.budget)))


def _span(view: RaceSnapshot, width: int) -> tuple[int, int]:
    """The first cell of the line and its number of cells."""
    return 3, max(2, width - 5 - len(str(view.race.budget)))


def _cell(step: int, budget: int, cells: int) -> int:
    return round(step / max(budget, 1) * (cells - 1))
