"""Line breaks within Japanese, in what Textual and Rich wrap: both break lines at blanks, and elsewhere wherever one is full."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rich.text
import textual.content
from rich._wrap import divide_line
from rich.cells import cell_len, chop_cells

from optsim.plot.width import unbroken

_DIVIDE = "divide_line"
_WORD = re.compile(r"(\s*)(\S+)(\s*)")
#: what is broken elsewhere than at blanks
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def break_japanese_lines() -> None:
    """Let Textual and Rich break lines beside full-width characters, but not where Japanese does not; other text as before."""
    for module in (rich.text, textual.content):
        if hasattr(module, _DIVIDE):
            setattr(module, _DIVIDE, divided)


def divided(text: str, width: int, fold: bool = True) -> list[int]:  # noqa: FBT001, FBT002 it is called as Rich's own
    """Return the places at which a line is broken.

    Args:
        text: The line.
        width: The cells that there are.
        fold: If what is longer than that is broken, too.
    """
    if not fold or _WIDE.search(text) is None:
        return divide_line(text, width, fold)
    breaks: list[int] = []
    filled = place = 0
    for unit in _units(text):
        if filled + cell_len(unit.rstrip()) <= width:
            filled += cell_len(unit)
            place += len(unit)
            continue
        for piece in chop_cells(unit, width) if cell_len(unit.rstrip()) > width else [unit]:
            breaks += [place] if place else []
            place += len(piece)
            filled = cell_len(piece)
    return breaks


def _units(text: str) -> Iterator[str]:
    """Yield the parts of a line that are not broken, with the blanks after them."""
    for word in _WORD.finditer(text):
        *parts, last = unbroken(word[2])
        first, *others = *parts, last + word[3]
        yield word[1] + first
        yield from others
