"""The cells of a line: what stands in each of them, and lines made of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from optsim.plot.width import cell_width, every_cell_one
from optsim.screencast.film import Pen, Row, Span

_MOST_COMBINED = 8


class Cell(NamedTuple):
    """A character with the combining ones after it; empty where the one to the left takes this cell, too."""

    text: str
    pen: Pen


def cells(row: Row) -> list[Cell]:
    """Every cell of a line from left to right."""
    result: list[Cell] = []
    for text, pen in row:
        if every_cell_one(text):
            result += [Cell(char, pen) for char in text]
        else:
            _append(result, text, pen)
    return result


@lru_cache(maxsize=1024)
def cells_sent(text: str, pen: Pen) -> tuple[Cell, ...]:
    """Cells of characters that a terminal is sent.

    Args:
        text: Characters, the first of which takes a cell at least. A combining one joins the character before.
        pen: Look of all of them.

    Returns:
        One cell for each column that is taken.
    """
    if every_cell_one(text):
        return tuple(Cell(char, pen) for char in text)
    result: list[Cell] = []
    for char in text:
        width = cell_width(char)
        if width:
            result += [Cell(char, pen), *[Cell("", pen)] * (width - 1)]
        else:
            at = len(result) - 1 if result[-1].text else len(result) - 2
            result[at] = combined(result[at], char)
    return tuple(result)


def combined(cell: Cell, char: str) -> Cell:
    """A cell with a character without width more; no more are taken than can be seen."""
    if not char.isprintable() or len(cell.text) >= _MOST_COMBINED:
        return cell
    return Cell(cell.text + char, cell.pen)


def _append(line: list[Cell], text: str, pen: Pen) -> None:
    """Cells of a text with characters of other widths; a combining one joins the character before."""
    for char in text:
        width = cell_width(char)
        if width:
            line += [Cell(char, pen), *[Cell("", pen)] * (width - 1)]
        elif line:
            at = len(line) - 1 if line[-1].text or len(line) == 1 else len(line) - 2
            line[at] = line[at]._replace(text=line[at].text + char)


def row_of(line: Iterable[Cell]) -> Row:
    """The line of cells, those of one pen together."""
    return tuple(Span("".join(map(itemgetter(0), alike)), pen) for pen, alike in groupby(line, key=itemgetter(1)))


def text_of(rows: Sequence[Row]) -> list[str]:
    """Return what can be read, without blanks at the ends of lines."""
    return ["".join(span.text for span in row).rstrip() for row in rows]
