"""Opening: what a scenario's file says of it, where the race screen has it, until that is there.

optsim  title

lane
● name
"""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from optsim.plot.cell import DEFAULT
from optsim.scenario.outline import Outline
from optsim.tui.colours.palette import mark, palette
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH, lane_rows

#: rows below the lanes: the selected lane's sentence, and the keys
_BELOW = 2
#: columns left of a lane's sign
_LEFT = " " * 4


class Opening(Widget):
    """Title and lanes; the title alone where there is little room."""

    DEFAULT_CSS = "Opening { width: 100%; height: 100%; }"

    def __init__(self, outline: Outline) -> None:
        super().__init__()
        self._outline = outline

    def render(self) -> Text:
        """Return all rows."""
        width, height = self.size
        top = [self._title(width)]
        if not self._outline.lanes or width < TINY_WIDTH or height < TINY_HEIGHT:
            return top[0]
        lanes = self._lanes(height)
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

    def _lanes(self, height: int) -> list[Text]:
        """The rows of the lane table, as far as they are known."""
        colours, lanes = palette(self.app), self._outline.lanes
        rows = [Text(f"{_LEFT}  lane", _style(colours.muted))]
        for place, name in enumerate(lanes[: lane_rows(len(lanes), height)]):
            colour = colours.lane(place)
            row = Text(_LEFT).append(f"{mark(place)} ", _style(colour, bold=True))
            rows.append(row.append(name, _style(colour, bold=place == 0)))
        return rows


def _style(colour: int, ground: int = DEFAULT, *, bold: bool = False) -> Style:
    return Style(color=_name(colour), bgcolor=_name(ground), bold=bold or None)


def _name(colour: int) -> str | None:
    return None if colour == DEFAULT else f"#{colour:06x}"
