"""What a race has measured at some steps, as the lines of a recording."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.race import Race
from optsim.engine.run import Run
from optsim.engine.status import End
from optsim.recording.columns import last_row
from optsim.recording.version_1 import Doing, LaneRow, LaneSummary, RowLine, Said, number

_MEASURED = ("loss", "batch_loss", "grad_norm", "learning_rate")


class Rows:
    """Makes the lines of one race.

    `begins` are the steps from which on each lane is wanted, by place.
    """

    def __init__(self, race: Race, begins: Sequence[int]) -> None:
        self._race, self._begins = race, tuple(begins)

    def lines(
        self,
        steps: Sequence[int],
        hashes: Sequence[Sequence[str]],
        params: Sequence[Array] | None,
        chosen: Mapping[int, Container[int]],
    ) -> list[RowLine]:
        """A line for each of the ascending steps, with the lanes that have not ended before.

        `hashes` and `params`, shape (lanes, dim), are by step. Of a step that is in `chosen` only the lanes at the places there.
        """
        race = self._race
        rows = np.array(steps)
        columns = [getattr(race.history, name)[rows] for name in (*_MEASURED, "update_norm")]
        by_lane = zip(*hashes, strict=True)
        lanes = []
        for run, own in zip(race.runs.values(), by_lane, strict=True):
            first, last = np.searchsorted(rows, (self._begins[run.place], last_row(race, run) + 1)).tolist()
            first = min(first, last)
            cells = [column[first:last, run.place] for column in columns]
            made = _made(cells, own[first:last])
            self._complete(run, steps[first:last], made, params and params[first:last])
            lanes.append([None] * first + made + [None] * (len(steps) - last))
        names = tuple(race.runs)
        if not chosen and all(None not in lane for lane in lanes):
            found = [dict(zip(names, row, strict=True)) for row in zip(*lanes, strict=True)]
        else:
            found = [
                _some(names, row, chosen.get(step)) for step, row in zip(steps, zip(*lanes, strict=True), strict=True)
            ]
        return [RowLine(step, own) for step, own in zip(steps, found, strict=True) if own]

    def _complete(self, run: Run, steps: Sequence[int], rows: list[LaneRow], params: Sequence[Array] | None) -> None:
        """Put in what is not there at every step: validation loss, ends, what rules said, parameters."""
        race = self._race
        if not rows:
            return
        epoch = race.steps_per_epoch
        if race.objective.has_validation:
            validation = race.history.validation_loss[:, run.place]
            for step, row in zip(steps, rows, strict=True):
                if step % epoch == 0:
                    row.validation_loss = number(float(validation[step // epoch]))
        if params is not None:
            for row, point in zip(rows, params, strict=True):
                row.params = [number(value) for value in point[run.place].tolist()]
        for event in race.events:
            if event.lane == run.name and steps[0] <= event.step <= steps[-1] and event.step in steps:
                said = Said(event.status.value, event.sentence, event.rule)  # type: ignore[arg-type]
                row = rows[steps.index(event.step)]
                row.events = (*row.events, said)
        end = race.ends.get(run.place)
        if end is not None and end.step == steps[-1]:
            _finish(rows[-1], end)


def _finish(row: LaneRow, end: End) -> None:
    """Make a lane's row its last one."""
    row.update_norm = None
    row.status, row.reason, row.rule = end.status.value, end.reason, end.rule  # type: ignore[assignment]


def _made(cells: Sequence[Array], hashes: Sequence[str]) -> list[LaneRow]:
    """The rows of a lane from its columns: loss, batch_loss, grad_norm, learning_rate, update_norm."""
    plain = [column.tolist() for column in cells]
    if not all(np.isfinite(column).all() for column in cells):
        plain = [[number(value) for value in column] for column in plain]
    loss, batch_loss, grad_norm, learning_rate, update_norm = plain
    return list(map(LaneRow, loss, batch_loss, grad_norm, learning_rate, hashes, update_norm))


def _some(names: Iterable[str], row: Iterable[LaneRow | None], places: Container[int] | None) -> dict[str, LaneRow]:
    """The lanes of a line, without those that have none or are not wanted."""
    named = enumerate(zip(names, row, strict=True))
    return {name: lane for place, (name, lane) in named if lane is not None and (places is None or place in places)}


def summary_of(race: Race, run: Run) -> LaneSummary:
    """How a lane did up to the head of its race."""
    last, end = last_row(race, run), race.ends.get(run.place)
    best = race.history.best_step(last, run.place)
    doing: Doing = "running" if end is None else end.status.value
    return LaneSummary(
        step=last,
        loss=number(float(race.history.loss[last, run.place])),
        best_step=best,
        best_loss=number(race.monitored(best, run.place)),
        status=doing,
        reason="" if end is None else end.reason,
    )
