"""The list of the picker: a heading for each group, below it a line for each scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from optsim.plot.width import cell_width, fit, shorten
from optsim.system.printable import printable_line
from optsim.tui.language import language_of, worded_bindings
from optsim.tui.screens.picker.entries import Entry, by_group

#: cells between name and summary, and the fewest of a summary that are worth showing
_GAP, _FEWEST = 2, 30
#: cells of a name of which the rest is cut where summaries stand beside them
_LONGEST_NAME = 24


class ScenarioList(OptionList):
    """Scenarios by group; lines `above` all of them have an id each, and what they say."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "key.open")]

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._entries: Sequence[Entry] = ()
        self._above: Sequence[tuple[str, str]] = ()

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)

    def show(self, listed: Sequence[Entry], above: Sequence[tuple[str, str]], *, first: bool = False) -> None:
        """Show other entries; what was highlighted stays so where it is still there, unless the `first` line is to be."""
        self._entries, self._above = listed, above
        chosen = None if first else self.chosen
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(self._options_of(listed))
        names = [option.id for option in self.options]
        if chosen is not None and chosen in names:
            self.highlighted = names.index(chosen)
        else:
            self.action_first()

    @property
    def chosen(self) -> str | None:
        """The id of what is highlighted."""
        return None if self.highlighted_option is None else self.highlighted_option.id

    def on_resize(self, event: events.Resize) -> None:
        """Have summaries where there is room for them."""
        for option in self._options_of(self._entries):
            if option.id is not None:
                self.replace_option_prompt(option.id, option.prompt)

    def _options_of(self, listed: Iterable[Entry]) -> Iterator[Option]:
        cells = self.scrollable_content_region.width
        names = [cell_width(printable_line(each.name)) for each in self._entries]
        width = min(max(names, default=0), _LONGEST_NAME)
        for name, text in self._above:
            yield Option(Content.styled(shorten(text, max(cells, _FEWEST)), "bold"), id=name)
        for group, members in by_group(listed):
            title = language_of(self.app).text(f"listing.{group}")
            yield Option(Content.styled(title, "bold $accent"), disabled=True)
            for each in members:
                yield Option(_line(each, width, cells), id=each.name)

    def action_page_down(self) -> None:
        """Go a page on; in a window too small for a line there is no page, and Textual would divide by it."""
        if self.scrollable_content_region.height > 0:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go a page back."""
        if self.scrollable_content_region.height > 0:
            super().action_page_up()  # type: ignore[no-untyped-call]


def _line(entry: Entry, width: int, cells: int) -> Content:
    """Return name and summary; the name alone where there is no room for both."""
    name, rest = printable_line(entry.name), cells - 1 - width - _GAP
    if rest < _FEWEST:
        return Content(f" {shorten(name, max(cells - 1, 1))}")
    return Content.assemble(f" {fit(name, width)}{' ' * _GAP}", (shorten(entry.summary, rest), "$text-muted"))
