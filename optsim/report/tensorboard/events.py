"""Records of an event file: a scalar for each quantity of each lane."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.logs.tensorboard.records import record, records_of_rows
from optsim.logs.tensorboard.wire import version_event, written
from optsim.recording.row_values import column, recorded_rows

#: the rows that are written at a time
_BLOCK = 4096


def events(race: Curves, names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the version, then blocks of records."""
    yield record(version_event())
    rows = recorded_rows(race)
    for run in race.runs.values():
        for name in names:
            values, measured = column(race, run, name, rows)
            with np.errstate(over="ignore"):
                # TensorBoard has 32 bits a number: what is larger is ∞ there
                steps, values = rows[measured], np.asarray(values[measured], np.float32)
            for first in range(0, len(steps), _BLOCK):
                yield from _records(f"{run.name}/{name}", steps[first : first + _BLOCK], values[first : first + _BLOCK])


def _records(tag: str, steps: Steps, values: Array) -> Iterator[bytes]:
    """Yield the records of a scalar, those together whose steps take as many bytes."""
    sizes = np.array([max(1, -(-int(step).bit_length() // 7)) for step in steps.tolist()])
    starts = np.flatnonzero(np.diff(sizes, prepend=-1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(steps)], strict=True):
        yield _alike(tag, steps[start:end], values[start:end], int(sizes[start]))


def _alike(tag: str, steps: Steps, values: Array, size: int) -> bytes:
    """Return records of steps that take so many bytes."""
    scalar = written(5, 2, written(1, 2, written(1, 2, tag.encode("utf-8", "replace")) + written(2, 5, bytes(4))))
    head = written(1, 1, struct.pack("<d", 0.0)) + b"\x10" + bytes(size)
    rows = np.empty((len(steps), len(head) + len(scalar)), np.uint8)
    rows[:] = np.frombuffer(head + scalar, np.uint8)
    rows[:, 1:9] = steps.astype("<f8").view(np.uint8).reshape(-1, 8)
    for byte in range(size):
        more = 0x80 if byte + 1 < size else 0
        rows[:, 10 + byte] = (steps >> (7 * byte)) & 0x7F | more
    rows[:, -4:] = values.astype("<f4").view(np.uint8).reshape(-1, 4)
    return records_of_rows(rows)
