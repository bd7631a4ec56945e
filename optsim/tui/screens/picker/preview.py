"""The preview: title and summary of a scenario, its race as a thumbnail, and what to look at."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from optsim.languages import Language
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.translation import in_language
from optsim.system.printable import printable_line
from optsim.tui.frame_clock import FrameClock
from optsim.tui.language import language_of
from optsim.tui.screens.picker.preview_text import described, refused
from optsim.tui.screens.picker.thumbnail import Thumbnail
from optsim.tui.terminal.encodable import encodable_text


class Preview(VerticalScroll):
    """What is known of the chosen scenario; where it cannot be used, why."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.scenario: Scenario | None = None
        #: the first fault, where there is no scenario
        self.problem = ""

    def compose(self) -> ComposeResult:
        """Return its parts from top to bottom."""
        yield Static(id="title", markup=False)
        yield Static(id="summary", markup=False)
        yield Thumbnail()
        yield Markdown(open_links=False)

    @property
    def thumbnail(self) -> Thumbnail:
        """The thumbnail."""
        return self.query_one(Thumbnail)

    async def show(self, name: str, load: Callable[[], Scenario], texts: tuple[str, str], clock: FrameClock) -> None:
        """Load a scenario and show it, with a title and a summary."""
        language = language_of(self.app)
        self.scenario, text = self._loaded(name, load, language)
        title, summary = texts
        self._put("#title", title or ("" if self.scenario is None else in_language(self.scenario, language).title))
        self._put("#summary", summary)
        self.thumbnail.open(self.scenario, clock)
        await self.query_one(Markdown).update(encodable_text(self.app, text))
        self.scroll_home(animate=False)

    async def tell(self, title: str, summary: str, text: str, clock: FrameClock) -> None:
        """Show a text in place of a scenario."""
        self.scenario, self.problem = None, ""
        self._put("#title", title)
        self._put("#summary", summary)
        self.thumbnail.open(None, clock)
        await self.query_one(Markdown).update(encodable_text(self.app, text))

    def _loaded(self, name: str, load: Callable[[], Scenario], language: Language) -> tuple[Scenario | None, str]:
        """Return a scenario and what is said of it; where it cannot be used, why."""
        try:
            scenario = load()
            return scenario, described(scenario, language)
        except ScenarioError as error:
            source, faults = error.source, [each.told_in(language) for each in error.problems]
        except (ValueError, OverflowError, MemoryError, RecursionError, OSError) as error:
            source, faults = name, [str(error) or language.text("open.no_memory")]
        self.problem = faults[0]
        return None, refused(source, faults, language)

    def _put(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Static)
        line.display = bool(text)
        line.update(encodable_text(self.app, printable_line(text)))
