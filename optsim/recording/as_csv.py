"""A race as CSV: a line for each lane at each step."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from optsim.engine.run import Run
from optsim.engine.source import Source
from optsim.recording.columns import NAMES, cells, last_row, params, status_at

COLUMNS = ("step", "lane", "epoch", *NAMES, "evaluations", "status")
_BLOCK = 256


def as_csv(race: Source, *, with_params: bool = False) -> Iterator[str]:
    """The table in pieces, for a race at its end: from step 0 to the last step of the race, all digits.

    An empty field was not measured; a lane that has ended keeps its lines, with its status. nan and inf were measured so.
    """
    header = COLUMNS + (tuple(f"params.{i}" for i in range(race.objective.dim)) if with_params else ())
    yield _text([header])
    for start in range(0, race.head + 1, _BLOCK):
        stop = min(start + _BLOCK, race.head + 1)
        lanes = [_lines(race, run, start, stop, with_params=with_params) for run in race.runs.values()]
        yield _text([line for step in zip(*lanes, strict=True) for line in step])


def _lines(race: Source, run: Run, start: int, stop: int, *, with_params: bool) -> list[list[Any]]:
    """The lines of one lane."""
    last = last_row(race, run)
    columns = zip(*(cells(race, run, name, start, stop) for name in NAMES), strict=True)
    points = params(race, run, start, stop) if with_params else []
    points += [[None] * race.objective.dim if with_params else []] * (stop - start - len(points))
    return [
        [
            step,
            run.name,
            step // race.steps_per_epoch if step <= last else None,
            *measured,
            step if step <= last else None,
            status_at(race, run, step),
            *point,
        ]
        for step, measured, point in zip(range(start, stop), columns, points, strict=True)
    ]


def _text(rows: list[Any]) -> str:
    """Rows as CSV; its writer gives floats in repr."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
