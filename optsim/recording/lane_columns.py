"""Columns of a lane in a recording, row after row."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Any

from optsim.engine.status import End, Event, Status
from optsim.recording.format.versions import LaneRow

_NAN = float("nan")


class LaneColumn:
    """The rows of one lane: plain arrays that grow and are cut off, 8 bytes a number."""

    def __init__(self, quantities: tuple[str, ...]) -> None:
        self.steps = array("q")
        self._quantities = quantities
        self.columns = {name: array("d") for name in quantities}
        self.digests: list[str] = []
        self.params = array("d")
        self.dim = 0
        self.end: End | None = None
        self.events: list[Event] = []

    def fault(self, step: int, row: LaneRow, *, with_params: bool) -> str:
        """Why a row cannot come next; empty where it can."""
        if self.steps and step <= self.steps[-1]:
            return f"step {step} comes after step {self.steps[-1]}"
        if self.end is not None:
            return f"step {step} comes after its end at step {self.end.step}"
        if (row.status is None) != (row.cause is None) or (row.rule is not None and row.status is None):
            return "a status goes with a cause"
        if with_params != (row.params is not None):
            return "parameters are in all rows or in none"
        if row.params is not None and len(row.params) != (self.dim or len(row.params)):
            return f"there are {len(row.params)} parameters, and there were {self.dim}"
        return ""

    def add(self, step: int, name: str, row: LaneRow) -> None:
        """Another row, in which no fault was found."""
        self.steps.append(step)
        columns = self.columns
        for column in self._quantities:
            value: Any = getattr(row, column)
            columns[column].append(value if type(value) is float else _NAN if value is None else float(value))
        self.digests.append(row.hash)
        if row.params is not None:
            self.dim = len(row.params)
            self.params.extend(map(float, row.params))
        if row.status is not None and row.why is not None:
            self.end = End(step, Status(row.status), row.why, row.rule)
        for event in row.events:
            self.events.append(Event(step, name, Status(event.status), event.why, event.rule))

    def below(self, step: int | None) -> LaneColumn:
        """Another track with the rows below a step; with all of them where it is None."""
        last = len(self.steps) if step is None else bisect_left(self.steps, step)
        track = LaneColumn(self._quantities)
        track.steps = self.steps[:last]
        track.columns = {name: values[:last] for name, values in self.columns.items()}
        track.digests = self.digests[:last]
        track.params, track.dim = self.params[: last * self.dim], self.dim
        if self.end is not None and (step is None or self.end.step < step):
            track.end = self.end
        track.events = [event for event in self.events if step is None or event.step < step]
        return track
