"""Base of all forms: a box over the race, fields one under the other, a row of buttons."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from optsim.languages import Language
from optsim.tui.language import language_of, worded_bindings

Result = TypeVar("Result")


class Form(ModalScreen[Result]):
    """Base of the forms: arrows go from field to field, escape leaves everything as it was."""

    DEFAULT_CSS = """
    Form { align: center middle; }
    Form > VerticalScroll {
        width: 92; max-width: 100%; height: auto; max-height: 100%; scrollbar-size-vertical: 1;
        background: $surface; border: round $accent; padding: 0 1;
    }
    Form Input, Form Select { height: 1; border: none; }
    Form .row { height: 1; }
    Form .fault { color: $error; display: none; }
    Form .buttons { height: 1; margin-top: 1; }
    Form Button { height: 1; min-width: 12; border: none; margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "key.cancel"),
        Binding("down", "app.focus_next", "key.next", show=False),
        Binding("up", "app.focus_previous", "key.previous", show=False),
    ]

    @property
    def language(self) -> Language:
        """The language of the app."""
        return language_of(self.app)

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)
