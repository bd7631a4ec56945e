"""One file of a log: its new bytes, given to its format, come out as readings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from optsim.facts import Fact
from optsim.faults import Fault
from optsim.logs import LogError, LogFormat, Readings
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.problems import ReadAgain, unreadable_fault
from optsim.playback.logs.files.followed_file import Change, FollowedFile

#: looks at a file without news after which its last line is taken for complete
_LOOKS_UNTIL_SETTLED = 3


class LogFile:
    """A file and its format. `fault` says what is wrong with it; what was read before that stands."""

    def __init__(self, path: Path, form: type[LogFormat], axes: Axes) -> None:
        self.path, self.form = path, form
        self.fault: Fact | None = None
        self._file, self._axes = FollowedFile(path), axes
        self._format = form(axes)
        self._quiet = 0
        #: the last line was taken for complete: if it goes on, all is read again
        self._settled = False

    @property
    def axes(self) -> Axes:
        """The columns that count rows, as far as they are known."""
        table = getattr(self._format, "_table", None)
        return self._format.axes if table is None else table.axes

    @property
    def texts(self) -> frozenset[str]:
        """The columns that hold texts, too, which are passed over."""
        return frozenset(getattr(getattr(self._format, "_table", None), "texts", ()))

    @property
    def unplaced(self) -> int:
        """The values that were left out since their step is no whole number from 0 on."""
        return int(getattr(getattr(self._format, "_table", self._format), "unplaced", 0))

    @property
    def modified(self) -> int:
        """The time of its last change."""
        return self._file.modified

    def look(self) -> Change:
        """Return what has changed about the file; a fault where that cannot be known."""
        try:
            change = self._file.look()
        except OSError as error:
            self.fault = unreadable_fault(error)
            return Change.NONE
        rewritten = self.form.rewritten and change is Change.MORE
        if rewritten or (self._settled and change is Change.MORE):
            return Change.ANEW
        if change in (Change.ANEW, Change.OTHER):
            return change
        return Change.NONE if self.fault and change is Change.MORE else change

    def begin_anew(self) -> None:
        """Read all of it again."""
        self._file.begin_anew()
        self._format, self.fault = self.form(self._axes), None
        self._quiet, self._settled = 0, False

    def news(self, *, to_end: bool) -> Iterator[Readings]:
        """Return what is new in it; with `to_end`, also a last line without an end.

        Raises ReadAgain where all of it has to be read in another way.
        """
        try:
            while not self.fault and not self._file.all_read:
                self._quiet = 0
                data = self._file.read()
                if not data:
                    break
                yield from self._format.read(data)
            self._quiet += 1
            if (
                not self._settled
                and not self.fault
                and (to_end or self.form.rewritten or self._quiet >= _LOOKS_UNTIL_SETTLED)
            ):
                self._settled = True
                yield from self._format.settle()
        except LogError as error:
            self.fault = error.fault
        except OSError as error:
            self.fault = unreadable_fault(error)
        except MemoryError:
            self.fault = _memory_fault()

    def count_otherwise(self, again: ReadAgain) -> None:
        """Read all of it again, its rows counted in another way."""
        self._axes = self._axes._replace(step=again.step or self._axes.step, by_row=again.by_row)
        self.begin_anew()


def _memory_fault() -> Fault:
    """Return what is wrong with a log that does not fit into memory."""
    return Fault("takes more memory than there is; give a part of it")
