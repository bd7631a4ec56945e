"""The notes panel: what to look at, events of the race, and what each early-stopping rule costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.playback.presentation import Presentation
from optsim.tui.panel import Panel
from optsim.tui.panels.notes.about import About, AboutTitle
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.panels.notes.rule_costs import RuleCosts
from optsim.tui.snapshot import RaceSnapshot

#: rows that what has happened has where there is room, its title among them
_FEW_EVENTS = 5


class NotesPanel(Panel):
    """Notes: what to look at, what has happened, and what each of several early-stopping rules costs."""

    name: ClassVar[str] = "notes"
    title: ClassVar[str] = "Notes"
    key: ClassVar[str] = "2"
    help: ClassVar[str] = "What to look at, and what happened"
    rank: ClassVar[int] = 4
    fills: ClassVar[int] = 1

    _view: RaceSnapshot | None = None
    _rows = 0

    def compose(self) -> Iterable[Widget]:
        """Description, events, rules."""
        self._title, self._about, self._events, self._costs = AboutTitle(), About(), Events(), RuleCosts()
        return self._title, self._about, self._events, self._costs

    async def opened(self, presentation: Presentation) -> None:
        """Describe what was opened."""
        # whoever quits at once is faster
        if self._about.is_attached:
            await self._about.describe(presentation)

    def grown(self, presentation: Presentation) -> None:
        """Describe a log as it is now."""
        if self._about.is_attached:
            self._about.describe_again(presentation)

    def arrange(self, view: RaceSnapshot) -> None:
        """Mark the title, and share the rows."""
        self._view = view
        self._title.show(view)
        self._share()

    def rows(self, view: RaceSnapshot, width: int) -> int:
        """Return the rows of the description, and some for what happens."""
        return 1 + self._about.rows(width) + _FEW_EVENTS + self._rows_of_costs(view, width)

    def fit(self, rows: int) -> None:
        """Share other rows."""
        self._rows = rows
        self._share()

    def _share(self) -> None:
        """Give what happened the rows that it needs, half at most, and what the description leaves."""
        if self._view is None or not self._rows or not self._about.is_attached:
            return
        width = self._events.size.width or self._about.size.width
        rows = self._rows - 1 - self._rows_of_costs(self._view, width)
        events = self._events.rows(self._view, width, max(2, rows // 2))
        height = min(self._about.rows(self._about.size.width), max(1, rows - events))
        if self._about.styles.height is None or self._about.styles.height.value != height:
            self._about.styles.height = height

    def _rows_of_costs(self, view: RaceSnapshot, width: int) -> int:
        return self._costs.rows(view, width) if len(view.race.rules) > 1 else 0

    def visible(self, widget: Widget, view: RaceSnapshot) -> bool:
        """Compare rules only where there are several."""
        return widget is not self._costs or len(view.race.rules) > 1

    def scroll(self, pages: int) -> None:
        """Scroll the description."""
        self._about.turn(pages)
