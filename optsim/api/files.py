"""Files of results: recordings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.engine.settings import BadValueError
from optsim.recording.recorder import lines
from optsim.system.atomic_write import destination

if TYPE_CHECKING:
    from optsim.api.raced import Raced


def write_recording(result: Raced, path: Path, *, every: int, params: bool, overwrite: bool) -> Path:
    """Write the recording of a result; returns its path. Raises BadValueError, ValueError, FileExistsError, OSError."""
    if path.suffix.lower() != ".jsonl":
        raise ValueError(f"{path}: the name of a recording ends in .jsonl")
    if isinstance(every, bool) or not isinstance(every, int) or every < 1:
        raise BadValueError("every", f"is a whole number of at least 1, not {every!r}")
    pieces = lines(result.scenario, result.race, every=every, with_params=params)
    first = next(pieces)
    try:
        sink = destination(path, overwrite=overwrite)
    except FileExistsError as error:
        raise FileExistsError(error.errno, f"{error.strerror}; overwrite=True writes over it", str(path)) from None
    try:
        for piece in _chain(first, pieces):
            sink.write(piece)
            sink.flush()
        sink.end()
    except BaseException:
        sink.leave()
        raise
    return path


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
