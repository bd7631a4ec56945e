"""The help page: what is on the screen, as its panels say; what the signs mean; what the keys do, from their table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind
from optsim.plot.width import fit, wrap
from optsim.tui.command import Command

_SIGNS = (
    ("● ■ ▲", "a lane: one optimizer. All meet the same noise, and start at the same point unless one has its own"),
    (BEST, "the best point so far, where validation or early stopping watches it"),
    (Kind.STOPPED.sign, "early stopping struck; the lane's sentence says why"),
    (f"{Kind.DIVERGED.sign} {Kind.TARGET.sign}", "diverged; reached the target loss"),
    (Kind.OVER.sign, "the budget is used up: of all lanes, or of one with longer batches"),
    (f"{Kind.EDIT.sign} {Kind.FORK.sign}", "a lane was edited; a lane was forked from another one"),
    (Kind.COMMAND.sign, "in a recording: what somebody did with the lanes or the view"),
    (Kind.OVERTAKEN.sign, "a lane took the lead by loss, and kept it for a while"),
    ("┃ ┆", "the step that is shown; the cross-hair"),
    ("‖∇L‖", "length of the gradient that the update uses"),
    ("‖Δθ‖", "length of the step that follows"),
)


#: cells of the page, and those of its border, padding and scroll bar
_WIDTH, _EDGES = 96, 5


class HelpScreen(ModalScreen[None]):
    """Any of its keys closes it; it scrolls where the window is small."""

    CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 96; max-width: 100%; height: auto; max-height: 100%; scrollbar-size-vertical: 1;
        background: $surface; border: round $accent; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter,f1", "dismiss", "Close")]

    def __init__(self, panels: Sequence[tuple[str, str]], commands: Sequence[Command]) -> None:
        """`panels` are those that are on the screen: what each is called, and what it shows; `commands` what can be done."""
        super().__init__()
        self._panels, self._commands = panels, commands

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as scroll:
            scroll.border_title = "optsim help"
            scroll.border_subtitle = "esc closes · ↑↓ scrolls"
            yield Static(self._text(self.app.size.width))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines for the window."""
        self.query_one(Static).update(self._text(event.size.width))

    def _text(self, width: int) -> Content:
        return help_text(min(_WIDTH, width) - _EDGES, self._panels, self._commands)


def help_text(cells: int, panels: Sequence[tuple[str, str]], commands: Sequence[Command]) -> Content:
    """The page in lines of so many cells: what is on the screen, the signs, then every command by group."""
    lines: list[Content | str | tuple[str, str]] = []
    if panels:
        lines.append(("What you see\n", "bold $accent"))
    for name, about in panels:
        lines += [(fit(name, 10), "bold"), _hanging(about, 10, cells)]
    lines.append(("\nSigns\n" if panels else "Signs\n", "bold $accent"))
    for sign, meaning in _SIGNS:
        lines += [(fit(sign, 10), "bold"), _hanging(meaning, 10, cells)]
    for group, together in groupby(commands, key=lambda command: command.group):
        lines.append((f"\n{group}\n", "bold $accent"))
        for command in together:
            lines += [(fit(command.shown, 10), "bold"), fit(command.title, 18), _hanging(command.help, 28, cells)]
    return Content.assemble(*lines)


def _hanging(text: str, indent: int, cells: int) -> str:
    """Lines that begin under each other, behind so many cells."""
    return f"\n{' ' * indent}".join(wrap(text, max(cells - indent, indent))) + "\n"
