"""The cells of a line: what stands in each of them, and lines made of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from optsim.plot.width import cell_width, every_cell_one
from optsim.screencast.film import Pen, Row, Span


class Cell(NamedTuple):
    """A character with the combining ones behind it; empty where the one to the left takes this cell, too."""

    text: str
    pen: Pen


def cells(row: Row) -> list[Cell]:
    """Every cell of a line from left to right."""
    found: list[Cell] = []
    for text, pen in row:
        if every_cell_one(text):
            found += [Cell(char, pen) for char in text]
        else:
            _put(found, text, pen)
    return found


def _put(found: list[Cell], text: str, pen: Pen) -> None:
    """Cells of a text with characters of other widths; a combining one joins the character before."""
    for char in text:
        width = cell_width(char)
        if width:
            found += [Cell(char, pen), *[Cell("", pen)] * (width - 1)]
        elif found:
            at = len(found) - 1 if found[-1].text or len(found) == 1 else len(found) - 2
            found[at] = found[at]._replace(text=found[at].text + char)


def row_of(line: Iterable[Cell]) -> Row:
    """The line of cells, those of one pen together."""
    return tuple(Span("".join(map(itemgetter(0), alike)), pen) for pen, alike in groupby(line, key=itemgetter(1)))


def text_of(rows: Sequence[Row]) -> list[str]:
    """What can be read, without blanks at the ends of lines."""
    return ["".join(span.text for span in row).rstrip() for row in rows]
