"""One file of a log: its new bytes, given to its format, come out as readings."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from optsim.facts import Fact
from optsim.faults import Fault
from optsim.logs import LogError, LogFormat, Readings, TornEnd
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.notes import ReadingNotes
from optsim.logs.reading.problems import ReadAgain, unreadable_fault
from optsim.playback.logs.files.followed_file import Change, FollowedFile, ReadLimit

#: looks at a file without news after which its last line is shown as if it were complete
_LOOKS_UNTIL_SETTLED = 10


class LogFile:
    """A file and its format. `fault` says what is wrong with it; what was read before that stands."""

    def __init__(self, path: Path, form: type[LogFormat], axes: Axes) -> None:
        self.path, self.form = path, form
        self._file, self._axes = FollowedFile(path), axes
        self._begin()

    def _begin(self) -> None:
        self._format = self.form(self._axes)
        #: what is wrong with what was read, and with what is at its end, to which more may come
        self._fault: Fact | None = None
        self._fault_at_end: Fact | None = None
        #: why it could not be looked at, or read, just now: it is tried again
        self._unreadable: Fact | None = None
        #: why its last record was not read: it has no end
        self.torn: Fact | None = None
        self._quiet, self._settled = 0, False

    @property
    def fault(self) -> Fact | None:
        """What is wrong with it."""
        return self._fault or self._unreadable or self._fault_at_end

    @property
    def notes(self) -> ReadingNotes:
        """The columns that count its rows, and what was passed over in it."""
        return self._format.notes

    @property
    def modified(self) -> int:
        """The time of its last change."""
        return self._file.modified

    def look(self) -> Change:
        """Return what has changed about the file; a fault where that cannot be known."""
        self._unreadable = None
        try:
            change = self._file.look()
        except OSError as error:
            self._unreadable = unreadable_fault(error)
            return Change.NONE
        if change is Change.MORE and self.form.rewritten:
            return Change.ANEW
        return Change.NONE if self._fault and change is Change.MORE else change

    def begin_anew(self) -> None:
        """Read all of it again."""
        self._file.begin_anew()
        self._begin()

    def news(self, limit: ReadLimit, *, to_end: bool) -> Iterator[Readings]:
        """Return what is new in it, up to a limit; with `to_end`, also a last line without an end.

        Raises ReadAgain where all of it has to be read in another way.
        """
        try:
            while not (self._fault or self._unreadable or self._file.all_read):
                self._quiet, self._settled, self._fault_at_end = 0, False, None
                if limit.left <= 0 and not self.form.rewritten:
                    return
                data = self._file.read()
                if not data:
                    break
                limit.left -= len(data)
                yield from self._format.read(data)
            self._quiet += 1
            if not (self._settled or self._fault or self._unreadable) and (to_end or self.form.rewritten):
                self._settled = True
                yield from self._format.settle()
        except TornEnd as error:
            self.torn = error.fault
        except LogError as error:
            self._fault = error.fault
        except OSError as error:
            self._unreadable = unreadable_fault(error)
        except MemoryError:
            self._fault = _memory_fault()

    def end(self) -> Iterator[Readings]:
        """Return what a last line without an end says, if nothing has come for a while; the line goes on all the same if more comes."""
        if self._settled or self.fault or self._quiet < _LOOKS_UNTIL_SETTLED:
            return
        self._settled = True
        try:
            yield from deepcopy(self._format).settle()
        except (TornEnd, ReadAgain):
            return
        except LogError as error:
            self._fault_at_end = error.fault

    def count_otherwise(self, again: ReadAgain) -> None:
        """Read all of it again, its rows counted in another way."""
        self._axes = again.otherwise(self._axes)
        self.begin_anew()


def _memory_fault() -> Fault:
    """Return what is wrong with a log that does not fit into memory."""
    return Fault("takes more memory than there is; give a part of it")
