"""Base of all forms: a box over the race, fields one under the other, a row of buttons."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Checkbox, Static

from optsim.languages import Language
from optsim.plot.width import cell_width
from optsim.tui.language import language_of, worded_bindings

Result = TypeVar("Result")

#: cells of a form; those of its frame, with a blank at both sides
_WIDTH, _FRAME = 92, 4


class Choice(Checkbox):
    """A check box whose label takes as many lines as it needs."""

    DEFAULT_CSS = "Choice { height: auto; width: 100%; border: none; padding: 0; text-wrap: wrap; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of the label; Textual's own is one always."""
        return Widget.get_content_height(self, container, viewport, width)


class Form(ModalScreen[Result]):
    """Base of the forms: arrows go from field to field, escape leaves everything as it was.

    Heading and keys stand in the border, and where that is too short in lines of their own.
    """

    DEFAULT_CSS = f"""
    Form {{ align: center middle; }}
    Form > VerticalScroll {{
        width: {_WIDTH}; max-width: 100%; height: auto; max-height: 100%; scrollbar-size-vertical: 1;
        background: $surface; border: round $accent; padding: 0 1;
    }}
    Form Input, Form Select {{ height: 1; border: none; }}
    Form .row {{ height: auto; }}
    Form .label {{ padding-right: 1; }}
    Form .fault {{ color: $error; display: none; }}
    Form #heading {{ text-style: bold; }}
    Form #keys {{ color: $text-muted; }}
    Form .buttons {{ height: 1; margin-top: 1; }}
    Form Button {{ height: 1; min-width: 12; border: none; margin-right: 2; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "key.cancel"),
        Binding("down", "app.focus_next", "key.next", show=False),
        Binding("up", "app.focus_previous", "key.previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Heading, fields, keys."""
        with VerticalScroll(can_focus=False):
            yield Static(self.heading(), id="heading", markup=False)
            yield from self.body()
            yield Static(self.keys(), id="keys", markup=False)

    def heading(self) -> str:
        """Return what it is a form of."""
        raise NotImplementedError

    def keys(self) -> str:
        """Return which keys do what."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Make fields and buttons."""
        raise NotImplementedError

    @property
    def language(self) -> Language:
        """The language of the app."""
        return language_of(self.app)

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)

    def on_resize(self) -> None:
        """Put heading and keys where there is room for them, and let all labels take the cells of the longest."""
        box = self.query_one(VerticalScroll)
        keys_fit, heading_fits = (cell_width(text) <= self.room - 2 for text in (self.keys(), self.heading()))
        box.border_title = Content(self.heading() if heading_fits else "")
        box.border_subtitle = Content(self.keys() if keys_fit else "")
        self.query_one("#heading").display, self.query_one("#keys").display = not heading_fits, not keys_fit
        self.align_labels()

    @property
    def room(self) -> int:
        """The cells of a line."""
        return min(_WIDTH, self.size.width) - _FRAME

    def align_labels(self) -> int:
        """Let all labels take the cells of the longest and a blank, or wrap; returns the cells."""
        labels = list(self.query(".label").results(Static))
        width = min(max((cell_width(str(label.content)) for label in labels), default=0) + 1, self.room * 2 // 5)
        for label in labels:
            label.styles.width = width
        return width
