"""Recordings of optsim, as curves: also one that somebody is still writing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from optsim.logs import LineFormat, LogError, Readings
from optsim.logs.reading.cells import number_of
from optsim.logs.reading.problems import json_fault, up_to_fault
from optsim.system.limits import LARGEST_WHOLE

_NOT_FINITE = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


class Recording(LineFormat):
    """A header, then a row a step with all lanes; each lane is a run."""

    name: ClassVar[str] = "recording"
    title: ClassVar[str] = "recordings of optsim"
    files: ClassVar[tuple[str, ...]] = ("*.jsonl", "*.jsonl.part", "*.optsim.jsonl")
    rank: ClassVar[int] = 1

    @classmethod
    def example(cls) -> bytes:
        """Return a header and two rows."""
        rows = (f'{{"step":{step},"lanes":{{"gd":{{"loss":{2.0 - step}}}}}}}\n' for step in range(2))
        return b'{"format":"optsim-recording","version":2}\n' + "".join(rows).encode()

    @classmethod
    def recognizes(cls, beginning: bytes) -> bool:
        """Tell by the header."""
        return beginning.startswith(b'{"format":"optsim-recording"')

    def rows(self, lines: Sequence[str], first: int) -> Iterator[Mapping[str, object]]:
        """Return nothing: a row has all lanes."""
        yield from ()

    def _take(self, lines: Sequence[str], first: int) -> Iterator[Readings]:
        given: dict[tuple[str, str], list[tuple[int, float]]] = {}
        measured, fault = up_to_fault(
            each for number, line in enumerate(lines, start=first) for each in _measured(line, number)
        )
        for lane, step, values in measured:
            for name, value in values.items():
                number_there = _NOT_FINITE.get(value) if isinstance(value, str) else number_of(value)
                if number_there is not None:
                    given.setdefault((lane, name), []).append((step, number_there))
        for (lane, name), pairs in given.items():
            steps, numbers = zip(*pairs, strict=True)
            yield Readings(name, np.array(steps, np.int64), np.array(numbers, np.float64), run=lane)
        if fault is not None:
            raise fault


def _measured(line: str, number: int) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield lane, step and values of a row; nothing of a line that is no row."""
    try:
        row = json.loads(line) if line else {}
    except (ValueError, RecursionError) as error:
        raise LogError("line {number} {why}; optsim check says more", number=number, why=json_fault(error)) from error
    lanes, step = (row.get("lanes"), row.get("step")) if isinstance(row, dict) else (None, None)
    if isinstance(lanes, dict) and type(step) is int and 0 <= step <= LARGEST_WHOLE:
        yield from ((str(lane), step, values) for lane, values in lanes.items() if isinstance(values, dict))
