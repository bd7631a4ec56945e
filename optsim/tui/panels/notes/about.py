"""Description of what was opened, as its file has it."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from optsim.playback.presentation import Presentation
from optsim.tui.language import language_of
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.terminal.encodable import encodable_text
from optsim.words.scenario_lines import data_line, description_text

#: cells left and right of the text
_PADDING = 2


class AboutTitle(Static):
    """The line over it."""

    DEFAULT_CSS = "AboutTitle { height: 1; padding: 0 1; }"

    def show(self, view: RaceSnapshot) -> None:
        """Say it in the language of the app, with a mark where keys act on this panel."""
        title = view.marked("notes", view.language.text("notes.about"))
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

    async def describe(self, presentation: Presentation) -> None:
        """Put the texts in."""
        # one widget for the whole text: Textual's own Markdown is a widget a paragraph, and each costs at every paint
        from rich.markdown import Markdown  # noqa: PLC0415 not before the first paint

        language = language_of(self.app)
        data = (data_line(language, fact) for fact in presentation.tell_data())
        facts = "\n".join(language.text("notes.data", key=key, what=what) for key, what in data)
        text = Markdown(encodable_text(self.app, description_text(language, presentation.describe())), hyperlinks=False)
        await self.mount(Static(text), *([Static(facts, markup=False)] if facts else []))
        self._rows.clear()

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
