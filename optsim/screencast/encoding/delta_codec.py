"""A film as one string of numbers, only of the cells that changed: what the page's player unrolls.

Every number is written in ASCII characters, small ones in one. For each frame: the milliseconds since the frame before, how many
runs follow, and the runs. A run is cells side by side, line after line through the whole screen: 4 · (cells left out since the
run before) + min(length, 4) - 1; a length of 4 or more is followed by length - 4; then the code of each cell's kind. A kind is
what stands in a cell with its pen; the most frequent ones have the short codes. Neither zlib nor gzip is asked: they do not
write the same bytes everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from optsim.screencast.film import Film, Pen, Row
from optsim.screencast.terminal.cells import Cell, cells

#: the digits: printable, and none that JSON or HTML has to escape
DIGITS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"&'<>\\")
#: numbers below it take one digit; digits from it on say that another number follows
SHORT = 64

_LONGER = len(DIGITS) - SHORT
_BLANK = " "


class Change(NamedTuple):
    """The cells that another kind came into at a time, in order: where on the screen, line after line, and which."""

    time: int
    kinds: dict[int, int]


@dataclass(frozen=True, eq=False)
class Reel:
    """The pens, the kinds of cells as (index of the pen, text) in the order of their codes, and the frames as a string."""

    pens: tuple[Pen, ...]
    kinds: tuple[tuple[int, str], ...]
    frames: str


def reel(film: Film) -> Reel:
    """The film wound up."""
    changes, distinct = unrolled(film)
    uses = Counter(kind for change in changes for kind in change.kinds.values())
    pens = {pen: number for number, pen in enumerate(dict.fromkeys(cell.pen for cell in distinct))}
    kinds = [(pens[cell.pen], cell.text) for cell in distinct]
    often = sorted(range(len(kinds)), key=lambda kind: (-uses[kind], kind))
    # among those of equally long codes neighbours share the pen, so that it is named once for all
    sorted_kinds = sorted(often[:SHORT], key=kinds.__getitem__) + sorted(often[SHORT:], key=kinds.__getitem__)
    codes = {kind: code for code, kind in enumerate(sorted_kinds)}
    frames = _frames(changes, codes, film.width * film.height)
    return Reel(tuple(pens), tuple(kinds[kind] for kind in sorted_kinds), frames)


def unrolled(film: Film) -> tuple[list[Change], list[Cell]]:
    """The changes frame by frame, and what stands in the cells that they name by number."""
    numbers: dict[Cell, int] = {}
    lines: dict[int, list[int]] = {}
    changes = []
    for time, rows in film.frames:
        kinds: dict[int, int] = {}
        for number in sorted(rows):
            line = [numbers.setdefault(cell, len(numbers)) for cell in fitted(rows[number], film.width)]
            before = lines.get(number, [-1] * film.width)
            start = number * film.width
            kinds.update(
                (start + at, new) for at, (old, new) in enumerate(zip(before, line, strict=True)) if old != new
            )
            lines[number] = line
        changes.append(Change(time, kinds))
    return changes, list(numbers)


def by_pen(kinds: Iterable[tuple[int, str]]) -> list[tuple[int, str | list[str]]]:
    """Kinds with their pen named once for neighbours; their texts as one where each is a character of its own."""
    groups = []
    for pen, alike in groupby(kinds, key=lambda kind: kind[0]):
        texts = [text for _, text in alike]
        groups.append((pen, "".join(texts) if all(len(text) == 1 for text in texts) else texts))
    return groups


def digits(number: int) -> str:
    """A number from 0 on in as many digits as it needs."""
    if number < SHORT:
        return DIGITS[number]
    rest, digit = divmod(number - SHORT, _LONGER)
    return DIGITS[SHORT + digit] + digits(rest)


def fitted(row: Row, width: int) -> list[Cell]:
    """Return exactly `width` cells of a line."""
    line = cells(row)[:width]
    return line + [Cell(_BLANK, line[-1].pen if line else Pen(0, 0))] * (width - len(line))


def _frames(changes: list[Change], codes: dict[int, int], size: int) -> str:
    written = {kind: digits(code) for kind, code in codes.items()}
    screen = [0] * size
    out = []
    clock = 0
    for time, kinds in changes:
        for at, kind in kinds.items():
            screen[at] = kind
        runs = _runs(kinds, lambda place: len(written[screen[place]]) == 1)
        out += [digits(time - clock), digits(len(runs))]
        end = 0
        for start, stop in runs:
            length = stop - start
            out.append(digits(4 * (start - end) + min(length, 4) - 1))
            if length >= 4:
                out.append(digits(length - 4))
            out += [written[kind] for kind in screen[start:stop]]
            end = stop
        clock = time
    return "".join(out)


def _runs(places: Iterable[int], short: Callable[[int], bool]) -> list[tuple[int, int]]:
    """The places as runs (start, stop); an unchanged cell between two is written again where that is shorter."""
    runs: list[tuple[int, int]] = []
    for place in places:
        gap = place - runs[-1][1] if runs else -1
        if gap == 0 or (gap == 1 and short(place - 1)):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
