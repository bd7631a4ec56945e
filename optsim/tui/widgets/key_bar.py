"""The line at the bottom: which keys do what now."""

from __future__ import annotations

from textual import events

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width
from optsim.tui.snapshot import KeyHint, RaceSnapshot
from optsim.tui.widgets.cell_view import CellView


class KeyBar(CellView):
    """Commands as far as they fit, the most needed first, in the order of the table; a click does what the key does."""

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.raised)
        for hint, x in _placed(view, width):
            end = grid.put(0, x, hint.key, colours.accent, Attr.BOLD)
            grid.put(0, end + 1, hint.word, colours.text)
        return grid

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for hint, x in _placed(self.view, self.size.width) if self.view else ():
            if x <= event.x < x + _width(hint):
                await self.screen.run_action(f"command({hint.command!r})")


def _width(hint: KeyHint) -> int:
    return cell_width(hint.key) + 1 + cell_width(hint.word)


def _placed(view: RaceSnapshot, width: int) -> list[tuple[KeyHint, int]]:
    """Return the keys that fit, and where they begin."""
    room, chosen = width - 1, []
    for hint in sorted(view.keys, key=lambda hint: hint.rank):
        needed = _width(hint) + 2
        if needed <= room:
            chosen.append(hint)
            room -= needed
    placed, x = [], 1
    for hint in view.keys:
        if hint in chosen:
            placed.append((hint, x))
            x += _width(hint) + 2
    return placed
