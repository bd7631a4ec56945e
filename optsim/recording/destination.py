"""Where a report goes: standard output, or a file that is there as a whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_stream(pieces: Iterable[bytes], stream: BinaryIO) -> None:
    """Write to a stream and push everything through. Raises OSError where that fails."""
    stream.writelines(pieces)
    stream.flush()


def write_file(pieces: Iterable[bytes], path: Path) -> None:
    """Write a file in one stroke: beside it first, then moved into its place.

    A failure leaves what was there before. A device or a pipe is written to directly. Raises OSError.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        # a folder fails here, as it should
        with path.open("wb") as stream:
            write_stream(pieces, stream)
        return
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            write_stream(pieces, stream)
            os.fsync(stream.fileno())
        beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _umask() -> int:
    """The permissions that new files do not get; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
