"""Keys of the sweep screen: bindings, key bar and help are made from one table."""

from __future__ import annotations

from typing import NamedTuple

from textual import events

from optsim.languages import Language
from optsim.plot.grid import Grid
from optsim.tui.snapshot import KeyHint
from optsim.tui.widgets.cell_view import GridView
from optsim.tui.widgets.key_bar import draw_keys, hint_at


class SweepKey(NamedTuple):
    """A key: its action, its names, as it is shown, and how soon it comes in the key bar (0: never).

    Its words are "sweep.key.ACTION", and ".help" after it.
    """

    action: str
    keys: str
    shown: str
    rank: int = 0

    def word(self, language: Language) -> str:
        """Its word in the key bar."""
        return language.text(f"sweep.key.{self.action}")


KEYS = (
    SweepKey("open", "enter", "enter", 1),
    SweepKey("cell", "left,right,up,down", "←→↑↓", 3),
    SweepKey("lane", "tab,shift+tab", "tab", 5),
    SweepKey("seed", "n,N,shift+n", "n", 7),
    SweepKey("best", "asterisk,b", "b", 6),
    SweepKey("curves", "1", "1", 8),
    SweepKey("heat", "2", "2", 8),
    SweepKey("pause", "space", "space", 4),
    SweepKey("help", "question_mark,f1", "?", 9),
    SweepKey("back", "escape,S,shift+s", "esc", 2),
    SweepKey("leave", "q", "q", 10),
)


class SweepKeyBar(GridView):
    """The keys as far as they fit; a click does what the key does."""

    DEFAULT_CSS = "SweepKeyBar { height: 1; }"
    hints: tuple[KeyHint, ...] = ()

    def show(self, hints: tuple[KeyHint, ...]) -> None:
        """Show other keys."""
        self.hints = hints
        self.repaint()

    def cells(self, width: int, height: int) -> Grid:
        """The line."""
        return draw_keys(self.hints, self.palette, width, height)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked, where that is one thing."""
        hint = hint_at(self.hints, self.size.width, event.x)
        if hint is not None and hint.command != "cell":
            await self.screen.run_action(f"sweep_key({hint.command!r}, '')")
