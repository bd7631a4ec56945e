"""The desk: what commands and panels may do on the race screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import ModalScreen, Screen

from optsim.playback.player import Player
from optsim.tui.language import language_of
from optsim.tui.panels.chart.panel import ChartPanel
from optsim.tui.panels.explain.panel import ExplainPanel
from optsim.tui.panels.map.panel import MapPanel
from optsim.tui.snapshot import ViewState
from optsim.tui.widgets.cell_view import CellView
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
        shown = player.presentation
        self.look = ViewState(x=shown.x, y=shown.y, log=shown.log)

    def show(self) -> None:
        """Hand the present view to all panels."""
        raise NotImplementedError

    def select(self, by: int) -> None:
        """Select another lane."""
        self.look.selected = (self.look.selected + by) % len(self.player.race.lanes)

    @property
    def language(self) -> Language:
        """The language of the app."""
        return language_of(self.app)

    @property
    def lens(self) -> Zoomable:
        """The panel that is zoomed and panned."""
        to_map = self.look.panel == "map" and (self.look.narrow or self.look.target == "map")
        return self.query_one(MapPanel) if to_map else self.query_one(ChartPanel)

    @property
    def stride(self) -> int:
        """Steps that the cross-hair moves by."""
        return self.query_one(ChartPanel).steps_a_column()

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

        def taken(answer: Answer | None) -> None:
            take(answer)
            self.show()

        self.app.push_screen(form, taken)

    def scroll_notes(self, pages: int) -> None:
        """Scroll the explanation where it is shown alone, else what to look at."""
        if self.look.panel == "explain":
            self.query_one(ExplainPanel).turn(pages)
            return
        about = self.query_one("#about")
        about.scroll_relative(y=pages * max(1, about.size.height - 2), animate=False)

    def open_picker(self) -> None:
        """Show the picker."""
        self.player.pause()
        self.app.push_screen("picker")

    def open_save(self) -> None:
        """Ask what to save, and where; the picture is of the screen as it is."""
        if self._touring:
            # a scenario file of somebody else's must not write others
            self.tell("A tour writes no files; when it is over, w does.", wrong=True)
            return
        from optsim.tui.export import request_of  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.save import SaveScreen  # noqa: PLC0415

        self.player.pause()
        self.show()
        picture = self.app.export_screenshot(title=f"optsim {self.player.presentation.title}".strip())
        kept = request_of(self.player, picture)

        def saved(paths: tuple[Path, ...] | None) -> None:
            if paths:
                self.tell("Saved:\n" + "\n".join(map(str, paths)))

        self.app.push_screen(SaveScreen(kept, _present_folder()), saved)

    def open_help(self) -> None:
        """Show the help."""
        from optsim.tui.commands import COMMANDS  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 not before it is asked for

        self.player.pause()
        shown = [(view.NAME, view.ABOUT) for view in self.query(CellView) if view.region.area]
        offered = [command for command in COMMANDS if not command.lacks(self.player.race)]
        self.app.push_screen(HelpScreen(shown, offered))

    def open_palette(self) -> None:
        """Show the command palette."""
        self.app.action_command_palette()

    def suspend(self) -> None:
        """Go back to the shell for a while."""
        self.app.action_suspend_process()

    def leave(self) -> None:
        """End the app."""
        self.app.exit()


def _present_folder() -> Path:
    """Where files go by default: home where the present folder has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
