"""Cells of Textual's strips: in which column which character stands, and how it looks."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from optsim.tui.terminal.cell_looks import PLAIN, Look, blank_look, look_of

#: styles and stretches of text that are remembered
_STYLES, _STRETCHES = 8192, 4096
#: takes one cell each, whoever counts: a superset is asked because it is fast
_SINGLE = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x2500, 0x25FC), (0x2800, 0x28FF))
    for code in range(first, last + 1)
)


class Cell(NamedTuple):
    """A character with what joins it, empty in the right half of a full-width one, and how it looks."""

    text: str
    look: Look


class _Alphabet(dict[str, Cell]):
    """The cells of one look by their characters: a character that comes again is the same object, fast to compare."""

    def __init__(self, look: Look) -> None:
        super().__init__({" ": Cell(" ", blank_look(look))})
        self.look = look

    def __missing__(self, char: str) -> Cell:
        cell = self[char] = Cell(char, self.look)
        return cell


class StripCells:
    """Cells of strips in a terminal that has these colours."""

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        self._alphabet = lru_cache(maxsize=_STYLES)(self._new_alphabet)
        self._stretch = lru_cache(maxsize=_STRETCHES)(self._new_stretch)

    def of(self, strip: Strip) -> list[Cell] | None:
        """Return the cells of a strip; None where they are not as many as Textual counts."""
        cells: list[Cell] = []
        stretch = self._stretch
        for text, style, _ in strip:
            cells += stretch(text, style)
        if len(cells) != strip.cell_length:
            cells = self._joined(strip)
        return cells if len(cells) == strip.cell_length else None

    def _joined(self, strip: Strip) -> list[Cell]:
        """Cells where what takes none of its own, at the beginning of a stretch, joins the one before and looks like it."""
        cells: list[Cell] = []
        look = PLAIN
        for text, style, _ in strip:
            for cell in self._stretch(text, style):
                if not cell.text or cell_len(cell.text):
                    cells.append(cell)
                    look = self._alphabet(style).look
                elif cells:
                    at = -1 if cells[-1].text else -2
                    cells[at] = Cell(cells[at].text + cell.text, look)
        return cells

    def _new_alphabet(self, style: Style | None) -> _Alphabet:
        return _Alphabet(PLAIN if style is None else look_of(style, self._system))

    def _new_stretch(self, text: str, style: Style | None) -> list[Cell]:
        alphabet = self._alphabet(style)
        if _SINGLE.issuperset(text):
            return [alphabet[char] for char in text]
        cells: list[Cell] = []
        for start, end, width in split_graphemes(text)[0]:
            cells += [alphabet[text[start:end]], *[alphabet[""]] * (width - 1)]
        return cells
