"""The help page: what is on the screen, as its panels say; what the signs mean; what the keys do, from their table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from optsim.languages import Language
from optsim.plot.width import fit, wrap
from optsim.tui.command import Command
from optsim.tui.language import language_of, worded_bindings

#: the signs, and the ids of what they mean
_SIGNS = (
    ("● ■ ▲", "sign.lane"),
    (BEST, "sign.best"),
    (Kind.STOPPED.sign, "sign.stopped"),
    (f"{Kind.DIVERGED.sign} {Kind.TARGET.sign}", "sign.diverged"),
    (Kind.OVER.sign, "sign.over"),
    (f"{Kind.EDIT.sign} {Kind.FORK.sign}", "sign.edit"),
    (Kind.COMMAND.sign, "sign.command"),
    (Kind.OVERTAKEN.sign, "sign.overtaken"),
    ("┃ ┆", "sign.cursor"),
    ("‖∇L‖", "sign.gradient"),
    ("‖Δθ‖", "sign.update"),
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
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter,f1", "dismiss", "key.close")]

    def __init__(self, panels: Sequence[tuple[str, str]], commands: Sequence[Command]) -> None:
        """`panels` are those that are on the screen: what each is called, and what it shows; `commands` what can be done."""
        super().__init__()
        self._panels, self._commands = panels, commands

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as scroll:
            scroll.border_title = self._language.text("help.title")
            scroll.border_subtitle = self._language.text("help.keys")
            yield Static(self._text(self.app.size.width))

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines for the window."""
        self.query_one(Static).update(self._text(event.size.width))

    @property
    def _language(self) -> Language:
        return language_of(self.app)

    def _text(self, width: int) -> Content:
        cells = min(_WIDTH, width) - _EDGES
        return Content.assemble(
            *_panels_and_signs(cells, self._panels, self._language), *_commands(cells, self._commands, self._language)
        )


#: a piece of the page, with its style where it has one
_Piece = str | tuple[str, str]


def _panels_and_signs(cells: int, panels: Sequence[tuple[str, str]], language: Language) -> Iterator[_Piece]:
    """Yield what is on the screen, and the signs, in lines of so many cells."""
    titled = [("help.seen", panels)] if panels else []
    signs = [(sign, language.text(meaning)) for sign, meaning in _SIGNS]
    for number, (title, rows) in enumerate((*titled, ("help.signs", signs))):
        yield _title(language.text(title), first=not number)
        for name, about in rows:
            yield from ((fit(name, 10), "bold"), _hanging(about, 10, cells))


def _commands(cells: int, commands: Sequence[Command], language: Language) -> Iterator[_Piece]:
    """Yield every command by group."""
    for group, together in groupby(commands, key=lambda command: command.group):
        yield _title(language.label(group))
        for command in together:
            yield fit(command.shown, 10), "bold"
            yield fit(command.words(language), 18)
            yield _hanging(command.words(language, "help"), 28, cells)


def _title(text: str, *, first: bool = False) -> tuple[str, str]:
    return f"{text}\n" if first else f"\n{text}\n", "bold $accent"


def _hanging(text: str, indent: int, cells: int) -> str:
    """Lines that begin under each other, behind so many cells."""
    return f"\n{' ' * indent}".join(wrap(text, max(cells - indent, indent))) + "\n"
