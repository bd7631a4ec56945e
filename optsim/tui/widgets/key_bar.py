"""The line at the bottom: which keys do what now."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width
from optsim.tui.colours.palette import Palette
from optsim.tui.snapshot import KeyHint, RaceSnapshot
from optsim.tui.widgets.cell_view import CellView


class KeyBar(CellView):
    """Commands as far as they fit, the most needed first, in the order of the table; a click does what the key does."""

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line."""
        return draw_keys(view.keys, view.palette, width, height)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        hint = hint_at(self.view.keys, self.size.width, event.x) if self.view else None
        if hint is not None:
            await self.screen.run_action(f"command({hint.command!r})")


def draw_keys(keys: Sequence[KeyHint], colours: Palette, width: int, height: int) -> Grid:
    """Draw the line of keys, as far as they fit."""
    grid = Grid(width, height, fg=colours.text, bg=colours.raised)
    for hint, x in _placed(keys, width):
        end = grid.put(0, x, hint.key, colours.accent, Attr.BOLD)
        grid.put(0, end + 1, hint.word, colours.text)
    return grid


def hint_at(keys: Sequence[KeyHint], width: int, x: int) -> KeyHint | None:
    """Return the key that stands in a column; None where none does."""
    return next((hint for hint, start in _placed(keys, width) if start <= x < start + _width(hint)), None)


def _width(hint: KeyHint) -> int:
    return cell_width(hint.key) + 1 + cell_width(hint.word)


def _placed(keys: Sequence[KeyHint], width: int) -> list[tuple[KeyHint, int]]:
    """Return the keys that fit, and where they begin."""
    room, chosen = width - 1, []
    for hint in sorted(keys, key=lambda hint: hint.rank):
        needed = _width(hint) + 2
        if needed <= room:
            chosen.append(hint)
            room -= needed
    placed, x = [], 1
    for hint in keys:
        if hint in chosen:
            placed.append((hint, x))
            x += _width(hint) + 2
    return placed
