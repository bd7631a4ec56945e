"""The controller: what commands and panels may do on the race screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import ModalScreen, Screen

from optsim.engine.capabilities.curves import Curves
from optsim.playback.player import Player
from optsim.plot.glyphs import in_dots
from optsim.tui.language import language_of
from optsim.tui.messages import SweepAsked
from optsim.tui.terminal import FilteredApp
from optsim.tui.view_state import ViewState, first_look
from optsim.tui.widgets.zoomable import Zoomable

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.tui.screens.lane_form import Answer


class RaceController(Screen[None]):
    """A race that is played, how it is looked at, and what can be asked and told."""

    player: Player
    look: ViewState

    def __init__(self, player: Player) -> None:
        super().__init__()
        self.player = player
        self.look = first_look(player)

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show())

    def on_unmount(self) -> None:
        """Let go of the theme, which would hold the race for as long as the app is open."""
        self.app.theme_changed_signal.unsubscribe(self)

    @abstractmethod
    def show(self) -> None:
        """Hand the present view to all panels."""

    def select(self, by: int) -> None:
        """Select another lane."""
        self.look.selected = (self.look.selected + by) % len(self.player.race.lanes)

    @property
    def kept_player(self) -> Player | None:
        """Return what is to be gone on with the next time; None where that is kept elsewhere."""
        return self.player

    @property
    def race(self) -> Curves:
        """The race that is played."""
        return self.player.race

    @property
    def shows_chance(self) -> bool:
        """True where a band over seeds or theory says how far chance goes."""
        return self.player.overlays.band is not None or self.player.overlays.theory is not None

    @property
    def language(self) -> Language:
        """The language of the app."""
        return language_of(self.app)

    @property
    @abstractmethod
    def zoomed(self) -> Zoomable | None:
        """The widget that is zoomed and panned."""

    @property
    @abstractmethod
    def stride(self) -> int:
        """Steps that the cross-hair moves by."""

    @abstractmethod
    def shows(self, panel: str) -> bool:
        """Tell if a panel is on the screen."""

    @abstractmethod
    def open_panel(self, name: str) -> None:
        """Choose a panel, and show it."""

    @abstractmethod
    def choose_next(self) -> None:
        """Choose the next one of the panels that are seen."""

    @property
    @abstractmethod
    def rows_of_lanes(self) -> int:
        """The rows that the lanes have."""

    @abstractmethod
    def divide(self, *, share: int | None = None, rows_of_lanes: int | None = None) -> None:
        """Move a divider: give the large panel a share of the width in percent, or the lanes so many rows."""

    @abstractmethod
    def keep_division(self) -> None:
        """Have the dividers remembered as they are."""

    @abstractmethod
    def scroll(self, pages: int) -> None:
        """Scroll the chosen panel, or else one that can be scrolled."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The sentence of the selected lane."""

    @abstractmethod
    def open_help(self) -> None:
        """Show the help."""

    @property
    def lane_name(self) -> str:
        """The selected lane."""
        return self.player.race.lanes[self.look.selected].name

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Say something in passing; in a tour only what is wrong: it has captions of its own, and the lanes are to be seen."""
        if wrong or not self._touring:
            self.notify(text, severity="warning" if wrong else "information", markup=False)

    @property
    def _touring(self) -> bool:
        return bool(getattr(self.app, "touring", False))

    def ask(self, form: ModalScreen[Answer | None], take: Callable[[Answer | None], None]) -> None:
        """Show a form, and do something with what was filled in."""

        def answered(answer: Answer | None) -> None:
            take(answer)
            self.show()

        self.app.push_screen(form, answered)

    def open_picker(self) -> None:
        """Show the picker."""
        self.player.pause()
        self.app.push_screen("picker")

    def open_save(self) -> None:
        """Ask what to save, and where; the picture is of the screen as it is."""
        if self._touring:
            # a scenario file of somebody else's must not write others
            self.tell(self.language.text("tour.no_files"), wrong=True)
            return
        if not getattr(self.app, "keeps", True):
            self.tell(self.language.text("save.read_only"), wrong=True)
            return
        from optsim.tui.export import request_of  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.save import SaveScreen  # noqa: PLC0415

        self.player.pause()
        self.show()
        # few fonts have octants: whoever looks at the picture sees the same dots in braille
        title = self.player.presented_in(self.language).title
        picture = in_dots(self.app.export_screenshot(title=f"optsim {title}".strip()))
        request = request_of(self.player, picture)

        def saved(paths: tuple[Path, ...] | None) -> None:
            if paths:
                self.tell(self.language.text("save.done", paths="\n".join(map(str, paths))))

        self.app.push_screen(SaveScreen(request, _present_folder()), saved)

    def open_copy(self) -> None:
        """Ask what to copy of the selected lane, and give it to the terminal's clipboard."""
        if self._touring:
            # a scenario file of somebody else's must not write into a person's clipboard
            self.tell(self.language.text("tour.no_clipboard"), wrong=True)
            return
        from optsim.tui.screens.clipboard import LONGEST, copies  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.copy import CopyScreen  # noqa: PLC0415

        self.player.pause()
        self.show()
        texts, text = copies(self.player, self.lane_name, self.sentence), self.language.text

        def copy(kind: str | None) -> None:
            if kind is None:
                return
            if len(texts[kind]) > LONGEST:
                self.tell(text("copy.too_long", count=len(texts[kind]), most=LONGEST), wrong=True)
                return
            self.app.copy_to_clipboard(texts[kind])
            self.tell(text("copy.done", what=text(f"copy.{kind}"), count=len(texts[kind])))

        self.app.push_screen(CopyScreen(texts), copy)

    def open_sweep(self) -> None:
        """Show the race run many times: as its scenario's section says, else with other learning rates."""
        self.player.pause()
        self.post_message(SweepAsked(self.player, self.lane_name))

    def open_palette(self) -> None:
        """Show the command palette."""
        self.app.action_command_palette()

    def suspend(self) -> None:
        """Go back to the shell for a while."""
        self.app.action_suspend_process()

    def repaint(self) -> None:
        """Send the whole screen to the terminal."""
        if isinstance(self.app, FilteredApp):
            self.app.action_repaint()

    def leave(self) -> None:
        """End the app."""
        self.app.exit()


def _present_folder() -> Path:
    """Return where files go by default: home where the present folder has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
