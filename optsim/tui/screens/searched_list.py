"""Base of the screens that are a list under a search line: the picker, and the map of the course."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.screen import Screen
from textual.widgets import Input, OptionList

from optsim.languages import Language
from optsim.tui.language import language_of
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH


class SearchedListScreen(Screen[None]):
    """Holds an `OptionList` and the search line `#search`; letters are keys but in that line, where they are text.

    A subclass has the keys of the actions here, and shows what is searched for.
    """

    #: actions of keys that are text in the search line
    LETTERS: ClassVar[tuple[str, ...]] = ("search", "help", "tour", "leave")

    def show_matches(self) -> None:
        """Show in the list what is searched for."""
        raise NotImplementedError

    @property
    def _language(self) -> Language:
        return language_of(self.app)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)

    @property
    def _in_search(self) -> bool:
        return self.is_mounted and self.focused is self._search

    @property
    def _searching(self) -> bool:
        return self._in_search or (self.is_mounted and bool(self._search.value))

    def on_resize(self, event: events.Resize) -> None:
        """In a tiny window there is only a sentence; what a subclass does in the new size comes besides."""
        self.set_class(event.size.width < TINY_WIDTH or event.size.height < TINY_HEIGHT, "tiny")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where something lies under the screen, or somebody searches; there letters are text."""
        if action == "back":
            return len(self.app.screen_stack) > 2 or self._searching
        return action not in self.LETTERS or not self._in_search

    @on(Input.Changed)
    def _find(self) -> None:
        self.show_matches()

    def action_search(self) -> None:
        """Open the search line, at once: what is typed next is text."""
        self.set_focus(self._search)

    def action_move(self, by: int) -> None:
        """Go to the next line of the list, also from the search line."""
        (self._list.action_cursor_down if by > 0 else self._list.action_cursor_up)()

    def action_back(self) -> None:
        """Leave the search line; where nobody searches, go back."""
        if self._searching:
            self._search.value = ""
            self._list.focus()
        else:
            self.app.pop_screen()

    def action_leave(self) -> None:
        """Leave the app."""
        self.app.exit()
