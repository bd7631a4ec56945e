"""Cuts bytes that come bit by bit into lines."""

from __future__ import annotations

from optsim.logs.reading.problems import LogError

#: bytes of a line: a row of ten thousand columns takes 200 kB
LONGEST_LINE = 2**24
_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


class LineCutter:
    """The lines of a text in UTF-8; what follows the last end of a line waits."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._number = 1
        self._begins = True

    def cut(self, data: bytes) -> tuple[list[str], int]:
        """Return the lines that are complete now, without their ends, and the number of the first one, from 1.

        Raises LogError for a line that is too long.
        """
        self._waiting += data
        end = self._waiting.rfind(b"\n") + 1
        if len(self._waiting) - end > LONGEST_LINE:
            message = "line {number} has more than {most} MB: a log has a row a line"
            raise LogError(message, number=self._number, most=LONGEST_LINE >> 20)
        return self._lines(end)

    def rest(self) -> tuple[list[str], int]:
        """Return the line that has no end, if there is one."""
        return self._lines(len(self._waiting))

    def _lines(self, end: int) -> tuple[list[str], int]:
        whole = bytes(memoryview(self._waiting)[:end])
        del self._waiting[:end]
        if self._begins and whole:
            self._begins = False
            if whole.startswith(_OTHER_MARKS):
                raise LogError("line 1 is not in UTF-8 but in UTF-16; save it as UTF-8")
            whole = whole.removeprefix(_MARK)
        lines = whole.decode("utf-8", "replace").removesuffix("\n").split("\n") if whole else []
        first, self._number = self._number, self._number + len(lines)
        return [line.removesuffix("\r") for line in lines], first
