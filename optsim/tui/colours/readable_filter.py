"""Filter that makes every text readable, whatever widget has it from wherever, in the colours that the terminal has."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from optsim.tui.colours.contrast import MARK, TEXT
from optsim.tui.colours.terminal import Depth

#: categories of Unicode whose characters are read: letters, numbers, punctuation, mathematics, currencies
_READ = ("L", "N", "P", "Sm", "Sc")
#: blocks, which are grounds in another form: of bars, borders and scroll bars
_BLOCKS = range(0x2580, 0x25A0)


@lru_cache(maxsize=4096)
def needed(text: str) -> float:
    """Return the contrast that a text needs: that of texts if any of it is read, that of marks where there is any, else 1."""
    visible = text.translate(_NOTHING)
    if any(unicodedata.category(char).startswith(_READ) for char in visible):
        return TEXT
    return MARK if visible else 1.0


_NOTHING = {ord(" "): None, **dict.fromkeys(_BLOCKS)}


class ReadableFilter(LineFilter):
    """Gives what cannot be read on its ground a colour that can, nearest to its own."""

    def __init__(self, depth: Depth) -> None:
        super().__init__()
        self._depth = depth

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in colours that can be read."""
        below = background.rich_color
        return [
            segment
            if segment.control
            else Segment(segment.text, _mended(segment.style or Style.null(), below, needed(segment.text), self._depth))
            for segment in segments
        ]


@lru_cache(maxsize=4096)
def _mended(style: Style, below: RichColor, ratio: float, depth: Depth) -> Style:
    ground = depth.ground(_packed(style.bgcolor if _coloured(style.bgcolor) else below))
    ink = depth.fit(_packed(style.color), (ground,), ratio) if _coloured(style.color) else None
    return style + Style.from_color(None if ink is None else depth.rich(ink), depth.rich(ground))


def _coloured(colour: RichColor | None) -> bool:
    return colour is not None and not colour.is_default


def _packed(colour: RichColor | None) -> int:
    red, green, blue = (RichColor.default() if colour is None else colour).get_truecolor()
    return red << 16 | green << 8 | blue
