"""The map of the course: its lessons by group on the left, on the right what the chosen one asks and how it stands.

how far one is, what is due
/ search
lessons by group            title, standing, questions
keys
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static

from optsim.lesson.bundled import LESSONS
from optsim.lesson.course import Standing
from optsim.lesson.outline import LessonOutline, outlines
from optsim.system.printable import printable_line
from optsim.tui.language import worded_bindings
from optsim.tui.learn.lesson_list import LessonList, described, matching, options
from optsim.tui.screens.searched_list import SearchedListScreen
from optsim.tui.screens.window_sizes import too_small
from optsim.tui.terminal.encodable import encodable_text
from optsim.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from optsim.lesson.course import Course

#: keys as the help shows them, and the ids of their words
_KEYS = (
    *(("enter", "lesson"), ("r", "round"), ("t", "tour"), ("o", "scenarios"), ("/", "search"), ("↑ ↓", "choose")),
    *(("esc", "back"), ("^p", "palette"), ("q", "quit")),
)
#: cells of the frames of both sides, and of a scroll bar
_EDGES = 8
_BEGUN = (Standing.BEGUN, Standing.NEW)


class CourseScreen(SearchedListScreen):
    """Choose a lesson; enter opens it where it was left."""

    DEFAULT_CSS = """
    CourseScreen {
        layers: below above; overflow: hidden;
        & > Static, & > Horizontal, & > Footer, & > Input { layer: below; }
        #head { height: 1; background: $panel; color: $foreground; padding: 0 1; text-style: bold; }
        #search { height: 1; background: $background; padding: 0 1; }
        OptionList {
            width: 44%; max-width: 56; height: 1fr; border: round $primary; background: $background;
            scrollbar-size-vertical: 1; padding: 0; text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { background-tint: transparent; }
        #about { width: 1fr; height: 1fr; border: round $panel; padding: 0 1; scrollbar-size-vertical: 1; }
        #described { height: auto; }
        #tiny {
            layer: above; display: none; width: 100%; height: 100%; background: $background;
            content-align: center middle; text-align: center;
        }
        &.tiny #tiny { display: block; }
    }
    """
    LETTERS = (*SearchedListScreen.LETTERS, "round", "scenarios")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "key.lesson"),
        Binding("l", "open", show=False),
        Binding("r", "round", "key.round"),
        Binding("t", "tour", "key.tour"),
        Binding("o", "scenarios", "key.scenarios"),
        # before all others: the letters that are typed after it are text
        Binding("slash", "search", "key.search", key_display="/", priority=True),
        Binding("question_mark,f1", "help", "key.help", key_display="?"),
        Binding("escape", "back", "key.back"),
        Binding("q", "leave", "key.quit"),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, course: Course) -> None:
        super().__init__()
        self._course = course
        self._lessons: list[LessonOutline] = []

    def compose(self) -> ComposeResult:
        """Return the list and what is said of its lessons."""
        text = self._language.text
        yield Static(id="head", markup=False)
        yield SearchLine(placeholder=text("course.search"), id="search", compact=True)
        with Horizontal():
            listed = LessonList(markup=False)
            listed.border_title = text("course.lessons")
            yield listed
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="described", markup=False)
        yield Footer()
        yield Static(too_small(self._language), id="tiny", markup=False)

    @property
    def _chosen(self) -> LessonOutline | None:
        highlighted = self._list.highlighted_option
        name = None if highlighted is None else highlighted.id
        return next((each for each in self._lessons if each.name == name), None)

    def on_mount(self) -> None:
        """List the lessons, the first one that is not done chosen."""
        worded_bindings(self)
        self._lessons = outlines()
        self.show_matches()
        waiting = [each.name for each in self._lessons if self._course.progress(each).standing in _BEGUN]
        self._choose(waiting[0] if waiting else None)
        self._list.focus()
        self._tell_problems()

    def _tell_problems(self) -> None:
        problem = self._course.problem
        problems = [*LESSONS.problems, *([] if problem is None else [self._language.sentence(problem)])]
        for each in problems:
            self.notify(printable_line(each), severity="warning", markup=False)

    def on_screen_resume(self) -> None:
        """Read what was done meanwhile, here or by another program."""
        if self._lessons:
            self._course.read()
            self.show_matches()

    def on_resize(self, event: events.Resize) -> None:
        """List the lessons in the new width."""
        if self._lessons:
            self.call_after_refresh(self.show_matches)

    def show_matches(self) -> None:
        """Show the lessons that are searched for, and how far one is."""
        chosen = self._chosen
        matches = matching(self._lessons, self._search.value, self._language)
        cells = self._list.scrollable_content_region.width or self.size.width * 2 // 5
        with self.prevent(OptionList.OptionHighlighted):
            self._list.set_options(options(matches, self._course, self._language, cells))
        self._choose(None if chosen is None else chosen.name)
        self.query_one("#head", Static).update(encodable_text(self.app, self._head()))

    def _head(self) -> str:
        standings = [self._course.progress(each).standing for each in self._lessons]
        done = sum(each not in _BEGUN for each in standings)
        due = sum(each is Standing.DUE for each in standings)
        text = self._language.text("course.head", done=done, count=len(standings))
        return self._language.text("course.head_due", head=text, due=due) if due else text

    def _choose(self, name: str | None) -> None:
        """Highlight a lesson; the first one where it is not there."""
        names = [option.id for option in self._list.options]
        there = [place for place, each in enumerate(names) if each is not None]
        self._list.highlighted = names.index(name) if name in names else next(iter(there), None)
        self._describe()

    @on(OptionList.OptionHighlighted)
    def _describe(self) -> None:
        lesson, about = self._chosen, self.query_one("#described", Static)
        cells = max(self.size.width - self._list.size.width - _EDGES, _EDGES)
        progress = None if lesson is None else self._course.progress(lesson)
        about.update("" if lesson is None or progress is None else described(lesson, progress, self._language, cells))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a mixed round only where something is due."""
        if action == "round" and not self._course.due(self._lessons):
            return False
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the chosen lesson."""
        from optsim.tui.learn.messages import LessonPicked  # noqa: PLC0415 after the first paint

        if self._chosen is not None:
            self.post_message(LessonPicked(self._chosen.name))

    def action_round(self) -> None:
        """Begin a mixed round of what is due."""
        from optsim.tui.learn.messages import RoundPicked  # noqa: PLC0415 after the first paint

        self.post_message(RoundPicked(self._course.due(self._lessons)))

    def action_tour(self) -> None:
        """Play the tour of the scenario that the chosen lesson is about."""
        from optsim.playback.default_demo import default_demo  # noqa: PLC0415 not before it is asked for
        from optsim.scenario import load  # noqa: PLC0415
        from optsim.scenario.translation import in_language  # noqa: PLC0415
        from optsim.tui.messages import Picked  # noqa: PLC0415

        name = "" if self._chosen is None else self._chosen.scenario
        if not name:
            self.notify(self._language.text("course.no_tour"), markup=False)
            return
        try:
            scenario = load(name)
            shown = in_language(scenario, self._language)
            self.post_message(Picked(scenario, demo=shown.demo or default_demo(shown, self._language)))
        except (ValueError, OverflowError, MemoryError) as error:
            self.notify(printable_line(str(error)), severity="error", markup=False)

    def action_scenarios(self) -> None:
        """Show the list of scenarios."""
        from optsim.tui.learn.messages import ScenariosAsked  # noqa: PLC0415 after the first paint

        self.post_message(ScenariosAsked())

    def action_help(self) -> None:
        """Show the help."""
        from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.help.page import Part, key_rows  # noqa: PLC0415

        text = self._language.text
        panels = [(text("help.course"), text("help.course.about")), (text("help.lesson"), text("help.lesson.about"))]
        self.app.push_screen(HelpScreen(panels, parts=[Part(text("help.key_list"), key_rows(_KEYS, self._language))]))
