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


class NotesPanel(Panel):
    """Notes: what to look at, what has happened, and what each of several early-stopping rules costs."""

    name: ClassVar[str] = "notes"
    title: ClassVar[str] = "Notes"
    key: ClassVar[str] = "2"
    help: ClassVar[str] = "What to look at, and what happened"
    rank: ClassVar[int] = 4

    def compose(self) -> Iterable[Widget]:
        """Description, events, rules."""
        self._about, self._costs = About(id="about"), RuleCosts()
        yield AboutTitle(id="about-title")
        yield self._about
        yield Events()
        yield self._costs

    async def opened(self, presentation: Presentation) -> None:
        """Describe what was opened."""
        # whoever quits at once is faster
        if self._about.is_attached:
            await self._about.describe(presentation)

    def arrange(self, view: RaceSnapshot) -> None:
        """Give each rule a row."""
        self._costs.take_rows(len(view.race.rules) + 1)

    def visible(self, widget: Widget, view: RaceSnapshot) -> bool:
        """Compare rules only where there are several."""
        return widget is not self._costs or len(view.race.rules) > 1

    def scroll(self, pages: int) -> None:
        """Scroll the description."""
        self._about.turn(pages)
