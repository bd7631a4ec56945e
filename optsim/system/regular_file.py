"""Opens files that a person names: regular ones, and up to a size. Anything else could block, never end, or be a device."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

_QUIETLY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: str | Path) -> BufferedReader:
    """A regular file, open for reading. Raises OSError, ValueError for a path with a null character."""
    _check(os.stat(path).st_mode)  # noqa: PTH116 before it is opened: that alone can block or set a device going
    stream = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _QUIETLY))  # noqa: SIM115 it is given out
    try:
        _check(os.fstat(stream.fileno()).st_mode)
    except BaseException:
        stream.close()
        raise
    return stream


def read_regular(path: str | Path, most: int) -> bytes:
    """Return all of a regular file of at most `most` bytes. Raises OSError, ValueError for a path with a null character."""
    with open_regular(path) as stream:
        data = stream.read(most + 1) if os.fstat(stream.fileno()).st_size <= most else None
    if data is None or len(data) > most:
        raise OSError(errno.EFBIG, f"is larger than {_amount(most)}")
    return data


def _amount(most: int) -> str:
    return f"{most >> 20} MB" if most >= 2**20 else f"{most >> 10} kB"


def _check(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"is {_kind(mode)}, not a regular file")


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
