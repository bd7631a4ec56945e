"""Filters of the characters that widgets send: only what can be read, and only what the terminal has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from optsim.console.messages import fitted, has_signs
from optsim.system.printable import hidden_character, printable

if TYPE_CHECKING:
    from optsim.plot.glyphs import Glyphs


def glyphs_of(kind: str, encoding: str, certain: str, *, wide: bool = False) -> Glyphs | None:
    """Return how texts are put into other characters; None where they stay as they are. ASCII where an encoding has not all.

    Args:
        kind: One of `GLYPHS`.
        encoding: The terminal's.
        certain: The kind for "auto".
        wide: If characters whose width is ambiguous take two cells: none is written, nor those of blocks and octants among them.
    """
    kind = certain if kind == "auto" else kind
    kind = "narrow" if wide and kind != "ascii" else kind
    if kind == "braille" and has_signs(encoding):
        return None
    from optsim.plot.glyphs import KINDS  # noqa: PLC0415 it needs NumPy, which is not there before the first paint

    if has_signs(encoding):
        return KINDS[kind]
    ascii_glyphs = KINDS["ascii"]
    return ascii_glyphs._replace(text=lambda text: fitted(ascii_glyphs.text(text), encoding))


class PrintableFilter(LineFilter):
    """Takes out what could do more than be read, whatever widget has it from wherever; nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without such characters."""
        return [
            segment if segment.control or not hidden_character(segment.text) else _printable_segment(segment)
            for segment in segments
        ]


def _printable_segment(segment: Segment) -> Segment:
    """The segment with as many cells, and a sign for each hidden character that takes any."""
    shown = "".join(char if not hidden_character(char) else printable(char)[: cell_len(char)] for char in segment.text)
    return segment._replace(text=set_cell_size(shown, cell_len(segment.text)))


class GlyphFilter(LineFilter):
    """Puts the characters of Textual's own widgets into those that the terminal has."""

    def __init__(self, glyphs: Callable[[str], str]) -> None:
        super().__init__()
        self._glyphs = glyphs

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with other characters."""
        return [segment._replace(text=self._glyphs(segment.text)) for segment in segments]
