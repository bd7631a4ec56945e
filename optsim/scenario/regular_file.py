"""Reads regular files up to a size: no folder, device or pipe, and nothing that never ends."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MOST_BYTES = 64 * 2**20


def read_regular(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises OSError where it is not there, no regular file, or larger than `most` bytes."""
    _refuse_others(path, path.stat().st_mode)
    # the file may have become another one since; a pipe would wait here for somebody who writes into it
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        _refuse_others(path, found.st_mode)
        data = file.read(most + 1) if found.st_size <= most else None
    if data is None or len(data) > most:
        raise OSError(errno.EFBIG, f"is larger than {most // 2**20} MB", str(path))
    return data


def _refuse_others(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"is {_kind(mode)}, not a regular file", str(path))


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
