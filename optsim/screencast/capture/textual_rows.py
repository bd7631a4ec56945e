"""From Textual's lines to those of a film: every colour and attribute settled, every width the same for all formats."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from optsim.plot.width import cell_width, every_cell_one
from optsim.screencast.film import Pen, Row, Span
from optsim.screencast.terminal.sgr import visible_colours

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_UNSEEN = ("Cf", "Cc")
_SELECTORS = {chr(number) for number in range(0xFE00, 0xFE10)}


class Inks:
    """Styles of a theme as colours: `text` on `ground` (0xRRGGBB) where they leave a colour open."""

    def __init__(self, text: int, ground: int, theme: TerminalTheme) -> None:
        self._text, self._ground, self._theme = text, ground, theme
        self._pens: dict[Style | None, Pen] = {None: Pen(text, ground)}

    def row(self, segments: Iterable[Segment]) -> Row:
        """A line of the screen."""
        spans: list[Span] = []
        for text, style, control in segments:
            if control or not text:
                continue
            pen, fixed = self._pen(style), _settled(text)
            if spans and spans[-1].pen == pen:
                spans[-1] = Span(spans[-1].text + fixed, pen)
            else:
                spans.append(Span(fixed, pen))
        return tuple(spans)

    def _pen(self, style: Style | None) -> Pen:
        pen = self._pens.get(style)
        if pen is None:
            pen = self._pens[style] = self._look(style) if style is not None else self._pens[None]
        return pen

    def _look(self, style: Style) -> Pen:
        colour, ground = self._number(style.color, self._text), self._number(style.bgcolor, self._ground)
        colour, ground = visible_colours(
            colour, ground, dim=bool(style.dim), reverse=bool(style.reverse), conceal=bool(style.conceal)
        )
        return Pen(
            colour,
            ground,
            bold=bool(style.bold),
            italic=bool(style.italic),
            underline=bool(style.underline or style.underline2),
            strike=bool(style.strike),
        )

    def _number(self, colour: Color | None, default: int) -> int:
        if colour is None or colour.is_default:
            return default
        red, green, blue = colour.get_truecolor(self._theme)
        return red << 16 | green << 8 | blue


@lru_cache(maxsize=4096)
def _settled(text: str) -> str:
    """The text with the widths of a film; Textual has measured it by another table, and its places must stay.

    Signs that are one only together (families, flags, hearts in colour) are drawn apart or in part: terminals disagree on them.
    """
    if every_cell_one(text):
        return text
    cells, width_so_far = [], 0
    for place, char in enumerate(text, start=1):
        room = max(0, cell_len(text[:place]) - width_so_far)
        width_so_far += room
        width = cell_width(char)
        if width == 0:
            cells.append(("" if unicodedata.category(char) in _UNSEEN or char in _SELECTORS else char) + " " * room)
        else:
            cells.append(char + " " * (room - width) if width <= room else _UNKNOWN * room)
    return "".join(cells)
