"""The app: it goes from screen to screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from optsim.system import garbage
from optsim.system.glyph_names import NOTATIONS, WIDTHS
from optsim.system.preferences import Preferences
from optsim.tui.colours.readable_filter import ReadableFilter
from optsim.tui.colours.terminal import SIXTEEN_THEME, Depth
from optsim.tui.colours.themes import DEFAULT_THEME, RICH_THEME, offered
from optsim.tui.frame_clock import AFTER_FIRST_PAINT, FrameClock, MonotonicClock
from optsim.tui.screens.opening import Opening, outline_of
from optsim.tui.start.learning_app import LearningApp
from optsim.tui.terminal.character_filters import PrintableFilter

if TYPE_CHECKING:
    from optsim.engine.capabilities.curves import Curves
    from optsim.languages import Language
    from optsim.lesson.course import Course
    from optsim.playback.player import Player
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario
    from optsim.scenario.demo.demo import Demo
    from optsim.tui.messages import DivisionChosen, Picked
    from optsim.tui.panel import Panel
    from optsim.tui.screens.last_session import LastSession
    from optsim.tui.screens.race import RaceScreen
    from optsim.tui.session_recorder import RecordTarget, SessionRecorder
    from optsim.tui.tour.tour_observer import TourObserver


def _picker() -> Screen[None]:
    from optsim.tui.screens.picker import PickerScreen  # noqa: PLC0415 as below

    return PickerScreen()


class OptsimApp(LearningApp):
    """Opens on a scenario, or on the picker.

    It imports no more than Textual, and the rest when its first line is on the screen: NumPy and the engine take as long
    again.
    """

    TITLE = "optsim"
    SCREENS: ClassVar[dict[str, Callable[[], Screen[Any]]]] = {"picker": _picker}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "key.quit", show=False, priority=True),
        Binding("ctrl+p", "command_palette", "key.palette", show=False, priority=True, tooltip="key.palette_tooltip"),
        Binding("ctrl+z", "suspend_process", "key.suspend", show=False, priority=True),
    ]

    CSS = """
    .touring ToastRack { margin-bottom: 3; }
    /* of sixteen colours none is between two others: what is below is left as it is */
    .-few-colours ModalScreen { background: transparent; }
    """

    #: of what is raced first, or why it cannot be, until there is a screen for it
    _player: Player | str | None = None

    def __init__(  # noqa: PLR0913 each says another thing about the app
        self,
        scenario: Scenario | Recording | Curves | str | None = None,
        *,
        record: RecordTarget | None = None,
        pace: FrameClock | None = None,
        preferences: Preferences | None = None,
        remember: Callable[[str, str | int], str] | None = None,
        warnings: Iterable[str] = (),
        demo: Demo | None = None,
        observer: TourObserver | None = None,
        panels: Sequence[type[Panel]] = (),
        language: Language | None = None,
        depth: Depth = Depth.ALL,
        session: LastSession | None = None,
        certain_glyphs: str = "braille",
        width: str | None = None,
        imports_in_thread: bool = False,
        course: Course | Callable[[], Course] | None = None,
        learn: str | None = None,
    ) -> None:
        """Open on a scenario, a recording, curves, or the name of a scenario that comes with optsim; where None: on the picker.

        With `learn` it opens on a lesson, or on the map of the course where that is empty; a `course` is what was done of it.

        `record` says in which file the first race is recorded, from when it is opened to when it is left.
        `remember` is given what was chosen in the app, by key, and returns what went wrong; `warnings` are told.
        A `demo` is played as a tour, `observer` is told of it. The race screen has these `panels`, or all there are. All that
        it says is in a `language`, by default in English. A `session` is gone on with, and kept. `depth` is of the terminal, which draws `certain_glyphs` for certain
        and is asked for its `width`, one of WIDTHS, where none is given.
        """
        # without colour: none at all, where Textual's own way would leave shades of grey
        super().__init__(
            pace or MonotonicClock(),
            observer,
            ansi_color="NO_COLOR" in os.environ,
            imports_in_thread=imports_in_thread,
        )
        self._scenario = scenario
        self.course, self.opens_with = course, learn
        #: of all that is said; None for English, which is not loaded before the first paint
        self.language = language
        if language is not None and language.name != "en":
            from optsim.tui.terminal.line_breaks import break_japanese_lines  # noqa: PLC0415 English does not wait for it

            break_japanese_lines()
        self._preferences, self._remember = preferences or Preferences(), remember
        self._write_with(self._preferences.notation)
        self._warnings = tuple(warnings)
        self._record = record
        self._recorder: SessionRecorder | None = None
        #: what became of the recording, when the app has ended
        self.recorded = ""
        self._demo, self._panels = demo, panels
        self.depth = depth
        self.session = session
        #: what became of the session, when the app is left
        self.kept_session = ""
        if depth is Depth.FEW:
            self.add_class("-few-colours")
            self.ansi_theme_dark = SIXTEEN_THEME
        self._printable, self._readable = PrintableFilter(), ReadableFilter(depth)
        self.certain_glyphs, self.asks_width, self.is_wide = certain_glyphs, width is None, width == WIDTHS[1]
        self.draw_with(self._preferences.glyphs)
        self.console.push_theme(RICH_THEME)
        themes = offered(depth, self.available_themes)
        for name in self.available_themes.keys() - themes:
            self.unregister_theme(name)
        self.theme = next(name for name in (self._preferences.theme, self.theme, DEFAULT_THEME) if name in themes)

    def compose(self) -> ComposeResult:
        """Return what is seen while the rest is imported."""
        yield Opening(outline_of(self._scenario, self.language), self.language)

    def on_mount(self) -> None:
        """Remember a theme that is chosen from now on."""
        self.theme_changed_signal.subscribe(self, self._keep_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With nothing but what can be read, and what the terminal cannot show put into characters that it can."""
        filters = [*super().get_line_filters(), *(() if self.no_color else (self._readable,)), self._printable]
        return filters if self.glyph_filter is None else [*filters, self.glyph_filter]

    def _write_with(self, notation: str) -> None:
        """Write formulas with the symbols of a notation."""
        if notation != NOTATIONS[0] or (self.language is not None and self.language.symbols is not None):
            from optsim.tui.language import language_of  # noqa: PLC0415 the article's need no words before the first paint
            from optsim.words.notation import notated  # noqa: PLC0415

            self.language = notated(language_of(self), notation)

    def choose_notation(self, notation: str) -> None:
        """Write formulas with other symbols from now on, and remember it."""
        from optsim.tui.screens.race import RaceScreen  # noqa: PLC0415 after the first paint

        self._write_with(notation)
        for screen in self.screen_stack:
            if isinstance(screen, RaceScreen):
                screen.show()
        self._keep("notation", notation)

    def choose_glyphs(self, kind: str) -> None:
        """Draw with other characters from now on, and remember it."""
        self.draw_again(kind)
        self._keep("glyphs", kind)

    def _keep_theme(self, theme: Theme) -> None:
        if theme.name != self._preferences.theme:
            self._keep("theme", theme.name)

    def _keep(self, key: str, value: Any) -> None:
        """Remember what a person chose in the app: what an option asks for, or a tour, holds for the run."""
        self._preferences = self._preferences._replace(**{key: value})
        fault = "" if self._remember is None or self.touring else self._remember(key, value)
        if fault:
            self._tell(fault)

    def on_division_chosen(self, message: DivisionChosen) -> None:
        """Remember where the dividers are."""
        for key, value in message.choices.items():
            self._keep(key, value)

    @property
    def division(self) -> tuple[int | None, int | None]:
        """Return where the dividers of the race screen are."""
        return self._preferences.division

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave, and keep what is raced."""
        self.kept_session = self._keep_session()
        super().exit(*args, **kwargs)

    def _keep_session(self) -> str:
        """Keep what is raced, unless a tour has raced it, and where a lesson is; returns what is to be told of that."""
        self.keep_place()
        player = next(
            (getattr(each, "kept_player", None) for each in self.screen_stack if hasattr(each, "player")), None
        )
        if self.session is None or player is None or self.touring:
            return ""
        from optsim.tui.language import language_of  # noqa: PLC0415 after the first paint

        return self.session.keep(player, language_of(self))

    def bring(self) -> None:
        """Make the player of what is raced, of a scenario by its name, too; or import the picker."""
        if self._scenario is None:
            import_module("optsim.tui.screens.picker" if self.opens_with is None else "optsim.tui.learn.course_screen")
            return
        import_module("optsim.tui.start.imports").import_lanes()
        from optsim.scenario import load  # noqa: PLC0415 after the first paint
        from optsim.tui.language import language_of  # noqa: PLC0415
        from optsim.tui.open_target import player_or_fault  # noqa: PLC0415

        opened = self._scenario = load(self._scenario) if isinstance(self._scenario, str) else self._scenario
        self._player = player_or_fault(opened, language_of(self))

    async def show_beginning(self) -> None:
        """Show the lanes of the race at its first step."""
        from optsim.playback.player import Player  # noqa: PLC0415 after the first paint
        from optsim.tui.language import language_of  # noqa: PLC0415

        if isinstance(self._player, Player):
            await self.query_one(Opening).show_race(self._player, language_of(self))

    def bring_screen(self) -> None:
        """Import the race screen."""
        if self._scenario is not None:
            import_module("optsim.tui.start.imports").import_race_screen()

    async def _open(self) -> None:
        from optsim.tui.language import worded_bindings  # noqa: PLC0415 after the first paint

        worded_bindings(self)
        self.set_timer(AFTER_FIRST_PAINT, garbage.settle)
        if self._scenario is None:
            self.take_tour(self._demo)
            await (self.push_screen("picker") if self.opens_with is None else self.open_learning())
            self._warn()
            self.begin_tour()
            return
        from optsim.scenario import load  # noqa: PLC0415 after the first paint

        self.take_tour(self._demo)
        opened = load(self._scenario) if isinstance(self._scenario, str) else self._scenario
        await self._race(opened, self._screen_of(opened))
        self._warn()
        self.begin_tour()

    def _warn(self) -> None:
        for warning in self._warnings:
            self._tell(warning)

    def _screen_of(self, opened: Scenario | Recording | Curves) -> RaceScreen | str:
        """The screen of a race, or why it cannot be."""
        from optsim.tui.language import language_of  # noqa: PLC0415 after the first paint
        from optsim.tui.open_target import player_or_fault  # noqa: PLC0415

        player, self._player = self._player or player_or_fault(opened, language_of(self)), None
        if isinstance(player, str):
            return player
        from optsim.tui.screens.race import RaceScreen  # noqa: PLC0415 after the first paint

        return RaceScreen(player, self.clock, self._panels, self._preferences.division)

    async def _race(self, opened: Scenario | Recording | Curves, screen: RaceScreen | str) -> None:
        from optsim.tui.language import language_of  # noqa: PLC0415 after the first paint
        from optsim.tui.open_target import note_of  # noqa: PLC0415

        if isinstance(screen, str):
            self.exit(return_code=2, message=Text(screen))
            return
        if self._record is not None:
            from optsim.tui.session_recorder import SessionRecorder  # noqa: PLC0415 not before something is recorded

            self._recorder = SessionRecorder(self._record, screen.player, self._tell, language_of(self))
            self._record = None
        await self.push_screen(screen)
        note = note_of(opened, language_of(self))
        if note:
            self._tell(note)

    def _tell(self, text: str) -> None:
        self.notify(text, severity="warning", markup=False)

    async def on_picked(self, message: Picked) -> None:
        """Race the chosen scenario in place of the one before, whose recording ends."""
        from optsim.tui.language import language_of  # noqa: PLC0415 after the first paint

        text, note = language_of(self).text, self._keep_session()
        self.take_tour(message.demo)
        screen = self._screen_of(message.scenario)
        if isinstance(screen, str):
            self.notify(screen, title=text("open.refused"), severity="error", markup=False)
            self.take_tour(None)
            return
        recorded = self.end_recording()
        garbage.release()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        screen.player.go_to(message.step)
        await self._race(message.scenario, screen)
        if self.session is not None:
            self.session.open(message.edits)
        if note:
            self.notify(note, markup=False)
        if recorded:
            self.notify(text("record.before", recorded=recorded), markup=False)
        self.begin_tour()

    def on_unmount(self) -> None:
        """Leave no recording without its end, and no race in memory."""
        garbage.release()
        self.recorded = self.end_recording()

    def end_recording(self) -> str:
        """End the recording of the race, if there is one; returns what became of it, empty where there is nothing to tell."""
        recorder, self._recorder = self._recorder, None
        return "" if recorder is None else recorder.end()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: everything that has a key, too."""
        from optsim.tui.screens.command_palette import commands_in_palette  # noqa: PLC0415 after the first paint

        yield from commands_in_palette(self, screen, self.choose_glyphs, self.choose_notation)

    def action_command_palette(self) -> None:
        """Show the palette."""
        from optsim.tui.screens.command_palette import open_palette  # noqa: PLC0415 after the first paint

        open_palette(self)

    def search_themes(self) -> None:
        """Show a palette of themes."""
        from optsim.tui.screens.command_palette import open_themes  # noqa: PLC0415 after the first paint

        open_themes(self)
