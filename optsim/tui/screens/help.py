"""The help page: what the signs mean and what the keys do, made from the table of commands."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from optsim.plot.width import fit
from optsim.tui.commands import COMMANDS
from optsim.tui.palette import BEST, DIVERGED, STOPPED, TARGET

_SIGNS = (
    ("● ■ ▲", "a lane: one optimizer. All start at the same point and meet the same noise"),
    ("━ ╍", "a curve; with held-out data solid is the training loss, dashed the validation loss"),
    (BEST, "the best point so far, where validation or early stopping watches it"),
    (STOPPED, "early stopping struck; the lane's sentence says why"),
    (f"{DIVERGED} {TARGET}", "diverged; reached the target loss"),
    ("┃", "the step that is shown. Going back forgets nothing: ━ is all that is computed"),
    ("‖∇L‖", "length of the gradient that the update uses"),
    ("‖Δθ‖", "length of the step that follows"),
    ("mouse", "seeks in the timeline and the chart, selects lanes, presses keys in the bar"),
)


class HelpScreen(ModalScreen[None]):
    """Any of its keys closes it; it scrolls where the window is small."""

    CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 92; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $accent; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter,f1", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as scroll:
            scroll.border_title = "optsim help"
            scroll.border_subtitle = "esc closes · ↑↓ scrolls"
            yield Static(help_text())


def help_text() -> Content:
    """The page: signs first, then every command by group."""
    lines: list[Content | str | tuple[str, str]] = [("On the screen\n", "bold $accent")]
    lines += [line for sign, meaning in _SIGNS for line in ((f"{fit(sign, 10)}", "bold"), f"{meaning}\n")]
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        lines.append((f"\n{group}\n", "bold $accent"))
        for command in commands:
            lines += [(fit(command.shown, 10), "bold"), f"{fit(command.title, 18)}{command.help}\n"]
    return Content.assemble(*lines)
