"""Search line over a list: what is typed narrows the list, whose lines it can go through and open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from optsim.tui.language import worded_bindings


class SearchLine(Input):
    """A line of text with the keys of the list below it; its screen has the action `move`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "key.open"),
        Binding("down", "screen.move(1)", "key.choose", key_display="↓"),
    ]

    def on_mount(self) -> None:
        """Have the words for the keys, and a cursor that stands still: at rest nothing is painted."""
        self.cursor_blink = False
        worded_bindings(self)
