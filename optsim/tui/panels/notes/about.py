"""Description of what was opened, as its file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from optsim.playback.presentation import Presentation
from optsim.tui.language import language_of
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.terminal.encodable import encodable_text
from optsim.words.scenario_lines import data_line, description_text

if TYPE_CHECKING:
    from rich.markdown import Markdown

#: cells left and right of the text
_PADDING = 2


class AboutTitle(Static):
    """The line over it."""

    DEFAULT_CSS = "AboutTitle { height: 1; padding: 0 1; }"

    def show(self, view: RaceSnapshot) -> None:
        """Say it in the language of the app, with a mark where keys act on this panel."""
        about = "notes.about_log" if view.race.provenance.medium == "log" else "notes.about"
        title = view.marked("notes", view.language.text(about))
        if title != self._title:
            self._title = title
            self.update(Content.styled(title, "bold"))

    _title = ""


class About(VerticalScroll, can_focus=False):
    """The description, and what is known of the data."""

    DEFAULT_CSS = """
    About { height: 3fr; scrollbar-size-vertical: 1; }
    About Static { padding: 1 1 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="about")
        self._rows: dict[int, int] = {}
        self._text = ""

    async def describe(self, presentation: Presentation) -> None:
        """Put the texts in."""
        language = language_of(self.app)
        data = (data_line(language, fact) for fact in presentation.tell_data())
        facts = "\n".join(language.text("notes.data", key=key, what=what) for key, what in data)
        self._text = self._described(presentation)
        await self.mount(Static(_markdown(self._text)), *([Static(facts, markup=False)] if facts else []))
        self._rows.clear()

    def describe_again(self, presentation: Presentation) -> None:
        """Put the description in anew, where it has become another one; what is seen of it stays where it is."""
        text = self._described(presentation)
        for shown in self.query(Static):
            if text != self._text:
                shown.update(_markdown(text))
                self._text = text
                self._rows.clear()
            break

    def _described(self, presentation: Presentation) -> str:
        return encodable_text(self.app, description_text(language_of(self.app), presentation.describe()))

    def rows(self, width: int) -> int:
        """Return how many rows it takes where nothing is to be scrolled."""
        if width not in self._rows:
            room = Size(max(1, width - _PADDING), 0)
            self._rows[width] = sum(
                text.get_content_height(room, self.app.size, room.width) + 1 for text in self.query(Static)
            )
        return self._rows[width]

    def turn(self, pages: int) -> None:
        """Scroll so many pages down, or up."""
        self.scroll_relative(y=pages * max(1, self.size.height - 2), animate=False)


def _markdown(text: str) -> Markdown:
    """Return a text as one widget shows it: Textual's own Markdown is a widget a paragraph, and each costs at every paint."""
    from rich.markdown import Markdown  # noqa: PLC0415 not before the first paint

    return Markdown(text, hyperlinks=False)
