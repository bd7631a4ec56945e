"""A small terminal: it is sent characters and escape sequences, and has lines of cells. What it does not know it skips."""

from __future__ import annotations

import re
from typing import NamedTuple

from optsim.plot.width import cell_width, every_cell_one
from optsim.screencast.cells import Cell
from optsim.screencast.film import Pen
from optsim.screencast.sgr import Colours, Manner
from optsim.screencast.sheet import Line, Sheet

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_TAB = 8
_LARGEST = 9999
_MOST_PENDING = 4096
_MOST_PARAMETERS = 32
_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?:\x1b\[|\x9b)(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|(?P<string>\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])"
    r"|\x1b(?P<set>[ -/]+)?(?P<escape>[0-Z\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9f])"
)
_UNFINISHED = re.compile(r"(?:\x1b|(?:\x1b\[|\x9b)[0-?]*[ -/]*|\x1b[ -/]+)\Z")
_STRING_END = re.compile(r"\x07|\x9c|\x1b\\?")
_LINE_DRAWING = str.maketrans("`afgjklmnopqrstuvwxyz{|}~", "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")


class _Place(NamedTuple):
    """What a terminal saves and restores."""

    x: int = 0
    y: int = 0
    manner: Manner = Manner()


class Terminal:
    """So many columns and rows of cells, blank at first."""

    _sheet: Sheet
    _behind: Sheet | None
    _manner: Manner
    _saved: _Place
    _x: int
    _y: int
    _top: int
    _bottom: int
    _wraps: bool
    _drawing: bool
    _last: str

    def __init__(self, width: int, height: int, colours: Colours | None = None) -> None:
        self._colours = colours or Colours()
        self._pending = ""
        self._reset(width, height)

    def padded(self, width: int, height: int) -> list[Line]:
        """All lines of cells from top to bottom, with blanks up to a size; lines that are as they were are the same objects."""
        sheet = self._sheet
        if (sheet.width, sheet.height) != (width, height):
            sheet = sheet.resized(width, height, Cell(" ", Manner().blank(self._colours)))
        return list(sheet.lines)

    def resize(self, width: int, height: int) -> None:
        """Another size: what lies outside is cut off, what comes in is blank."""
        self._sheet = self._sheet.resized(width, height, Cell(" ", Manner().blank(self._colours)))
        self._behind = None
        self._top, self._bottom = 0, height
        self._go(self._x, self._y)

    def feed(self, text: str) -> None:
        """Send it something; a sequence may go on in the next piece."""
        text, at = self._pending + text, 0
        self._pending = ""
        while at < len(text):
            if _UNFINISHED.match(text, at):
                break
            token = _TOKEN.match(text, at)
            if token is None:
                # no sequence: its beginning is skipped
                at += 1
                continue
            at = token.end()
            if token["string"]:
                found = _STRING_END.search(text, at)
                if found is None:
                    at = token.start()
                    break
                at = found.end()
            else:
                self._take(token)
        self._pending = text[at:] if len(text) - at <= _MOST_PENDING else ""

    def _take(self, token: re.Match[str]) -> None:
        if token["text"]:
            self._print(token["text"])
        elif token["final"]:
            if not token["between"]:
                self._sequence(token["params"], token["final"])
        elif token["set"]:
            if token["set"] == "(":
                self._drawing = token["escape"] == "0"
        else:
            self._control(token["escape"] or token["control"])

    # characters

    def _print(self, text: str) -> None:
        if self._drawing:
            text = text.translate(_LINE_DRAWING)
        pen = self._manner.pen(self._colours)
        if every_cell_one(text):
            self._print_narrow(text, pen)
        else:
            for char in text:
                self._print_any(char, pen)
        self._last = text[-1]

    def _print_narrow(self, text: str, pen: Pen) -> None:
        """Characters that take a cell each."""
        if not self._wraps:
            # what does not fit is written over and over in the last column
            room = max(1, self._sheet.width - self._x)
            text = text if len(text) <= room else text[: room - 1] + text[-1]
        done = 0
        while done < len(text):
            self._make_room(1)
            piece = text[done : done + self._sheet.width - self._x]
            self._put(tuple(Cell(char, pen) for char in piece))
            done += len(piece)

    def _print_any(self, char: str, pen: Pen) -> None:
        width = cell_width(char)
        if width == 0:
            if char.isprintable():
                self._sheet.combine(self._y, self._x - 1, char)
            return
        if width > self._sheet.width:
            char, width = _REPLACEMENT, 1
        self._make_room(width)
        self._put((Cell(char, pen), *[Cell("", pen)] * (width - 1)))

    def _make_room(self, width: int) -> None:
        """Go to the next line where this one is full."""
        if self._x + width <= self._sheet.width:
            return
        if self._wraps:
            self._x = 0
            self._feed_line()
        else:
            self._x = self._sheet.width - width

    def _put(self, cells: Line) -> None:
        self._sheet.write(self._y, self._x, cells, self._blank)
        self._x += len(cells)

    # controls and escapes

    def _control(self, char: str) -> None:
        """A control character, or the one behind an escape."""
        match char:
            case "\r":
                self._x = 0
            case "\n" | "\v" | "\f" | "\x84" | "D":
                self._feed_line()
            case "\x85" | "E":
                self._x = 0
                self._feed_line()
            case "\x8d" | "M":
                self._feed_back()
            case "\b":
                self._go(self._column - 1, self._y)
            case "\t":
                self._go((self._x // _TAB + 1) * _TAB, self._y)
            case "7":
                self._saved = _Place(self._column, self._y, self._manner)
            case "8":
                self._restore()
            case "c":
                self._reset(self._sheet.width, self._sheet.height)

    def _restore(self) -> None:
        self._go(self._saved.x, self._saved.y)
        self._manner = self._saved.manner

    def _reset(self, width: int, height: int) -> None:
        """As when it was switched on."""
        self._manner, self._saved, self._last = Manner(), _Place(), ""
        self._x = self._y = 0
        self._top, self._bottom = 0, height
        self._wraps, self._drawing = True, False
        self._sheet, self._behind = Sheet(width, height, self._blank), None

    @property
    def _blank(self) -> Cell:
        return Cell(" ", self._manner.blank(self._colours))

    @property
    def _column(self) -> int:
        """Where the cursor is seen: behind the last column it waits for what comes."""
        return min(self._x, self._sheet.width - 1)

    def _go(self, x: int, y: int) -> None:
        self._x, self._y = min(max(x, 0), self._sheet.width - 1), min(max(y, 0), self._sheet.height - 1)

    def _feed_line(self) -> None:
        if self._y == self._bottom - 1:
            self._sheet.scroll(self._top, self._bottom, 1, self._blank)
        else:
            self._y = min(self._y + 1, self._sheet.height - 1)

    def _feed_back(self) -> None:
        if self._y == self._top:
            self._sheet.scroll(self._top, self._bottom, -1, self._blank)
        else:
            self._y = max(self._y - 1, 0)

    # sequences

    def _sequence(self, params: str, final: str) -> None:
        if params[:1] in ("?", ">", "<", "="):
            if params[0] == "?" and final in "hl":
                for code in _numbers(params[1:]):
                    self._mode(code[0], on=final == "h")
            return
        codes = _numbers(params)
        if final == "m":
            self._manner = self._manner.after(codes, self._colours)
            return
        first, second = codes[0][0], codes[1][0] if len(codes) > 1 else 0
        self._move(final, max(1, first), max(1, second))
        self._edit(final, max(1, first))
        match final:
            case "J":
                self._erase(first)
            case "K":
                self._erase_line(first)
            case "r":
                self._set_margins(first, second)
            case "s" | "u":
                self._control("7" if final == "s" else "8")

    def _move(self, final: str, n: int, m: int) -> None:
        """What moves the cursor."""
        x, y = self._column, self._y
        match final:
            case "A":
                self._go(x, y - n)
            case "B" | "e":
                self._go(x, y + n)
            case "C" | "a":
                self._go(x + n, y)
            case "D":
                self._go(x - n, y)
            case "E":
                self._go(0, y + n)
            case "F":
                self._go(0, y - n)
            case "G" | "`":
                self._go(n - 1, y)
            case "d":
                self._go(x, n - 1)
            case "H" | "f":
                self._go(m - 1, n - 1)

    def _edit(self, final: str, n: int) -> None:
        """What moves cells, and what writes some."""
        x, y, blank = self._column, self._y, self._blank
        match final:
            case "@":
                self._sheet.insert(y, x, n, blank)
            case "P":
                self._sheet.delete(y, x, n, blank)
            case "X":
                self._sheet.erase(y, x, x + n, blank)
            case "S" | "T":
                self._sheet.scroll(self._top, self._bottom, n if final == "S" else -n, blank)
            case "L" | "M" if self._top <= y < self._bottom:
                self._sheet.scroll(y, self._bottom, n if final == "M" else -n, blank)
                self._x = 0
            case "b" if self._last:
                drawing, self._drawing = self._drawing, False
                self._print(self._last * min(n, self._sheet.width))
                self._drawing = drawing

    def _erase_line(self, how: int) -> None:
        first, end = {0: (self._column, self._sheet.width), 1: (0, self._column + 1)}.get(how, (0, self._sheet.width))
        self._sheet.erase(self._y, first, end, self._blank)

    def _erase(self, how: int) -> None:
        if how in (0, 1):
            self._erase_line(how)
        if how < 3:
            height = self._sheet.height
            self._sheet.erase_lines(*{0: (self._y + 1, height), 1: (0, self._y)}.get(how, (0, height)), self._blank)

    def _set_margins(self, top: int, bottom: int) -> None:
        first, end = max(top, 1) - 1, min(bottom or self._sheet.height, self._sheet.height)
        if end - first > 1:
            self._top, self._bottom = first, end
            self._go(0, 0)

    def _mode(self, code: int, *, on: bool) -> None:
        if code == 7:
            self._wraps = on
        elif code in (47, 1047, 1049) and on == (self._behind is None):
            if on and code == 1049:
                self._control("7")
            if self._behind is None:
                self._sheet, self._behind = Sheet(self._sheet.width, self._sheet.height, self._blank), self._sheet
            else:
                self._sheet, self._behind = self._behind, None
            if not on and code == 1049:
                self._restore()


def _numbers(params: str) -> list[list[int]]:
    """Parameters, each with what is behind its colons; what is missing or no number is 0."""
    return [
        [_number(part) for part in param.split(":", 8)]
        for param in params.split(";", _MOST_PARAMETERS)[:_MOST_PARAMETERS]
    ]


def _number(part: str) -> int:
    return min(int(part[:6]), _LARGEST) if part.isascii() and part.isdigit() else 0
