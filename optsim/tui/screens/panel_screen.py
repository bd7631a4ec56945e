"""Screen of panels: what commands and the mouse ask of their arrangement."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from optsim.playback.player import Player
from optsim.tui.controller import RaceController
from optsim.tui.messages import Aimed, Divided, DivisionChosen, RoomChanged
from optsim.tui.panel import Panel
from optsim.tui.screens.arrangement import Arrangement
from optsim.tui.screens.panel_area import PanelArea
from optsim.tui.screens.window_sizes import HEAD_ROWS, SENTENCE_ROWS, table_rows
from optsim.tui.view_state import LARGE_SHARE
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.zoomable import Zoomable

#: percent of the width that the large panel has at least, and those beside it
_LEAST_SHARE = 20


class PanelScreen(RaceController):
    """Base of the race screen: its panels, which of them keys act on, and the dividers between them."""

    def __init__(
        self, player: Player, panels: Sequence[type[Panel]] = (), division: tuple[int | None, int | None] = (None, None)
    ) -> None:
        super().__init__(player)
        self.look.share, self.look.table_rows = division[0] or LARGE_SHARE, division[1]
        self.arrangement = Arrangement(self.look, panels)

    @property
    def zoomed(self) -> Zoomable | None:
        """The widget that is zoomed and panned."""
        return self.arrangement.zoomed

    @property
    def stride(self) -> int:
        """Steps that the cross-hair moves by."""
        return self.arrangement.stride

    def shows(self, panel: str) -> bool:
        """Tell if a panel is on the screen."""
        return panel in self.arrangement.shown(self.player.race)

    def open_panel(self, name: str) -> None:
        """Choose a panel, and show it."""
        self.look.open_panel(name, self.arrangement.shown(self.player.race))

    def choose_next(self) -> None:
        """Choose the next one of the panels that are seen."""
        self.arrangement.choose_next(self.player.race)

    @property
    def rows_of_lanes(self) -> int:
        """The rows that the lanes have."""
        return self.query_one(LaneTable).size.height - HEAD_ROWS - SENTENCE_ROWS

    def divide(self, *, share: int | None = None, rows_of_lanes: int | None = None) -> None:
        """Move a divider: give the large panel a share of the width in percent, or the lanes so many rows."""
        if share is not None:
            self.look.share = min(max(share, _LEAST_SHARE), 100 - _LEAST_SHARE)
        if rows_of_lanes is not None:
            self.look.table_rows = min(table_rows(rows_of_lanes, self.size.height), len(self.player.race.lanes))

    def keep_division(self) -> None:
        """Have the dividers remembered as they are."""
        self.post_message(DivisionChosen(self.look.share, self.look.table_rows))

    def scroll(self, pages: int) -> None:
        """Scroll the chosen panel, or else one that can be scrolled."""
        self.arrangement.scroll(pages)

    @on(Aimed)
    def _aim(self, message: Aimed) -> None:
        self.look.chosen = message.panel
        self.show()

    @on(RoomChanged)
    def _arrange(self) -> None:
        self.arrangement.room = self.query_one(PanelArea).size
        self.show()

    @on(Divided)
    def _divide(self, message: Divided) -> None:
        self.divide(share=message.share, rows_of_lanes=message.table_rows)
        if message.share is None and message.table_rows is None:
            self.keep_division()
        self.show()
