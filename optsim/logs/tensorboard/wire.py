"""Fields of protocol buffers: what stands where in a message."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from optsim.logs.reading.problems import LogError

_MOST_BITS = 64


class Field(NamedTuple):
    """A field: its number, its kind (0 a whole number, 1 eight bytes, 2 some bytes, 5 four bytes) and where its value lies."""

    number: int
    kind: int
    start: int
    end: int


def fields(data: bytes, start: int, end: int) -> Iterator[Field]:
    """Yield the fields of a message that lies between two bytes. Raises LogError where it is none."""
    at = start
    while at < end:
        key, at = whole(data, at, end)
        number, kind = key >> 3, key & 7
        if kind == 0:
            _, after = whole(data, at, end)
        elif kind == 1:
            after = at + 8
        elif kind == 5:
            after = at + 4
        elif kind == 2:
            size, at = whole(data, at, end)
            after = at + size
        else:
            raise no_message()
        if after > end:
            raise no_message()
        yield Field(number, kind, at, after)
        at = after


def whole(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Return a whole number and where it ends. Raises LogError where there is none."""
    value = shift = 0
    while at < end and shift < _MOST_BITS + 7:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (2**_MOST_BITS - 1), at
        shift += 7
    raise no_message()


def signed(value: int) -> int:
    """Return a whole number with its sign."""
    return value - 2**_MOST_BITS if value >= 2 ** (_MOST_BITS - 1) else value


def no_message() -> LogError:
    """Return the error of bytes that are no message."""
    return LogError("a record holds no event; it is no file of TensorBoard")


def written(number: int, kind: int, value: bytes) -> bytes:
    """Return a field with its value; one of some bytes gets their length."""
    return varint(number << 3 | kind) + (varint(len(value)) if kind == 2 else b"") + value


def varint(value: int) -> bytes:
    """Return a whole number as it is written."""
    pieces = bytearray()
    while value > 0x7F:
        pieces.append(value & 0x7F | 0x80)
        value >>= 7
    pieces.append(value)
    return bytes(pieces)


def version_event() -> bytes:
    """Return the event that a file begins with."""
    return written(1, 1, bytes(8)) + written(3, 2, b"brain.Event:2")


def scalar_event(tag: str, step: int, value: float, time: float = 0.0) -> bytes:
    """Return the event of a scalar."""
    number = written(1, 2, tag.encode("utf-8", "replace")) + written(2, 5, struct.pack("<f", value))
    steps = written(2, 0, varint(step)) if step else b""
    return written(1, 1, struct.pack("<d", time)) + steps + written(5, 2, written(1, 2, number))
