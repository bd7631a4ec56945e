"""Files of results: recordings, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.engine.settings import BadValueError
from optsim.recording.recorder import lines
from optsim.system.atomic_write import destination, write_file

if TYPE_CHECKING:
    from optsim.api.raced import Raced


def text_or_file(pieces: Iterable[str], path: str | Path | None) -> str | None:
    """Return the text of some pieces; None where a file is named, which is replaced by it as a whole. Raises OSError."""
    if path is None:
        return "".join(pieces)
    write_file((piece.encode() for piece in pieces), Path(path))
    return None


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
