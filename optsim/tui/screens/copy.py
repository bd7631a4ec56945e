"""Copying: a choice of what goes to the clipboard."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from optsim.tui.screens.form import Form


class CopyScreen(Form[str | None]):
    """What is copied; enter copies, escape leaves. It gives the kind that was chosen."""

    DEFAULT_CSS = """
    CopyScreen OptionList { height: auto; border: none; }
    """

    def __init__(self, copies: Mapping[str, str]) -> None:
        super().__init__()
        self._copies = copies

    def heading(self) -> str:
        """Return what it is a form of."""
        return self.language.text("copy.title")

    def keys(self) -> str:
        """Return which keys do what."""
        return self.language.text("copy.keys")

    def body(self) -> ComposeResult:
        """Make a line for each text that there is."""
        text = self.language.text
        yield OptionList(*(Option(Content(text(f"copy.{kind}")), id=kind) for kind in self._copies))

    def on_mount(self) -> None:
        """Begin at the first one."""
        super().on_mount()
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _choose(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id)
