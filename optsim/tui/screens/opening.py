"""Opening: what is known of a race, where the race screen has it, until that is there.

First title and lanes, which are read from the scenario's file; then the lane table, when the race is made.

optsim  title

lane
● name
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from optsim.plot.cell import DEFAULT
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.outline import Outline, outline
from optsim.scenario.translation import in_language, outline_in
from optsim.tui.colours.palette import mark, palette
from optsim.tui.screens.window_sizes import SENTENCE_ROWS, TINY_HEIGHT, TINY_WIDTH, folds, lane_rows

if TYPE_CHECKING:
    from optsim.engine.capabilities.curves import Curves
    from optsim.languages import Language
    from optsim.playback.player import Player
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario

#: rows below the lanes: the selected lane's sentence, and the keys
_BELOW = SENTENCE_ROWS + 1
#: columns left of a lane's sign
_LEFT = " " * 4


class Opening(Widget):
    """Title and lanes; the title alone where there is little room."""

    DEFAULT_CSS = """
    Opening {
        width: 100%;
        height: 100%;

        /* above the keys */
        LaneTable { dock: bottom; margin-bottom: 1; }
    }
    """

    def __init__(self, outline: Outline, language: Language | None = None) -> None:
        """Open with what is known; None for English, which is not loaded before the first paint."""
        super().__init__()
        self._outline = outline
        self._head = "lane" if language is None else language.text("lane_table.lane")

    async def show_race(self, player: Player, language: Language) -> None:
        """Show the lane table of a race at its first step, where the screen that comes has it."""
        from optsim.tui.snapshot import view_of  # noqa: PLC0415 what is painted first does not wait for it
        from optsim.tui.view_state import first_look  # noqa: PLC0415
        from optsim.tui.widgets.lane_table import LaneTable  # noqa: PLC0415

        look, (width, height) = first_look(player), self.size
        if look.full or look.presenter or width < TINY_WIDTH or height < TINY_HEIGHT:
            return
        look.settle(player.race)
        self._outline = self._outline._replace(lanes=())
        table = LaneTable()
        await self.mount(table)
        table.show(view_of(player, look, palette(self.app), language))
        self.refresh()

    def render(self) -> Text:
        """Return all rows."""
        width, height = self.size
        top = [self._title(width)]
        count = len(self._outline.lanes)
        if not count or width < TINY_WIDTH or height < TINY_HEIGHT or folds(count, width, height):
            return top[0]
        lanes = self._lanes(lane_rows(width, height))
        between = [Text()] * (height - _BELOW - len(top) - len(lanes))
        return Text("\n", no_wrap=True, end="").join(top + between + lanes)

    def _title(self, width: int) -> Text:
        """The row at the top."""
        colours = palette(self.app)
        title = Text(" ", _style(colours.text, colours.raised), no_wrap=True)
        title.append("optsim", _style(colours.accent, colours.raised, bold=True))
        title.append(f"  {' '.join(self._outline.title.split())}", _style(colours.text, colours.raised, bold=True))
        title.truncate(width, pad=True)
        return title

    def _lanes(self, most: int) -> list[Text]:
        """The rows of the lane table, as far as they are known."""
        colours, lanes = palette(self.app), self._outline.lanes
        rows = [Text(f"{_LEFT}  {self._head}", _style(colours.muted))]
        for place, name in enumerate(lanes[:most]):
            colour = colours.lane(place)
            row = Text(_LEFT).append(f"{mark(place)} ", _style(colour, bold=True))
            rows.append(row.append(name, _style(colour, bold=place == 0)))
        return rows


def outline_of(opened: Scenario | Recording | Curves | str | None, language: Language | None = None) -> Outline:
    """Return what of a scenario can be shown before it is loaded; with its own title where there is no language."""
    if opened is None:
        return Outline()
    if isinstance(opened, str):
        known = (outline(SCENARIOS[opened]) if opened in SCENARIOS else None) or Outline()
        return known if language is None else outline_in(known, opened, language)
    from optsim.scenario import Scenario  # noqa: PLC0415 it is there already, which it is not in the other cases

    if not isinstance(opened, Scenario):
        return Outline()
    shown = opened if language is None else in_language(opened, language)
    return Outline(shown.title, tuple(shown.lanes))


def _style(colour: int, ground: int = DEFAULT, *, bold: bool = False) -> Style:
    return Style(color=_name(colour), bgcolor=_name(ground), bold=bold or None)


def _name(colour: int) -> str | None:
    return None if colour == DEFAULT else f"#{colour:06x}"
