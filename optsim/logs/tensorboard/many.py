"""Many records at a time: those that differ in time, step and values alone are read together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.logs.reading.problems import LogError
from optsim.logs.reading.readings import Floats, Steps
from optsim.logs.tensorboard.event import Event, event_of
from optsim.logs.tensorboard.records import (
    AROUND,
    BEFORE,
    LONGEST_RECORD,
    Bytes,
    DamagedRecord,
    after,
    crc,
    length_is_right,
    masked,
    masked_words,
    rows_of,
    starts_by_length,
)

#: longer records are pictures, graphs, texts
_LONGEST_TOGETHER = 2**12
#: rows that are looked at together, and kinds of records of one length; what is left then is read one by one
_TOGETHER, _MOST_KINDS = 2**16, 48


class Scalars(NamedTuple):
    """Values of one tag: the numbers of their records, steps, times, values, all (values,)."""

    tag: str
    numbers: npt.NDArray[np.int64]
    steps: Steps
    times: Floats
    values: Floats


def scalars_of(data: bytes | bytearray) -> tuple[list[Scalars], int]:
    """Return the scalars of all whole records, and where the first one starts that is not whole.

    Raises DamagedRecord.
    """
    starts, end = starts_by_length(data)
    parts: list[Scalars] = []
    for length, places in starts.items():
        at = np.array(places, np.int64)
        _check_lengths(data, at)
        if length <= _LONGEST_TOGETHER:
            for number, rows in enumerate(rows_of(data, at, length, _TOGETHER)):
                parts += _of_rows(rows, at[number * _TOGETHER :])
        elif length <= LONGEST_RECORD:
            # of a long one the checksum is not looked at: it holds no scalar but by chance
            for start in places:
                parts += _single(bytes(data[start + BEFORE : start + BEFORE + length]), start)
    return _by_tag(parts), end


def _check_lengths(data: bytes | bytearray, starts: npt.NDArray[np.int64]) -> None:
    """Raise DamagedRecord for the first of records of one length whose checksum of that is another one."""
    if not length_is_right(data, int(starts[0])):
        raise DamagedRecord(int(starts[0]))
    heads = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), BEFORE)[starts]
    wrong = (heads != heads[0]).any(axis=1)
    if wrong.any():
        raise DamagedRecord(int(starts[wrong][0]))


def _by_tag(parts: list[Scalars]) -> list[Scalars]:
    """Return the scalars of each tag in the order of the file."""
    tags: dict[str, list[Scalars]] = {}
    for part in parts:
        tags.setdefault(part.tag, []).append(part)
    joined = []
    for tag, several in tags.items():
        whole = [np.concatenate(each) for each in list(zip(*several, strict=True))[1:]]
        order = np.argsort(whole[0], kind="stable")
        joined.append(Scalars(tag, *(each[order] for each in whole)))
    return sorted(joined, key=lambda each: int(each.numbers[0]))


def _of_rows(rows: Bytes, starts: npt.NDArray[np.int64]) -> Iterator[Scalars]:
    """Yield the scalars of records of one length (records, bytes)."""
    starts = starts[: len(rows)]
    left = np.arange(len(rows))
    for _ in range(_MOST_KINDS):
        if not len(left):
            return
        event = _checked(rows[left[0]], int(starts[left[0]]))
        alike = left[_alike(rows[left], event)]
        _check(rows[alike], starts[alike], event)
        yield from _together(rows[alike, BEFORE:-4], starts[alike], event)
        left = np.setdiff1d(left, alike, assume_unique=True)
    for row in left.tolist():
        yield from _scalars(_checked(rows[row], int(starts[row])), int(starts[row]))


def _checked(row: Bytes, start: int) -> Event:
    """Return the event of a record. Raises DamagedRecord."""
    data = row[BEFORE:-4].tobytes()
    if masked(crc(data)) != int.from_bytes(row[-4:].tobytes(), "little"):
        raise DamagedRecord(start)
    return _event(data, start)


def _event(data: bytes, start: int) -> Event:
    try:
        return event_of(data)
    except LogError as error:
        raise DamagedRecord(start, is_event=False) from error


def _varying(event: Event) -> list[int]:
    """Return the bytes of the data that may differ between records of a kind: time, step, values."""
    varying = [] if event.time_at < 0 else [*range(event.time_at, event.time_at + 8)]
    varying += range(*event.step_at)
    for scalar in event.scalars:
        if scalar.start >= 0:
            varying += range(scalar.start, scalar.start + np.dtype(scalar.form).itemsize)
    return varying


def _alike(rows: Bytes, event: Event) -> npt.NDArray[np.bool_]:
    """Tell which records are of the kind of the first one, whose event is given."""
    fixed = np.ones(rows.shape[1] - AROUND, np.bool_)
    fixed[_varying(event)] = False
    data = rows[:, BEFORE:-4]
    alike: npt.NDArray[np.bool_] = (data[:, fixed] == data[0, fixed]).all(axis=1)
    steps = data[:, slice(*event.step_at)] & 0x80
    alike &= (steps == steps[0]).all(axis=1)
    return alike


def _check(rows: Bytes, starts: npt.NDArray[np.int64], event: Event) -> None:
    """Raise DamagedRecord where a checksum of records of a kind is another one."""
    data = rows[:, BEFORE:-4]
    length = data.shape[1]
    values = np.full(len(rows), crc(data[0].tobytes()), np.uint32)
    for column in _varying(event):
        values ^= after(length - 1 - column)[data[:, column] ^ data[0, column]]
    stored = np.ascontiguousarray(rows[:, -4:]).view("<u4")[:, 0]
    wrong = masked_words(values) != stored
    if wrong.any():
        raise DamagedRecord(int(starts[wrong][0]))


def _together(data: Bytes, starts: npt.NDArray[np.int64], event: Event) -> Iterator[Scalars]:
    """Yield the scalars of records of a kind."""
    count = len(data)
    times = np.full(count, event.time) if event.time_at < 0 else _numbers(data, event.time_at, "<f8")
    steps = np.zeros(count, np.uint64)
    for shift, column in enumerate(range(*event.step_at)):
        steps |= (data[:, column] & 0x7F).astype(np.uint64) << np.uint64(7 * shift)
    for scalar in event.scalars:
        values = np.full(count, scalar.value) if scalar.start < 0 else _numbers(data, scalar.start, scalar.form)
        yield Scalars(scalar.tag, starts, steps.view(np.int64), times, values)


def _numbers(data: Bytes, start: int, form: str) -> Floats:
    kind = np.dtype(form)
    return np.ascontiguousarray(data[:, start : start + kind.itemsize]).view(kind)[:, 0].astype(np.float64)


def _single(data: bytes, start: int) -> Iterator[Scalars]:
    return _scalars(_event(data, start), start)


def _scalars(event: Event, start: int) -> Iterator[Scalars]:
    for scalar in event.scalars:
        at, step = np.array([start]), np.array([event.step])
        yield Scalars(scalar.tag, at, step, np.array([event.time]), np.array([scalar.value]))
