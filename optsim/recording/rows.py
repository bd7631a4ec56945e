"""Rows of a race at some steps, as the lines of a recording."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np

from optsim.engine.capabilities.states import Resumable, Run
from optsim.engine.settings import Array
from optsim.engine.status import End
from optsim.recording.format.values import Doing, Number, number
from optsim.recording.format.version_2 import (
    LaneRow,
    LaneSummary,
    RowLine,
    Said,
    by_epoch,
    line_type,
    of_an_update,
    row_type,
)
from optsim.recording.row_values import last_row


class Rows:
    """Makes the lines of one race.

    `begins` are the steps from which on each lane is wanted, by place, `quantities` those that a row has.
    """

    def __init__(self, race: Resumable, begins: Sequence[int], quantities: tuple[str, ...]) -> None:
        self._race, self._begins = race, tuple(begins)
        self._row, self._line = row_type(quantities), line_type(quantities)
        self._by_step = [name for name in quantities if not by_epoch(name)]
        self._by_epoch = [name for name in quantities if by_epoch(name) and race.history.measures(name)]
        self._of_an_update = [name for name in quantities if of_an_update(name)]

    def measured(self, steps: Sequence[int]) -> Array:
        """Return what was measured at some steps, (quantities, steps, lanes)."""
        rows = np.array(steps)
        return np.array([self._race.figures(name, rows) for name in self._by_step])

    def lines(
        self,
        steps: Sequence[int],
        measured: Array,
        hashes: Sequence[Sequence[str]],
        params: Sequence[Array] | None,
        chosen: Mapping[int, Container[int]],
    ) -> list[RowLine]:
        """A line for each of the ascending steps, with the lanes that have not ended before.

        `measured` is of these steps, `hashes` are by lane, `params`, shape (lanes, dim), by step. Of a step that is in `chosen` only the lanes at the places
        there.
        """
        points = None if params is None else np.array(params)
        finite = np.logical_and.reduce(np.isfinite(measured), axis=(0, 1)).tolist()
        lanes = []
        for run, own, cells in zip(self._race.runs.values(), hashes, measured.transpose(2, 0, 1).tolist(), strict=True):
            plain = cells if finite[run.place] else [[number(value) for value in column] for column in cells]
            lanes.append(self._lane(run, steps, list(map(self._row, own, *plain)), points))
        names = tuple(self._race.runs)
        if not chosen and all(lane[0] is not None and lane[-1] is not None for lane in lanes):
            return [self._line(step, dict(zip(names, row))) for step, row in zip(steps, zip(*lanes))]  # noqa: B905 as long
        by_step = [
            _some(names, row, chosen.get(step)) for step, row in zip(steps, zip(*lanes, strict=True), strict=True)
        ]
        return [self._line(step, own) for step, own in zip(steps, by_step, strict=True) if own]

    def _lane(
        self, run: Run, steps: Sequence[int], rows: list[LaneRow], points: Array | None
    ) -> Sequence[LaneRow | None]:
        """The rows of a lane, complete; None for those that are not wanted, and after its end."""
        last = bisect_right(steps, last_row(self._race, run))
        first = min(bisect_left(steps, self._begins[run.place]), last)
        if last - first == len(rows):
            self._complete(run, steps, rows, points)
            return rows
        selected = rows[first:last]
        self._complete(run, steps[first:last], selected, None if points is None else points[first:last])
        return [*[None] * first, *selected, *[None] * (len(rows) - last)]

    def _complete(self, run: Run, steps: Sequence[int], rows: list[LaneRow], points: Array | None) -> None:
        """Put in what is not there at every step: validation loss, ends, what rules said, parameters."""
        race = self._race
        if not rows:
            return
        epoch = run.steps_per_epoch
        for name in self._by_epoch:
            values = race.history[name][:, run.place]
            for step, row in zip(steps, rows, strict=True):
                if step % epoch == 0:
                    setattr(row, name, number(float(values[step // epoch])))
        if points is not None:
            for row, point in zip(rows, _plain(points[:, run.place]), strict=True):
                row.params = point
        for event in race.events:
            if event.lane == run.name and steps[0] <= event.step <= steps[-1] and event.step in steps:
                recorded = Said(event.status.value, event.cause.as_dict(), event.rule)  # type: ignore[arg-type]
                row = rows[steps.index(event.step)]
                row.events = (*row.events, recorded)
        end = race.ends.get(run.place)
        if end is not None and end.step == steps[-1]:
            self._finish(rows[-1], end)

    def _finish(self, row: LaneRow, end: End) -> None:
        """Make a lane's row its last one."""
        for name in self._of_an_update:
            setattr(row, name, None)
        row.status, row.rule = end.status.value, end.rule  # type: ignore[assignment]
        row.cause = end.cause.as_dict()


def _plain(points: Array) -> list[list[Number]]:
    """Points (rows, dim) as lists; where all numbers are finite, and nearly always they are, in one go."""
    listed = points.tolist()
    return listed if np.isfinite(points).all() else [[number(value) for value in point] for point in listed]


def _some(names: Iterable[str], row: Iterable[LaneRow | None], places: Container[int] | None) -> dict[str, LaneRow]:
    """The lanes of a line, without those that have none or are not wanted."""
    named = enumerate(zip(names, row, strict=True))
    return {name: lane for place, (name, lane) in named if lane is not None and (places is None or place in places)}


def summary_of(race: Resumable, run: Run) -> LaneSummary:
    """Return how a lane did up to the head of its race."""
    last, end = last_row(race, run), race.ends.get(run.place)
    best = race.best_step(last, run.place)
    doing: Doing = "running" if end is None else end.status.value
    return LaneSummary(
        step=last,
        loss=number(float(race.figures("loss", np.array([last]))[0, run.place])),
        best_step=best,
        best_loss=number(race.monitored(best, run.place)),
        status=doing,
        cause=None if end is None else end.cause.as_dict(),
    )
