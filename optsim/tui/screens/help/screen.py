"""The screen of the help: one page in parts, and a search line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from optsim.languages import Language
from optsim.tui.command import Command
from optsim.tui.language import language_of, worded_bindings
from optsim.tui.screens.help.page import Part, glossary, keys, on_screen, signs

#: cells of the page, and those of its border, padding and scroll bar
_WIDTH, _EDGES = 96, 6


class HelpScreen(ModalScreen[None]):
    """Any of its keys closes it; it scrolls where the window is small, tab goes from part to part."""

    CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Vertical {
        width: 96; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $accent; padding: 0 1;
        Input { display: none; height: 1; background: $surface; padding: 0; }
        &.searching Input { display: block; }
        VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; background: $surface; }
        .title { color: $accent; text-style: bold; }
        .after { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "key.close"),
        Binding("question_mark,q,enter,f1", "dismiss", "key.close"),
        # before all others: the letters that are typed after it are text
        Binding("slash", "search", "key.search", priority=True),
        Binding("tab", "part(1)", "key.scroll"),
        Binding("shift+tab", "part(-1)", "key.scroll"),
    ]

    def __init__(
        self, panels: Sequence[tuple[str, str]], commands: Sequence[Command] = (), parts: Sequence[Part] = ()
    ) -> None:
        """`panels` are those that are on the screen: what each is called, and what it shows; `commands` what can be done.

        `parts` come after these, and before the glossary.
        """
        super().__init__()
        self._panels, self._commands, self._parts = panels, commands, parts

    def compose(self) -> ComposeResult:
        """The page."""
        with Vertical(id="page") as page:
            page.border_title = self._language.text("help.title")
            page.border_subtitle = self._language.text("help.keys")
            yield Input(placeholder=self._language.text("help.search"), compact=True)
            with VerticalScroll():
                for number, part in enumerate(self._all_parts()):
                    title = Static(part.title, classes="title", markup=False)
                    yield title.set_class(bool(number), "after")
                    yield Static(self._text(part, self.app.size.width), classes="rows")

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)
        self._scroll.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines for the window."""
        self._show(self.query_one(Input).value, event.size.width)

    @property
    def _language(self) -> Language:
        return language_of(self.app)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _all_parts(self) -> list[Part]:
        language = self._language
        shown = [on_screen(language.text("help.seen"), self._panels)] if self._panels else []
        of_race = [signs(language), *keys(self._commands, language)] if self._commands else []
        return [*shown, *of_race, *self._parts, glossary(language)]

    def _text(self, part: Part, width: int) -> Content:
        cells = min(_WIDTH, width) - _EDGES
        return Content("\n").join(row.content(cells) for row in part.rows)

    def _show(self, query: str, width: int) -> None:
        """Show the rows that have the words of a query."""
        parts = self._all_parts()
        # whoever searches wants to know what a word means first of all
        ordered = [parts[-1], *parts[:-1]] if query else parts
        titles, rows = self.query(".title").results(Static), self.query(".rows").results(Static)
        for part, title, text in zip(ordered, titles, rows, strict=True):
            matches = part.matching(query)
            title.update(Content(matches.title))
            title.display = text.display = bool(matches.rows)
            text.update(self._text(matches, width))

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        self._show(event.value, self.app.size.width)
        self._scroll.scroll_home(animate=False)

    @on(Input.Submitted)
    def _read(self) -> None:
        self._scroll.focus()

    def action_search(self) -> None:
        """Open the search line."""
        self.query_one("#page").add_class("searching")
        self.set_focus(self.query_one(Input))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Have / open the search line; there it is text."""
        return action != "search" or self.focused is not self.query_one(Input)

    def action_leave(self) -> None:
        """Leave the search line, and without one the help."""
        page = self.query_one("#page")
        if page.has_class("searching"):
            page.remove_class("searching")
            self.query_one(Input).value = ""
            self._scroll.focus()
        else:
            self.dismiss()

    def action_part(self, by: int) -> None:
        """Scroll to the next part, or the one before."""
        top = round(self._scroll.scroll_y)
        starts = [title.virtual_region.y for title in self.query(".title").results(Static) if title.display]
        others = [start for start in starts if (start - top) * by > 0]
        if others:
            self._scroll.scroll_to(y=others[0] if by > 0 else others[-1], animate=False)
