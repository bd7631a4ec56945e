"""The picker: all scenarios on the left, what the chosen one shows on the right.

    what optsim is
    / search
    scenarios by group          title and summary, the race as a thumbnail, what to look at
    keys

The list is painted before anything of the engine is imported, and the preview comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.css.query import NoMatches
from textual.widget import MountError
from textual.widgets import Footer, Input, OptionList, Static

from optsim.plot.width import cell_width
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.translation import in_language
from optsim.system.printable import printable_line
from optsim.tui.frame_clock import FrameClock, MonotonicClock
from optsim.tui.language import worded_bindings
from optsim.tui.screens.last_session import LastSession, label
from optsim.tui.screens.picker.entries import Entry, entries, entries_here, matching
from optsim.tui.screens.picker.scenario_list import ScenarioList
from optsim.tui.screens.searched_list import SearchedListScreen
from optsim.tui.screens.window_sizes import WIDE, too_small
from optsim.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from optsim.playback.session import Session
    from optsim.scenario import Scenario
    from optsim.scenario.demo.demo import Demo
    from optsim.tui.screens.picker.preview import Preview

#: keys as the help shows them, and the ids of their words
_KEYS = (
    *(("enter", "open"), ("t", "tour"), ("l", "lessons"), ("/", "search"), ("↑ ↓", "choose"), ("tab", "scroll")),
    *(("esc", "back"), ("^p", "palette"), ("q", "quit")),
)
#: ids of the lines of the last session and of the course in the list; no scenario is named so
_SESSION, _COURSE = "\n", "\n\n"


class PickerScreen(SearchedListScreen):
    """Choose a scenario; enter opens it."""

    CSS_PATH = "picker.tcss"
    LETTERS = (*SearchedListScreen.LETTERS, "lesson")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "key.open"),
        Binding("t", "tour", "key.tour"),
        Binding("l", "lesson", "key.lessons"),
        # before all others: the letters that are typed after it are text, however late the screen gets them
        Binding("slash", "search", "key.search", key_display="/", priority=True),
        Binding("slash", "search", show=False),
        Binding("question_mark,f1", "help", "key.help", key_display="?"),
        Binding("escape", "back", "key.back"),
        Binding("q", "leave", "key.quit"),
        Binding("tab", "next", "key.scroll"),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._preview: Preview | None = None
        self._session: Session | None = None
        self._passed_over = ""
        #: the line that offers the course; empty where it need not be offered
        self._offer = ""
        #: the line of the list that is previewed
        self._previewed: str | None = None

    def compose(self) -> ComposeResult:
        """List and keys; the preview comes later."""
        text = self._language.text
        yield Static(id="head", markup=False)
        yield SearchLine(placeholder=text("picker.search"), id="search", compact=True)
        with Horizontal():
            listed = ScenarioList()
            listed.border_title = text("picker.scenarios")
            yield listed
        yield Footer()
        # it lies over the list, which so keeps the keys
        yield Static(too_small(self._language), id="tiny", markup=False)

    @property
    def _clock(self) -> FrameClock:
        return getattr(self.app, "clock", None) or MonotonicClock()

    @property
    def _list(self) -> ScenarioList:
        return self.query_one(ScenarioList)

    @property
    def _chosen(self) -> Scenario | None:
        return None if self._preview is None else self._preview.scenario

    def on_mount(self) -> None:
        """Show what comes with optsim; all else comes when that is seen."""
        worded_bindings(self)
        self._entries = entries(SCENARIOS.own(), self._language)
        self._list_matches()
        self._list.focus()
        self.call_after_refresh(self._complete)

    async def _complete(self) -> None:
        # whoever quits at once is faster, and takes the widgets away
        with suppress(MountError, NoMatches):
            await self._add_preview()

    async def _add_preview(self) -> None:
        """Add the preview, the last session, and the scenarios of the folder and of other packages; tell what cannot be used."""
        from optsim.tui.screens.picker.preview import Preview  # noqa: PLC0415 after the first paint

        unmoved = not self._entries or self._list.chosen == self._entries[0].name
        self._preview = Preview()
        await self.query_one(Horizontal).mount(self._preview)
        here = entries_here(self._language) if getattr(self.app, "keeps", True) else []
        self._entries = [*entries(SCENARIOS, self._language), *here]
        self._read_session()
        self._offer = self._offered()
        self._list_matches(first=unmoved)
        for problem in SCENARIOS.problems:
            self.notify(printable_line(problem), severity="warning", markup=False)

    def _read_session(self) -> None:
        """Read what was left last, or tell why that cannot be gone on with."""
        last: LastSession | None = getattr(self.app, "session", None)
        before, self._session, problem = self._session, *((None, "") if last is None else last.read(self._language))
        if problem and problem != self._passed_over:
            self.notify(printable_line(problem), severity="warning", markup=False)
        self._passed_over = problem
        if self._session != before and self._previewed == _SESSION:
            self._previewed = None

    def show_matches(self) -> None:
        """Show the entries that are searched for."""
        self._list_matches()

    def _list_matches(self, *, first: bool = False) -> None:
        """List them; `first` chooses the first line, whatever was chosen before."""
        query = self._search.value
        matches = matching(self._entries, query, self._language)
        self._list.show(matches, () if query else [*self._lines_above()], first=first)
        text = self._language.text("picker.matches", count=len(matches), all=len(self._entries)) if query else ""
        self._list.border_subtitle = text

    def _offered(self) -> str:
        from optsim.tui.learn.offer import course_offer  # noqa: PLC0415 after the first paint

        return course_offer(getattr(self.app, "known_course", None), self._language)

    def _lines_above(self) -> Iterator[tuple[str, str]]:
        """Yield the lines before the scenarios: the last session, and the course for who is new there or has something due."""
        if self._session is not None:
            yield _SESSION, self._go_on(self._session)
        if self._offer:
            yield _COURSE, self._offer

    def _go_on(self, session: Session) -> str:
        return self._language.text("session.go_on", session=printable_line(label(session, self._language)))

    def on_resize(self, event: events.Resize) -> None:
        """Have summaries in the list where there is room."""
        self.set_class(event.size.width >= WIDE, "wide")
        heads = [self._language.text(f"picker.{length}") for length in ("head", "short_head")]
        self.query_one("#head", Static).update(
            next((each for each in heads if cell_width(each) <= event.size.width - 2), heads[-1])
        )

    def on_screen_suspend(self) -> None:
        """Stand still while another screen lies over this one."""
        if self._preview is not None:
            self._preview.thumbnail.stop()

    def on_screen_resume(self) -> None:
        """Play on; what was left meanwhile comes first."""
        if self._preview is not None and self._preview.is_mounted:
            self._preview.thumbnail.go_on()
            self._read_session()
            self._offer = self._offered()
            self._list_matches()

    @on(OptionList.OptionHighlighted)
    async def _show_preview(self, event: OptionList.OptionHighlighted) -> None:
        name = event.option_id or ""
        if self._preview is None or name != self._list.chosen or name == self._previewed:
            return
        self._previewed = name
        if name == _COURSE:
            text = self._language.text
            await self._preview.tell(
                text("course.title"), text("course.about"), text("course.description"), self._clock
            )
            return
        entry = next((each for each in self._entries if each.name == name), None)
        texts = ("", "") if entry is None else (entry.title, entry.summary)
        await self._preview.show(name, lambda: self._load(name), texts, self._clock)

    def _load(self, name: str) -> Scenario:
        from optsim.scenario import load  # noqa: PLC0415 after the first paint

        return self._session.scenario() if name == _SESSION and self._session is not None else load(name)

    # keys

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_open(self) -> None:
        """Race the chosen scenario, or open the course."""
        if self._list.chosen == _COURSE:
            self.action_lesson()
            return
        from optsim.tui.messages import Picked  # noqa: PLC0415 after the first paint

        scenario = self._usable()
        if scenario is not None and self._list.chosen == _SESSION and self._session is not None:
            self.post_message(Picked(scenario, step=self._session.step, edits=self._session.edits))
        elif scenario is not None:
            self.post_message(Picked(scenario))

    def action_lesson(self) -> None:
        """Open the map of the course."""
        from optsim.tui.learn.messages import MapAsked  # noqa: PLC0415 after the first paint

        self.post_message(MapAsked())

    def action_tour(self) -> None:
        """Play the tour of the chosen scenario: it is written for the lanes as they are in its file."""
        from optsim.tui.messages import Picked  # noqa: PLC0415 after the first paint

        scenario = self._usable()
        if scenario is not None:
            scenario = self._load(scenario.name) if scenario.name in SCENARIOS else scenario
            self.post_message(Picked(scenario, demo=self._demo_of(scenario)))

    def _usable(self) -> Scenario | None:
        """Return the chosen scenario; where it cannot be used that is told."""
        if self._chosen is None and self._preview is not None and self._list.chosen not in (None, _COURSE):
            title = self._language.text("open.refused")
            self.notify(self._preview.problem, title=title, severity="error", markup=False)
        return self._chosen if self._list.chosen is not None else None

    def _demo_of(self, scenario: Scenario) -> Demo | None:
        """Return the demo of a scenario, or one of what happens in it; None where it cannot be raced, which opening it tells."""
        from optsim.playback.default_demo import default_demo  # noqa: PLC0415 not before it is asked for

        with suppress(ValueError, OverflowError, MemoryError):
            shown = in_language(scenario, self._language)
            return shown.demo or default_demo(shown, self._language)
        return None

    def action_next(self) -> None:
        """Go from the list to the preview, and back."""
        if self._preview is not None:
            (self._list if self._preview.has_focus else self._preview).focus()

    def action_help(self) -> None:
        """Show the help."""
        from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.help.page import Part, key_rows  # noqa: PLC0415

        language = self._language
        panels = [
            (language.text(f"help.picker.{name}"), language.text(f"help.picker.{name}.about"))
            for name in ("list", "preview")
        ]
        self.app.push_screen(
            HelpScreen(panels, parts=[Part(language.text("help.key_list"), key_rows(_KEYS, language))])
        )
