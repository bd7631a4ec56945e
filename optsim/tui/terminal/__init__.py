"""The terminal that the app runs in: what it is sent, and what ends or suspends the app in it.

The base of the app stands here, and not in a file of its own, as each file takes time before the first paint.
"""

from __future__ import annotations

import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import CursorPosition
from textual.screen import Screen

from optsim.tui.terminal.character_filters import GlyphFilter, glyphs_of

if TYPE_CHECKING:
    from optsim.plot.glyphs import Glyphs
    from optsim.tui.terminal.output_filter import OutputFilter


_WIDE = 2
#: characters whose width is ambiguous, by the row of the terminal, from 0, in which each is asked for: the report names its row
ASKED = MappingProxyType({1: "●", 2: "─", 3: "α", 4: "█"})


def width_questions() -> str:
    """Return what asks a terminal how many cells characters take, before anything is painted; nothing is left to be seen of it.

    Nobody waits for the reports, which come as keys do, late or never. Textual takes no other report for anything but keys.
    """
    questions = (f"\x1b[{row + 1};1H{char}\x1b[6n\x1b[{row + 1};1H\x1b[K" for row, char in ASKED.items())
    return f"\x1b7{''.join(questions)}\x1b8"


class FilteredApp(App[None]):
    """Base of the app. Where it has no filter, as in a film, all is as Textual does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "repaint", "key.repaint", show=False, priority=True),
    ]

    #: of what it sends to its terminal, set before it runs
    output_filter: OutputFilter | None = None
    #: True until the terminal was asked how wide it draws, where nobody has said that
    asks_width = False
    #: True where characters whose width is ambiguous take two cells
    is_wide = False
    #: which characters "auto" is
    certain_glyphs = "braille"
    #: how texts are put into the characters that the terminal has; None where it has all
    glyphs: Glyphs | None = None
    glyph_filter: GlyphFilter | None = None

    def draw_with(self, kind: str) -> None:
        """Draw with the characters of a kind from now on."""
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self._kind, self.glyphs = kind, glyphs_of(kind, encoding, self.certain_glyphs, wide=self.is_wide)
        self.glyph_filter = None if self.glyphs is None else GlyphFilter(self.glyphs.text)

    def draw_again(self, kind: str) -> None:
        """Draw all that there is with the characters of a kind."""
        from optsim.tui.widgets.cell_view import GridView  # noqa: PLC0415 after the first paint

        self.draw_with(kind)
        for widget in (widget for screen in self.screen_stack for widget in (screen, *screen.walk_children())):
            widget.refresh(layout=True)
            if isinstance(widget, GridView):
                widget.redraw()

    def on_cursor_position(self, event: CursorPosition) -> None:
        """Learn from a report on a question that ambiguous characters take two cells; they are not written any more then."""
        if event.y in ASKED and event.x == _WIDE and not self.is_wide:
            self.is_wide = True
            self.draw_again(self._kind)
            # what is seen stands in other cells than it should
            self.forget_terminal()

    def forget_terminal(self) -> None:
        """Take what the terminal shows for unknown: somebody else may have written to it, or it has another size."""
        if self.output_filter is not None:
            self.output_filter.forget()
            self.refresh()

    def action_repaint(self) -> None:
        """Send the whole screen."""
        self.forget_terminal()
        self.refresh()

    def on_resize(self) -> None:
        """Send the whole screen, also where the size is what it was: a terminal that was narrower meanwhile has cut lines off."""
        self.forget_terminal()

    def on_app_focus(self) -> None:
        """Send the whole screen: somebody else may have written to it meanwhile."""
        self.forget_terminal()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.output_filter is not None and renderable is not None and self._sends:
            renderable = self.output_filter.reduce(screen, renderable)
        super()._display(screen, renderable)

    @property
    def _sends(self) -> bool:
        """True where Textual sends what is displayed: otherwise nothing is learnt from it."""
        asleep = self._batch_count or self._closed or not self._running
        return not (asleep or self.is_headless or self._driver is None)
