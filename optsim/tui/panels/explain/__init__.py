"""The explain panel: the selected lane's update, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.engine.capabilities.states import States
from optsim.tui.command import SEE, Command
from optsim.tui.controller import RaceController
from optsim.tui.panel import Panel
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.snapshot import Detail, RaceSnapshot


def _pin(controller: RaceController) -> None:
    """Pin the selected lane and show the panel that compares; the pinned lane again lets go of it."""
    look, name = controller.look, controller.lane_name
    look.pinned = None if look.pinned == name else name
    if look.pinned and look.chosen != ExplainPanel.name:
        controller.open_panel(ExplainPanel.name)


class ExplainPanel(Panel):
    """One lane's update, or two beside each other."""

    name: ClassVar[str] = "explain"
    title: ClassVar[str] = "Explain"
    key: ClassVar[str] = "4"
    help: ClassVar[str] = "The selected lane's update at the cursor, line by line"
    needs: ClassVar[type] = States
    fills: ClassVar[int] = 2
    details: ClassVar[frozenset[Detail]] = frozenset(Detail)
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "pin",
            "k",
            "k",
            _pin,
            SEE,
            16,
            States,
            title="Pin to compare",
            help="Keep its update beside another lane's; again: let go",
            bar="Pin",
        ),
    )

    def compose(self) -> Iterable[Widget]:
        """The lines of the update."""
        self._lines = ExplainView()
        yield self._lines

    def rows(self, view: RaceSnapshot, width: int) -> int:
        """Return the rows of all lines."""
        return self._lines.rows(view, width)

    def wants_room(self, view: RaceSnapshot) -> bool:
        """Tell if two updates stand side by side: they need the room more than the chart does."""
        return bool(view.pinned_terms)

    def scroll(self, pages: int) -> None:
        """Scroll the lines."""
        self._lines.turn(pages)
