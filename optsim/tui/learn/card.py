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

from optsim.lesson.lesson import LETTERS
from optsim.tui.language import language_of
from optsim.tui.learn.answer_lines import Line
from optsim.tui.learn.card_text import CardState, card_lines
from optsim.tui.learn.entries import KEYS, ChoiceEntry, OrderEntry, StepEntry
from optsim.tui.screens.window_sizes import HIGH
from optsim.tui.terminal.encodable import encodable_text

if TYPE_CHECKING:
    from optsim.tui.learn.entries import Entry
    from optsim.tui.learn.visit import Visit

#: rows that a key scrolls by
_SCROLLS = {"up": -1, "down": 1}
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
        Binding("enter", "accept", show=False),
        Binding("escape", "leave", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        *(Binding(key, f"key({key!r})", show=False) for key in KEYS),
    ]

    class Given(Message):
        """An answer was given; empty where it is not whole."""

        def __init__(self, answer: str) -> None:
            super().__init__()
            self.answer = answer

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
        # the screen knows of it before the widget does
        focused = self.screen.focused is self
        state = self.state._replace(focused=focused, brief=self.screen.size.height < HIGH)
        self._lines = card_lines(self.visit, state, language, max(width - _EDGES, 20))
        text = Content("\n").join(
            Content(encodable_text(self.app, line.content.plain), list(line.content.spans)) for line in self._lines
        )
        self.query_one(Static).update(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the race that no answer takes; arrows scroll where nothing is asked."""
        if action != "key":
            return True
        key = str(parameters[0])
        return self.state.entry.takes(key) if self.visit.stage == "ask" else key in _SCROLLS

    def action_key(self, key: str) -> None:
        """Enter what a key is for; the letter of an option answers."""
        if self.visit.stage != "ask":
            self.scroll_relative(y=_SCROLLS[key], animate=False)
            return
        self._enter(self.state.entry.pressed(key))
        if isinstance(self.state.entry, ChoiceEntry) and key not in _SCROLLS:
            self.action_accept()

    def _enter(self, entry: Entry) -> None:
        self.state = self.state._replace(entry=entry)
        self._write()

    def mark(self, step: int) -> bool:
        """Mark a step, where one is asked for; returns whether it is."""
        if self.visit.stage != "ask" or not isinstance(self.state.entry, StepEntry):
            return False
        self._enter(self.state.entry.at(step))
        self.focus()
        return True

    def action_page(self, by: int) -> None:
        """Scroll a page."""
        self.scroll_relative(y=by * max(self.size.height - 1, 1), animate=False)

    def action_accept(self) -> None:
        """Give the answer, or go on; of an order that is not whole, give the marked lane the next place."""
        entry = self.state.entry
        if self.visit.stage != "ask":
            self.post_message(self.Accepted())
        elif isinstance(entry, OrderEntry) and not entry.given:
            self._enter(entry.pressed("enter"))
        else:
            self.post_message(self.Given(entry.given))

    def action_leave(self) -> None:
        """Give the keys to the race."""
        self.screen.set_focus(None)

    def on_click(self, event: events.Click) -> None:
        """Choose the answer that was clicked, give the lane a place, or mark the step."""
        text = self.query_one(Static).region
        row = event.screen_y - text.y
        if self.visit.stage != "ask" or not 0 <= row < len(self._lines):
            return
        line = self._lines[row]
        if line.bar is not None:
            left, room = line.bar
            share = min(max((event.screen_x - text.x - left) / max(room - 1, 1), 0.0), 1.0)
            self.mark(round(share * self.visit.steps))
        elif line.option >= 0:
            self.action_key(LETTERS[line.option])
