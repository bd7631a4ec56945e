"""Formats of training logs, one file or folder each; a new file is found by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from typing import ClassVar

from optsim.logs.reading.axes import Axes
from optsim.logs.reading.line_cutter import LineCutter, Lines
from optsim.logs.reading.notes import ReadingNotes
from optsim.logs.reading.problems import LogError, TornEnd, up_to_fault
from optsim.logs.reading.readings import Readings
from optsim.logs.reading.row_table import RowTable
from optsim.registry import Registry

__all__ = ["LOG_FORMATS", "LineFormat", "LogError", "LogFormat", "Readings", "TornEnd", "format_named"]


class LogFormat(ABC):
    """Base of every format of training logs. A class of it stands in `optsim/logs/NAME.py`.

    There is an instance for each file that is read. It is given the bytes of the file as they come, from the first one on, and
    gives back what they say; a record that is not complete yet is waited for.
    """

    name: ClassVar[str] = ""
    #: what writes it, in a few words
    title: ClassVar[str] = ""
    #: patterns of the names of its files
    files: ClassVar[tuple[str, ...]] = ()
    #: patterns of names that files of other kinds have, too: such a file is one of these where `claims` says so
    shared: ClassVar[tuple[str, ...]] = ()
    #: of several formats that a file can be of the highest goes first: 1 where `recognizes` or `claims` asks for what no other format has
    rank: ClassVar[int] = 0
    #: each write puts another file in place of the one before: it is read as a whole when it was changed
    rewritten: ClassVar[bool] = False
    #: what holds a null character is none
    is_text: ClassVar[bool] = True
    #: files of one folder are one run, each going on after the one before
    continued: ClassVar[bool] = False

    def __init__(self, axes: Axes | None = None) -> None:
        """Begin a file; `axes` are the columns that count its rows, where those are known."""
        #: what is told of the file beside its readings: a format that counts or leaves out anything says it here
        self.notes = ReadingNotes(axes or Axes())

    @classmethod
    @abstractmethod
    def example(cls) -> bytes:
        """Return a small log of the format, by which it is checked."""

    @classmethod
    def recognizes(cls, beginning: bytes) -> bool:
        """Tell by its first bytes, of which there may be few or none, if a file whose name fits can be of this format."""
        return b"\0" not in beginning or not cls.is_text

    @classmethod
    def claims(cls, beginning: bytes, *, in_folder: bool) -> bool:
        """Tell by its first bytes if a file whose name is `shared` is of this format, one that was found in a folder or was named."""
        return not in_folder and cls.recognizes(beginning)

    @abstractmethod
    def read(self, data: bytes) -> Iterator[Readings]:
        """Return what the next bytes say. Raises LogError where they are no such log."""

    def settle(self) -> Iterator[Readings]:
        """Return what the last bytes say that have no end yet, where nothing follows.

        Raises TornEnd where they say nothing: somebody may still be writing.
        """
        yield from ()


class LineFormat(LogFormat):
    """Base of a format that has a row of numbers a line."""

    def __init__(self, axes: Axes | None = None) -> None:
        super().__init__(axes)
        self._cutter, self._table = LineCutter(), RowTable(self.notes)

    @abstractmethod
    def rows(self, lines: Sequence[str], first: int) -> Iterator[Mapping[str, object]]:
        """Return what each of some lines says: names with numbers, or texts. What is no number is left out later.

        Args:
            lines: The lines, without their ends.
            first: The number of the first one, counted from 1.

        Raises:
            LogError: one of them is no line of such a log.
        """

    def read(self, data: bytes) -> Iterator[Readings]:
        """Return what the next lines say."""
        yield from self._lines(self._cutter.cut(data))

    def settle(self) -> Iterator[Readings]:
        """Return what the last line says that has no end. Raises TornEnd."""
        rest = self._cutter.rest()
        try:
            yield from self._take(rest.texts, rest.first)
        except LogError as error:
            raise TornEnd(error.fault) from error
        if rest.fault is not None:
            raise rest.fault

    def _lines(self, lines: Lines) -> Iterator[Readings]:
        yield from self._take(lines.texts, lines.first)
        if lines.fault is not None:
            raise lines.fault

    def _take(self, lines: Sequence[str], first: int) -> Iterator[Readings]:
        """Return what some lines say; a fault of one of them comes after what those before it say."""
        rows, fault = up_to_fault(self.rows(lines, first) if lines else ())
        yield from self._table.take_rows(rows)
        if fault is not None:
            raise fault


LOG_FORMATS: Registry[LogFormat] = Registry(__name__, LogFormat, "log format", "optsim.log_formats")  # type: ignore[type-abstract]


def format_named(file: str, beginning: bytes, *, in_folder: bool = False) -> type[LogFormat] | None:
    """Return the format of a file by its name and its first bytes; None where no format fits.

    Of several that of the highest rank, of those the one whose pattern says most of the name. A file that was found in a folder may be anything beside a log.
    """
    name = file.lower()
    fitting = [
        (each.rank, len(pattern), each.name)
        for each in LOG_FORMATS.values()
        for pattern in (*each.files, *each.shared)
        if fnmatch(name, pattern)
        and (each.recognizes(beginning) if pattern in each.files else each.claims(beginning, in_folder=in_folder))
    ]
    return LOG_FORMATS[max(fitting)[-1]] if fitting else None


def is_named_as_text(file: str) -> bool:
    """Tell if a file is named as those of a format are that is text."""
    forms = (each for each in LOG_FORMATS.values() if each.is_text)
    return any(fnmatch(file.lower(), pattern) for each in forms for pattern in (*each.files, *each.shared))
