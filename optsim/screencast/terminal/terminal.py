"""A terminal: it is sent characters and escape sequences, and has lines of cells. What it does not know it skips.

It is our own because the libraries that there are show less of what a real one shows: docs/screencasts.md has the count.
Where terminals differ it does as tmux.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from optsim.screencast.film import Pen
from optsim.screencast.terminal.cell_buffer import Cells
from optsim.screencast.terminal.cells import Cell
from optsim.screencast.terminal.escape_parser import Control, Escape, EscapeParser, Sequence, Text
from optsim.screencast.terminal.reflow import Place
from optsim.screencast.terminal.screen import Screen
from optsim.screencast.terminal.sgr import Colours, Manner

_LARGEST = 9999
#: last characters of sequences that move the cursor, and of those that move or write cells
_MOVES, _EDITS = frozenset("ABeCaDEFG`dHf"), frozenset("@PXST^LMb")
_MOST_PARAMETERS = 32
#: parameters that are no longer are remembered with what comes of them
_SHORT = 64
_LINE_DRAWING = str.maketrans("`afgjklmnopqrstuvwxyz{|}~", "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")


class _Saved(NamedTuple):
    """State that a terminal saves and restores."""

    cursor: Place = Place(0, 0)
    manner: Manner = Manner()
    graphics: tuple[bool, bool] = (False, False)
    shifted: bool = False
    origin: bool = False


class Terminal:
    """So many columns and rows of cells, blank at first."""

    _manner: Manner
    _pen: Pen
    _blank: Cell
    _saved: _Saved
    _graphics: tuple[bool, bool]
    _shifted: bool
    _visible: bool
    _last: str

    def __init__(self, width: int, height: int, colours: Colours | None = None) -> None:
        self._colours = colours or Colours()
        self._parser = EscapeParser()
        self._screen = Screen(width, height, Cell(" ", Manner().blank(self._colours)))
        self._saved_main: _Saved | None = None
        self._reset()

    @property
    def cursor(self) -> Place | None:
        """Place of the cursor, None where it is hidden."""
        return self._screen.cursor if self._visible else None

    def padded(self, width: int, height: int) -> list[Cells]:
        """All lines of cells from top to bottom, with blanks up to a size; lines that are as they were are the same objects."""
        return self._screen.padded(width, height)

    def resize(self, width: int, height: int) -> None:
        """Another size: the line of the cursor stays to be seen, and what was wrapped is wrapped anew."""
        self._screen.resize(width, height)

    def feed(self, text: str) -> None:
        """Send it something; a sequence may go on in the next piece."""
        for token in self._parser.feed(text):
            match token:
                case Text(characters):
                    self._print(characters)
                    self._last = characters[-1]
                    continue
                case Control(char):
                    self._control(char)
                case Escape(between, final):
                    self._escape(between, final)
                case Sequence(params, "", final):
                    self._sequence(params, final)
            self._last = ""

    def _print(self, text: str) -> None:
        if self._graphics[self._shifted]:
            text = text.translate(_LINE_DRAWING)
        self._screen.write(text, self._pen)

    def _write_as(self, manner: Manner) -> None:
        """Write in this manner; what erases has its ground and nothing else."""
        self._manner, self._pen = manner, manner.pen(self._colours)
        self._blank = Cell(" ", manner.blank(self._colours))

    # controls and escapes

    def _control(self, char: str) -> None:
        screen = self._screen
        match char:
            case "\r":
                screen.x = 0
            case "\n" | "\v" | "\f" | "\x84":
                screen.feed_line(self._blank)
            case "\x85":
                screen.x = 0
                screen.feed_line(self._blank)
            case "\x8d":
                screen.feed_back(self._blank)
            case "\b":
                screen.back()
            case "\t":
                screen.tab(1)
            case "\x88":
                screen.set_tab()
            case "\x0e" | "\x0f":
                self._shifted = char == "\x0e"

    def _escape(self, between: str, final: str) -> None:
        match between, final:
            case "", "D" | "E" | "M" | "H":
                self._control(chr(ord(final) + 0x40))
            case "", "7":
                self._saved = self._state()
            case "", "8":
                self._restore(self._saved)
            case "", "c":
                self._reset()
                self._screen.erase(2, self._blank)
            case "#", "8":
                self._screen.fill("E")
            case "(", _:
                self._graphics = (final == "0", self._graphics[1])
            case ")", _:
                self._graphics = (self._graphics[0], final == "0")

    def _state(self) -> _Saved:
        place = Place(self._screen.x, self._screen.y)
        return _Saved(place, self._manner, self._graphics, self._shifted, self._screen.origin)

    def _restore(self, saved: _Saved) -> None:
        self._screen.go(*saved.cursor)
        self._screen.origin = saved.origin
        self._write_as(saved.manner)
        self._graphics, self._shifted = saved.graphics, saved.shifted

    def _reset(self) -> None:
        """Set everything as it was when switched on; what is on the screen stays."""
        self._screen.reset()
        self._write_as(Manner())
        self._saved, self._last, self._visible = _Saved(), "", True
        self._graphics, self._shifted = (False, False), False

    # sequences

    def _sequence(self, params: str, final: str) -> None:
        if params[:1] in ("?", ">", "<", "="):
            if params[0] == "?" and final in "hl":
                for code in params[1:].split(";"):
                    self._private_mode(_number(code), on=final == "h")
            return
        if final == "m":
            after = _known_after if len(params) < _SHORT else Manner.after
            self._write_as(after(self._manner, params, self._colours))
            return
        numbers = [_number(part) for part in params.split(";", _MOST_PARAMETERS)[:_MOST_PARAMETERS]]
        first, second = numbers[0], numbers[1] if len(numbers) > 1 else 0
        if final in _MOVES:
            self._move(final, max(1, first), max(1, second))
        elif final in _EDITS:
            self._edit(final, max(1, first))
        else:
            self._set(final, first, second, numbers)

    def _move(self, final: str, n: int, m: int) -> None:
        """Do what moves the cursor."""
        screen = self._screen
        match final:
            case "A":
                screen.up(n)
            case "B" | "e":
                screen.down(n)
            case "C" | "a":
                screen.go(screen.x + n, screen.y)
            case "D":
                screen.x = max(screen.x - n, 0)
            case "E" | "F":
                screen.x = 0
                (screen.down if final == "E" else screen.up)(n)
            case "G" | "`":
                screen.go(n - 1, screen.y)
            case "d":
                screen.go_to_line(n - 1)
            case "H" | "f":
                screen.go(m - 1, screen.y)
                screen.go_to_line(n - 1)

    def _edit(self, final: str, n: int) -> None:
        """Do what moves cells or writes some."""
        screen, blank = self._screen, self._blank
        match final:
            case "@":
                screen.insert(n, blank)
            case "P":
                screen.delete(n, blank)
            case "X":
                screen.erase_cells(n, blank)
            case "S":
                screen.scroll_up(n, blank)
            case "T" | "^":
                screen.scroll_down(n, blank)
            case "L":
                screen.insert_lines(n, blank)
            case "M":
                screen.delete_lines(n, blank)
            case "b" if self._last and screen.x < screen.width:
                self._print(self._last * min(n, screen.width - screen.x))

    def _set(self, final: str, first: int, second: int, numbers: list[int]) -> None:
        """Do what erases, or has to do with tab stops, margins, modes."""
        match final:
            case "J":
                self._screen.erase(first, self._blank)
            case "K":
                self._screen.erase_line(first, self._blank)
            case "r":
                height = self._screen.height
                self._screen.set_margins(max(first, 1) - 1, min(second or height, height))
            case "s" | "u":
                self._escape("", "7" if final == "s" else "8")
            case "I" | "Z":
                (self._screen.tab if final == "I" else self._screen.tab_back)(max(1, first))
            case "g":
                self._screen.clear_tabs(first)
            case "h" | "l" if 4 in numbers:
                self._screen.inserts = final == "h"

    def _private_mode(self, code: int, *, on: bool) -> None:
        match code:
            case 3:
                self._sequence("", "H")
                self._screen.erase(2, self._blank)
            case 6:
                self._screen.origin = on
                self._sequence("", "H")
            case 7:
                self._screen.wraps = on
            case 25:
                self._visible = on
            case 47 | 1047 | 1049:
                (self._enter if on else self._leave)(cursor=code == 1049)

    def _enter(self, *, cursor: bool) -> None:
        """Go to the other screen; a cursor that is to come back is remembered."""
        if cursor and not self._screen.other:
            self._saved_main = self._state()
        self._screen.enter()

    def _leave(self, *, cursor: bool) -> None:
        """Go back to the main screen."""
        saved = self._saved_main if cursor else None
        self._screen.leave(saved and saved.cursor)
        if saved:
            self._write_as(saved.manner)


_known_after = lru_cache(maxsize=1024)(Manner.after)


def _number(part: str) -> int:
    return min(int(part[:6]), _LARGEST) if part.isascii() and part.isdigit() else 0
