"""A terminal's lines in a window of another size: as tmux does it, lines that were wrapped are wrapped anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from optsim.screencast.terminal.cell_buffer import CellBuffer, Line
from optsim.screencast.terminal.cells import Cell


class Place(NamedTuple):
    """Column and line."""

    x: int
    y: int


def resize(buffer: CellBuffer, width: int, height: int, cursor: Place, blank: Cell) -> Place:
    """Give a buffer another size; where the cursor is then.

    Blank lines below the cursor go first, then those at the top. On a buffer that keeps lines these come back later, and lines
    are wrapped anew; on any other they are cut off.
    """
    if height < buffer.height:
        cursor = _lower(buffer, height, cursor)
    elif height > buffer.height:
        cursor = _higher(buffer, height, cursor, blank)
    if width == buffer.width:
        return cursor
    if buffer.keeps:
        return _reflow(buffer, width, cursor, blank)
    buffer.lines, buffer.width = buffer.resized(width, blank), width
    return Place(min(cursor.x, width), cursor.y)


def _lower(buffer: CellBuffer, height: int, cursor: Place) -> Place:
    below = min(buffer.height - 1 - cursor.y, buffer.height - height)
    above = buffer.height - height - below
    if buffer.keeps:
        buffer.history += buffer.lines[:above]
        buffer.scrolled += above
    buffer.lines, buffer.height = buffer.lines[above : above + height], height
    return Place(cursor.x, cursor.y - above)


def _higher(buffer: CellBuffer, height: int, cursor: Place, blank: Cell) -> Place:
    back = min(buffer.scrolled, height - buffer.height)
    fresh = height - buffer.height - back
    split = len(buffer.history) - back
    buffer.lines = [*buffer.history[split:], *buffer.lines, *[Line((blank,) * buffer.width)] * fresh]
    del buffer.history[split:]
    buffer.scrolled, buffer.height = buffer.scrolled - back, height
    return Place(cursor.x, cursor.y + back)


def _reflow(buffer: CellBuffer, width: int, cursor: Place, blank: Cell) -> Place:
    lines = [*buffer.history, *buffer.lines]
    offset, number = _offset(lines, Place(cursor.x, cursor.y + len(buffer.history)))
    fresh: list[Line] = []
    scrolled = buffer.scrolled
    for first, paragraph in _paragraphs(lines):
        wrapped = list(_wrapped(paragraph, width, blank))
        scrolled = _scrolled(scrolled, first, len(fresh), len(wrapped) - len(paragraph))
        fresh += wrapped
    fresh += [Line((blank,) * width)] * (buffer.height - len(fresh))
    history_length = len(fresh) - buffer.height
    buffer.history, buffer.lines, buffer.width, buffer.scrolled = (
        fresh[:history_length],
        fresh[history_length:],
        width,
        min(scrolled, history_length),
    )
    x, y = _place(fresh, offset, number)
    return Place(x, y - history_length) if y >= history_length else Place(0, 0)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, Sequence[Line]]]:
    """Lines that continue each other, and the number of the first."""
    first = 0
    for number, line in enumerate(lines, start=1):
        if not line.wrapped or number == len(lines):
            yield first, lines[first:number]
            first = number


def _wrapped(paragraph: Sequence[Line], width: int, blank: Cell) -> Iterator[Line]:
    """Yield a paragraph in lines of `width` cells."""
    cells = list(chain.from_iterable(line.cells[: line.used] for line in paragraph))
    if not cells:
        # what was erased in a colour of its own keeps it
        yield Line((paragraph[0].cells + (blank,) * width)[:width])
    at = 0
    while at < len(cells):
        end = min(at + width, len(cells))
        if end < len(cells) and not cells[end].text:
            end -= 1
        if end == at:
            # a full-width character has no room at all
            at += 1
            cells[at] = blank
            continue
        used, wrapped = end - at, end < len(cells) or paragraph[-1].wrapped
        yield Line((*cells[at:end], *(blank,) * (width - used)), used, wrapped)
        at = end


def _scrolled(scrolled: int, before: int, now: int, more: int) -> int:
    """Return how many lines come back later, when a paragraph moved from line `before` to line `now` and got `more` lines more."""
    if more > 0:
        return scrolled + more if before <= scrolled else scrolled
    return scrolled + more if scrolled > now - more else min(scrolled, now)


def _offset(lines: Sequence[Line], cursor: Place) -> tuple[int | None, int]:
    """Return the paragraph of a place, and how many cells into it that is; None after the end of its line."""
    offset = paragraph = 0
    for line in lines[: cursor.y]:
        if line.wrapped:
            offset += line.used
        else:
            offset, paragraph = 0, paragraph + 1
    return (offset + cursor.x if cursor.x < lines[cursor.y].used else None), paragraph


def _place(lines: Sequence[Line], offset: int | None, paragraph: int) -> Place:
    """Return the place `offset` cells into a paragraph."""
    y = 0
    while paragraph and y < len(lines) - 1:
        paragraph -= not lines[y].wrapped
        y += 1
    while lines[y].wrapped and y < len(lines) - 1 and (offset is None or offset >= lines[y].used):
        offset = None if offset is None else offset - lines[y].used
        y += 1
    return Place(lines[y].used if offset is None else offset, y)
