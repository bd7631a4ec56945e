"""The card of a lesson on the race screen: the question and its answers, the explanation, the task."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from optsim.tui.language import language_of
from optsim.tui.learn.card_text import LETTERS, CardState, Line, card_lines, options_of
from optsim.tui.screens.window_sizes import HIGH
from optsim.tui.terminal.encodable import encodable_text

if TYPE_CHECKING:
    from optsim.tui.learn.visit import Visit

#: cells of the frame at both sides, and of the scroll bar
_EDGES = 3


class LessonCard(VerticalScroll, inherit_bindings=False):
    """Text of a lesson at its stage; while it has the focus its keys answer and go on, all others are the race's."""

    DEFAULT_CSS = """
    LessonCard {
        height: auto; max-height: 55%; width: 100%; background: $surface; scrollbar-size-vertical: 1;
        border-left: outer $panel; padding: 0 1;
    }
    LessonCard:focus { border-left: outer $accent; background-tint: transparent; }
    LessonCard > Static { height: auto; width: 100%; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "accept", show=False),
        Binding("escape", "leave", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        *(Binding(letter, f"choose({place})", show=False) for place, letter in enumerate(LETTERS)),
    ]

    class Chosen(Message):
        """An answer was chosen."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Accepted(Message):
        """What stands there was read: what comes next may come."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit, self.state = visit, CardState()
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """Return the text."""
        yield Static(markup=False)

    def show(self, visit: Visit, state: CardState) -> None:
        """Show a visit."""
        self.visit, self.state = visit, state
        self._write()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._write()

    def on_focus(self) -> None:
        """Show that keys are the card's."""
        self._write()

    def on_blur(self) -> None:
        """Show that keys are the race's."""
        self._write()

    def _write(self) -> None:
        width = self.size.width or self.screen.size.width
        language = language_of(self.app)
        state = self.state._replace(focused=self.has_focus, brief=self.screen.size.height < HIGH)
        self._lines = card_lines(self.visit, state, language, max(width - _EDGES, 20))
        text = Content("\n").join(
            Content(encodable_text(self.app, line.content.plain), list(line.content.spans)) for line in self._lines
        )
        self.query_one(Static).update(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the race where nothing is asked."""
        return action != "choose" or self.visit.stage == "ask"

    def action_move(self, by: int) -> None:
        """Mark another answer; where there is none to mark, scroll."""
        if self.visit.stage != "ask":
            self.scroll_relative(y=by, animate=False)
            return
        count = len(options_of(self.visit, language_of(self.app)))
        self.state = self.state._replace(marked=(self.state.marked + by) % count)
        self._write()

    def action_page(self, by: int) -> None:
        """Scroll a page."""
        self.scroll_relative(y=by * max(self.size.height - 1, 1), animate=False)

    def action_accept(self) -> None:
        """Choose the marked answer, or go on."""
        self.post_message(self.Chosen(self.state.marked) if self.visit.stage == "ask" else self.Accepted())

    def action_choose(self, place: int) -> None:
        """Choose an answer by its letter."""
        if place < len(options_of(self.visit, language_of(self.app))):
            self.post_message(self.Chosen(place))

    def action_leave(self) -> None:
        """Give the keys to the race."""
        self.screen.set_focus(None)

    def on_click(self, event: events.Click) -> None:
        """Choose the answer that was clicked."""
        row = event.screen_y - self.query_one(Static).region.y
        if self.visit.stage == "ask" and 0 <= row < len(self._lines) and self._lines[row].option >= 0:
            self.post_message(self.Chosen(self._lines[row].option))
