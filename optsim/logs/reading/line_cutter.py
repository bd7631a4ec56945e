"""Cuts bytes that come bit by bit into lines."""

from __future__ import annotations

from typing import NamedTuple

from optsim.logs.reading.problems import LogError

#: bytes of a line: a row of ten thousand columns takes 200 kB
LONGEST_LINE = 2**24
_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Lines(NamedTuple):
    """Lines without their ends, the number of the first one, from 1, and what is wrong with the one after them."""

    texts: list[str]
    first: int
    fault: LogError | None = None


class LineCutter:
    """The lines of a text in UTF-8; what follows the last end of a line waits."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._number = 1
        self._begins = True

    def cut(self, data: bytes) -> Lines:
        """Return the lines that are complete now; those before a line that is too long, with that fault."""
        end = data.rfind(b"\n") + 1
        end += len(self._waiting) if end else 0
        self._waiting += data
        lines = self._lines(end)
        if lines.fault is None and len(self._waiting) > LONGEST_LINE:
            return lines._replace(fault=_length_fault(self._number))
        return lines

    def rest(self) -> Lines:
        """Return the line that has no end, if there is one."""
        return self._lines(len(self._waiting))

    def _lines(self, end: int) -> Lines:
        whole = bytes(memoryview(self._waiting)[:end])
        del self._waiting[:end]
        first = self._number
        if self._begins and whole:
            self._begins = False
            if whole.startswith(_OTHER_MARKS):
                return Lines([], first, _encoding_fault())
            whole = whole.removeprefix(_MARK)
        fault = None
        if len(whole) > LONGEST_LINE and (start := _long_line(whole)) is not None:
            whole = whole[:start]
            fault = _length_fault(first + whole.count(b"\n"))
        lines = _decoded(whole).removesuffix("\n").split("\n") if whole else []
        self._number += len(lines)
        if b"\r" in whole:
            lines = [line.removesuffix("\r") for line in lines]
        return Lines(lines, first, fault)


def _decoded(whole: bytes) -> str:
    """Return lines as text; one that is not in UTF-8 is taken for Latin-1, in which every byte is a letter."""
    try:
        return whole.decode()
    except UnicodeDecodeError:
        return "\n".join(_line(line) for line in whole.split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _long_line(whole: bytes) -> int | None:
    """Return where the first line starts that is too long; None where there is none."""
    start = 0
    while len(whole) - start > LONGEST_LINE:
        end = whole.rfind(b"\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def _length_fault(number: int) -> LogError:
    message = "line {number} has more than {most} MB: a log has a row a line"
    return LogError(message, number=number, most=LONGEST_LINE >> 20)


def _encoding_fault() -> LogError:
    return LogError("line 1 is not in UTF-8 but in UTF-16; save it as UTF-8")
