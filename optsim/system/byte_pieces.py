"""A file in memory that hands on what is written to it, piece by piece."""

from __future__ import annotations

import io
from typing import Any


class BytePieces(io.RawIOBase):
    """A file that is written from its beginning to its end, of which no more is held than what was not handed on yet."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        """Return True: it is for that."""
        return True

    def write(self, data: Any, /) -> int:
        """Hold some bytes; returns their number."""
        self._chunks.append(bytes(data))
        return len(self._chunks[-1])

    def pop(self) -> bytes:
        """Return what was written since, and hold it no longer."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)
