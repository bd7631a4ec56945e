"""Records of TensorFlow: length, its checksum, data, their checksum. Also many at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from optsim.faults import Fault
from optsim.logs.reading.problems import LogError

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint32]

#: bytes around the data: eight of their length, four of its checksum, and four of theirs
BEFORE, AROUND = 12, 16
#: bytes of a record that is read: pictures and graphs may be longer, and hold no scalar
LONGEST_RECORD = 2**24
_POLYNOMIAL, _ALL, _MASK = 0x82F63B78, 0xFFFFFFFF, 0xA282EAD8
_LENGTH = struct.Struct("<Q")


class DamagedRecord(LogError):  # noqa: N818 it is what it is about
    """A record that is not what was written, or no event; `at` is the byte at which it starts."""

    def __init__(self, at: int, *, is_event: bool = True) -> None:
        damaged = "the record at byte {at:,} is damaged: its checksum is another one; what follows it is not read"
        other = "the record at byte {at:,} holds no event of TensorBoard; what follows it is not read"
        super().__init__(Fault(damaged if is_event else other, at=at))
        self.at, self.is_event = at, is_event


@cache
def _table() -> Words:
    """Return the table of CRC-32C (Castagnoli), 256 words."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(_POLYNOMIAL), table >> 1)
    return table


@cache
def _words() -> list[int]:
    words: list[int] = _table().tolist()
    return words


#: what each byte adds to a checksum that has so many bytes after it, as far as it was asked for
_AFTER: list[Words] = []


def after(zeros: int) -> Words:
    """Return what each byte adds to a checksum that has so many bytes after it, 256 words: a checksum is linear."""
    table = _table()
    while len(_AFTER) <= zeros:
        before = _AFTER[-1] if _AFTER else None
        _AFTER.append(table if before is None else table[before & 0xFF] ^ (before >> np.uint32(8)))
    return _AFTER[zeros]


def crc(data: bytes) -> int:
    """Return the CRC-32C of bytes."""
    words, value = _words(), _ALL
    for byte in data:
        value = words[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ _ALL


def masked(value: int) -> int:
    """Return a checksum as files have it."""
    return (((value >> 15) | (value << 17)) + _MASK) & _ALL


def masked_words(values: Words) -> Words:
    """Return many of them."""
    rotated = (values >> np.uint32(15)) | (values << np.uint32(17))
    return rotated + np.uint32(_MASK)


def crc_of_rows(rows: Bytes) -> Words:
    """Return the CRC-32C of each row (rows, bytes)."""
    table, values = _table(), np.full(len(rows), _ALL, np.uint32)
    for column in rows.T:
        values = table[(values ^ column) & 0xFF] ^ (values >> np.uint32(8))
    return values ^ np.uint32(_ALL)


def record(data: bytes) -> bytes:
    """Return a record with these data."""
    length = _LENGTH.pack(len(data))
    return b"".join((length, _word(masked(crc(length))), data, _word(masked(crc(data)))))


def records_of_rows(rows: Bytes) -> bytes:
    """Return the records of data of one length, one after another; rows (records, bytes)."""
    length = _LENGTH.pack(rows.shape[1])
    head = np.frombuffer(length + _word(masked(crc(length))), np.uint8)
    ends = masked_words(crc_of_rows(rows)).astype("<u4").view(np.uint8).reshape(len(rows), 4)
    return np.concatenate((np.broadcast_to(head, (len(rows), BEFORE)), rows, ends), axis=1).tobytes()


def starts_by_length(data: bytes | bytearray) -> tuple[dict[int, list[int]], int]:
    """Return where whole records start, by the length of their data, and where the first one starts that is not whole.

    Raises DamagedRecord for a length at the end that is wrong: it must not be waited for.
    """
    at, end, starts = 0, len(data), dict[int, list[int]]()
    unpack, newest, append = _LENGTH.unpack_from, -1, list[int]().append
    while at + BEFORE <= end:
        (length,) = unpack(data, at)
        after_it = at + AROUND + length
        if after_it > end:
            if not length_is_right(data, at):
                raise DamagedRecord(at)
            break
        if length != newest:
            newest, append = length, starts.setdefault(length, []).append
        append(at)
        at = after_it
    return starts, at


def length_is_right(data: bytes | bytearray, start: int) -> bool:
    """Tell if the checksum of a record's length is right."""
    stored = int.from_bytes(data[start + 8 : start + BEFORE], "little")
    return stored == masked(crc(bytes(data[start : start + 8])))


def size_of_record(data: bytes | bytearray) -> int:
    """Return how many bytes the first record has; 0 where its length is not there yet."""
    return AROUND + int(_LENGTH.unpack_from(data)[0]) if len(data) >= BEFORE else 0


def rows_of(data: bytes | bytearray, starts: npt.NDArray[np.int64], length: int, most: int) -> Iterator[Bytes]:
    """Yield records of one length as rows (records, bytes), `most` at a time."""
    windows = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), AROUND + length)
    for first in range(0, len(starts), most):
        yield windows[starts[first : first + most]]


def _word(value: int) -> bytes:
    return value.to_bytes(4, "little")
