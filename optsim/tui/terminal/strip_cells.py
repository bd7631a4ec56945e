"""Cells of Textual's strips: in which column which character stands, and how it looks."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from optsim.tui.terminal.cell_looks import PLAIN, Look, blank_look, look_of

#: stretches of text that are remembered
_STRETCHES = 8192
#: takes one cell each: most of what is drawn, and fast to ask for
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
    """The cells of one style by their characters: a character that comes again is the same object, fast to compare."""

    def __init__(self, style: Style | None, look: Look) -> None:
        super().__init__({" ": Cell(" ", blank_look(look))})
        self.style, self.look = style, look
        #: cells of texts that were asked for
        self.stretches: dict[str, list[Cell]] = {}

    def __missing__(self, char: str) -> Cell:
        cell = self[char] = Cell(char, self.look)
        return cell

    def stretch(self, text: str) -> list[Cell]:
        """Return the cells of a text, and remember them."""
        if _SINGLE.issuperset(text) or all(get_character_cell_size(char) == 1 for char in text):
            cells = [self[char] for char in text]
        else:
            cells = []
            for start, end, width in split_graphemes(text)[0]:
                cells += [self[text[start:end]], *[self[""]] * (width - 1)]
        self.stretches[text] = cells
        return cells


class StripCells:
    """Cells of strips in a terminal that has these colours."""

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        #: by the identity of the style, which is much faster than by what it is; each keeps its style alive
        self._alphabets: dict[int, _Alphabet] = {}
        self._looks: dict[Look, Look] = {}
        self._count = 0

    def of(self, strip: Strip) -> list[Cell] | None:
        """Return the cells of a strip; None where they are not as many as Textual counts."""
        cells: list[Cell] = []
        alphabets = self._alphabets
        for text, style, _ in strip:
            try:
                cells += alphabets[id(style)].stretches[text]
            except KeyError:
                cells += self._new_stretch(text, style)
        if len(cells) != strip.cell_length:
            cells = self._joined(strip)
        return cells if len(cells) == strip.cell_length else None

    def _new_stretch(self, text: str, style: Style | None) -> list[Cell]:
        self._count += 1
        if self._count > _STRETCHES:
            self._count = 0
            self._alphabets.clear()
            self._looks.clear()
        return self._alphabet(style).stretch(text)

    def _alphabet(self, style: Style | None) -> _Alphabet:
        alphabet = self._alphabets.get(id(style))
        if alphabet is None:
            look = PLAIN if style is None else look_of(style, self._system)
            alphabet = self._alphabets[id(style)] = _Alphabet(style, self._looks.setdefault(look, look))
        return alphabet

    def _joined(self, strip: Strip) -> list[Cell]:
        """Cells where what takes none of its own, at the beginning of a stretch, joins the one before and looks like it."""
        cells: list[Cell] = []
        look = PLAIN
        for text, style, _ in strip:
            alphabet = self._alphabet(style)
            for cell in alphabet.stretch(text):
                if not cell.text or cell_len(cell.text):
                    cells.append(cell)
                    look = alphabet.look
                elif cells:
                    at = -1 if cells[-1].text else -2
                    cells[at] = Cell(cells[at].text + cell.text, look)
        return cells
