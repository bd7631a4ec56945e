"""A file that somebody else writes: what is new in it, without reading again what was read."""

from __future__ import annotations

import math
from enum import Enum
from pathlib import Path

from optsim.system.regular_file import open_regular

#: bytes that are read at once, and bytes of the beginning by which a file is known again
_PIECE, _BEGINNING = 2**20, 2**12


class Change(Enum):
    """Changes of a file since it was looked at: nothing, more at its end, begun anew, another file in its place, gone."""

    NONE = "none"
    MORE = "more"
    ANEW = "anew"
    OTHER = "other"
    GONE = "gone"


class ReadLimit:
    """The bytes that may be read at one look; the rest comes at the next one, so that nobody waits long for a key."""

    def __init__(self, most: float = math.inf) -> None:
        """Allow so many bytes, or somewhat more."""
        self.left = most


class FollowedFile:
    """A file by its name. It is opened only while it is read, so that it can be moved, and others read meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        #: device and node, size, and the time of the last change when it was looked at
        self._state: tuple[tuple[int, int], int, int] | None = None
        self._size = 0
        self._offset = 0
        self._beginning = b""

    def look(self) -> Change:
        """Return what has changed. Raises OSError where that cannot be known, but for a file that is not there."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return Change.GONE
        now, before = ((there.st_dev, there.st_ino), there.st_size, there.st_mtime_ns), self._state
        # what cannot be read now is looked at once more
        same = now == before or self._begins_as_before()
        self._state, self._size = now, now[1]
        if before is not None and now[0] != before[0]:
            return Change.ANEW if same else Change.OTHER
        if now[1] < self._offset or not same:
            return Change.ANEW
        return Change.NONE if self.all_read else Change.MORE

    def _begins_as_before(self) -> bool:
        if not self._beginning:
            return True
        with open_regular(self.path) as stream:
            return stream.read(len(self._beginning)) == self._beginning

    def begin_anew(self) -> None:
        """Read from the beginning again."""
        self._offset, self._beginning = 0, b""

    @property
    def modified(self) -> int:
        """The time of the last change when it was looked at, in nanoseconds."""
        return 0 if self._state is None else self._state[2]

    @property
    def all_read(self) -> bool:
        """True if there was nothing more when it was looked at."""
        return self._offset >= self._size

    def read(self) -> bytes:
        """Return the next bytes, some million at most; none where all has been read. Raises OSError."""
        with open_regular(self.path) as stream:
            stream.seek(self._offset)
            data = stream.read(_PIECE)
        if self._offset == len(self._beginning) < _BEGINNING:
            self._beginning += data[: _BEGINNING - len(self._beginning)]
        self._offset += len(data)
        self._size = max(self._size, self._offset)
        return data


def beginning_of(path: Path) -> bytes:
    """Return the first bytes of a file. Raises OSError where it is none that can be read."""
    with open_regular(path) as stream:
        return stream.read(_BEGINNING)
