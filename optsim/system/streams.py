"""Writing to streams, standard output among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO


def write_stream(pieces: Iterable[bytes], stream: BinaryIO) -> None:
    """Write to a stream and push everything through. Raises OSError where that fails."""
    stream.writelines(pieces)
    stream.flush()
