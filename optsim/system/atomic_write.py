"""Writing of files: a report is there as a whole or not at all, a recording can be read from its first moment."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, Protocol

from optsim.system.part_file import Part, check_part, part_of
from optsim.system.streams import write_stream

#: names of what is open already, whatever that is: a file that stands behind them is not ours to replace
_OPEN_ALREADY = ("/dev/fd/", "/dev/std", "/proc/")


class Destination(Protocol):
    """Destination of a recording: a sink for a `Recorder`, and how it ends.

    `cleared` is what killed processes had left of it, and was taken away.
    """

    cleared: list[Path]

    def write(self, data: bytes, /) -> object:
        """Take some whole lines. Raises OSError."""

    def flush(self) -> None:
        """Push them through. Raises OSError."""

    def end(self) -> None:
        """All is written: it is where it was asked for. Raises OSError."""

    def leave(self) -> Path | None:
        """Something has gone wrong: what was written up to there stays, in the file that is returned, if there is anything."""


def write_file(pieces: Iterable[bytes], path: Path) -> list[Path]:
    """Write a file beside its place first, then move it there, over what is there.

    Returns what killed processes had left of it, and was taken away. A failure leaves what was there before. A device or a
    pipe is written to directly. Raises OSError.
    """
    return _write(pieces, path, Part.replace)


def write_new_file(pieces: Iterable[bytes], path: Path) -> list[Path]:
    """Write a new file as `write_file` does. Raises OSError, a FileExistsError where something is there."""
    if not is_stream(path):
        _refuse(path)
    return _write(pieces, path, Part.place)


def destination(path: Path, *, overwrite: bool) -> Destination:
    """Open the destination of a recording of this name.

    Raises OSError, a FileExistsError for what is there already, unless that may be written over. Of NAME.part that may be a
    recording that a killed process has left, and nothing else.
    """
    check_destination(path, overwrite=overwrite)
    return Stream(path.open("wb")) if is_stream(path) else _Growing(path)


def check_destination(path: Path, *, overwrite: bool) -> None:
    """Raise what `destination` raises where a recording cannot be written; nothing is opened."""
    if is_stream(path):
        return
    if not overwrite:
        _refuse(path)
        _refuse(part_of(path))
    check_part(path)


def is_stream(path: Path) -> bool:
    """Tell if what is there takes bytes, but keeps no file: a device, a pipe."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    if stat.S_ISDIR(mode):
        return False
    return not stat.S_ISREG(mode) or str(path.absolute()).startswith(_OPEN_ALREADY)


def _refuse(path: Path) -> None:
    """Raise FileExistsError where anything is there, IsADirectoryError for a folder."""
    if os.path.isdir(path):  # noqa: PTH112 a name that is too long is no folder
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if os.path.lexists(os.path.realpath(path)):
        raise FileExistsError(errno.EEXIST, f"{path.name} is there already", str(path))


def _write(pieces: Iterable[bytes], path: Path, put: Callable[[Part], None]) -> list[Path]:
    if is_stream(path):
        with path.open("wb") as stream:
            write_stream(pieces, stream)
        return []
    part = Part(path)
    try:
        with os.fdopen(part.begin(), "wb", closefd=False) as file:
            write_stream(pieces, file)
        put(part)
    except BaseException:
        part.drop()
        raise
    part.close()
    return part.cleared


class Closing(Protocol):
    """The part of a stream that is used."""

    def write(self, data: bytes, /) -> Any:
        """Take some bytes."""

    def flush(self) -> Any:
        """Push them through."""

    def close(self) -> Any:
        """End."""


class Stream:
    """A device or a pipe as a destination: what was written to it is gone."""

    def __init__(self, stream: Closing) -> None:
        self._stream = stream
        self.cleared: list[Path] = []
        self.write, self.flush = stream.write, stream.flush

    def end(self) -> None:
        """Close it. Raises OSError."""
        self._stream.close()

    def leave(self) -> Path | None:
        """Close it."""
        with suppress(OSError):
            self._stream.close()
        return None


class _Growing:
    """A file that can be read as soon as it is there: where nothing was, it grows in its place, else beside it until its end."""

    def __init__(self, path: Path) -> None:
        self._part = Part(path)
        self.cleared = self._part.cleared
        self._new = not os.path.lexists(self._part.goal)
        self._file: FileIO | None = None
        self._whole = 0
        self._is_placed = False

    def write(self, data: bytes) -> None:
        """Take some whole lines. Raises OSError."""
        if self._file is None:
            # not before there is something to read; and without a buffer, which would be tried again when it is closed
            self._file = FileIO(self._part.begin(), "wb", closefd=False)
        done = 0
        try:
            while done < len(data):
                done += self._file.write(memoryview(data)[done:])
        finally:
            self._whole += data.rfind(b"\n", 0, done) + 1

    def flush(self) -> None:
        """Push them through; with the first ones the file is there. Raises OSError."""
        if self._file is None or self._is_placed:
            return
        os.fsync(self._file.fileno())
        if self._new:
            self._part.clear_shown()
            self._part.place()
        else:
            self._part.show()
        if os.name == "nt":  # it had to be closed
            self._file = FileIO(self._part.goal if self._new else self._part.path, "ab")
        self._is_placed = True

    def end(self) -> None:
        """Let it be where it was asked for. Raises OSError."""
        if self._file is not None and self._new:
            os.fsync(self._file.fileno())
        elif self._file is not None:
            self._part.replace()
        self._close()

    def leave(self) -> Path | None:
        """Keep what was written of whole lines, beside what was there before; returns where."""
        if self._file is None or not self._is_placed:
            self._part.drop()
            return None
        with suppress(OSError):
            os.ftruncate(self._file.fileno(), self._whole)
        self._close()
        return self._part.goal if self._new else self._part.path

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._part.close()
