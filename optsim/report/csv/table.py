"""A race as CSV: a line for each lane at each step."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.history.growing_table import Steps
from optsim.engine.race import Race
from optsim.recording.row_values import apart, cells, csv_columns, last_row, params, recorded_rows, status_at

#: rows that are written at once; of what has rows of its own more, since each block looks for its steps among all of them
_BLOCK, _BLOCK_OF_OWN_ROWS = 256, 16_384
#: columns that every table has: three before the quantities, two after them
_ALWAYS = ("step", "lane", "epoch", "evaluations", "status")


def as_csv(race: Curves, *, columns: Sequence[str] = (), with_params: bool = False) -> Iterator[str]:
    """The table in pieces, for a race at its end: from step 0 to the last step of the race, all digits.

    Of a thinned recording it has the steps that were recorded.

    `columns` are the quantities that it has besides those that it always has, after the status. An empty field was not measured; a lane that has ended keeps its lines, with its status. nan and inf were measured so.
    """
    yield _header(race, columns, with_params=with_params)
    yield from _blocks(race, columns, _BLOCK, with_params=with_params)


def log_as_csv(curves: Curves, columns: Sequence[str]) -> Iterator[str]:
    """The table of logs: a column that a log calls like one that the table always has, or `column.…`, is `column.NAME`."""
    own = [name for name in columns if name not in csv_columns()]
    yield _header(curves, apart(own, [*_ALWAYS, *csv_columns()]), with_params=False)
    yield from _blocks(curves, own, _BLOCK_OF_OWN_ROWS, with_params=False)


def _blocks(race: Curves, columns: Sequence[str], size: int, *, with_params: bool) -> Iterator[str]:
    rows = recorded_rows(race)
    for start in range(0, len(rows), size):
        yield _block(race, rows[start : start + size], columns, with_params=with_params)


def run_as_csv(race: Race, *, columns: Sequence[str] = (), with_params: bool = False) -> Iterator[str]:
    """The same of a race that is run meanwhile, from its start to its end: it need keep no more than a block of rows."""
    yield _header(race, columns, with_params=with_params)
    start = 0
    while not race.over or start <= race.head:
        race.compute(start + _BLOCK - 1)
        rows = np.arange(start, min(start + _BLOCK, race.head + 1))
        yield _block(race, rows, columns, with_params=with_params)
        start += len(rows)


def _header(race: Curves, columns: Sequence[str], *, with_params: bool) -> str:
    points = [f"params.{i}" for i in range(_dim(race))] if with_params else []
    return _text([[*_ALWAYS[:3], *csv_columns(), *_ALWAYS[3:], *columns, *points]])


def _dim(race: Curves) -> int:
    """The number of parameters that are known."""
    return race.objective.dim if isinstance(race, Points) else 0


def _block(race: Curves, rows: Steps, columns: Sequence[str], *, with_params: bool) -> str:
    """The lines of some steps."""
    lanes = [_lines(race, run, rows, columns, with_params=with_params) for run in race.runs.values()]
    return _text([line for step in zip(*lanes, strict=True) for line in step])


def _lines(race: Curves, run: CurveRun, rows: Steps, columns: Sequence[str], *, with_params: bool) -> list[list[Any]]:
    """The lines of one lane."""
    last, epochs = last_row(race, run), run.epochs_of(rows).tolist()
    always, requested = (_cells(race, run, names, rows) for names in (csv_columns(), columns))
    points = params(race, run, rows) if with_params and isinstance(race, Points) else [[]] * len(rows)
    return [
        [
            step,
            run.name,
            epoch if step <= last else None,
            *measured,
            step if step <= last else None,
            status_at(race, run, step),
            *also,
            *([None] * _dim(race) if point is None else point),
        ]
        for step, epoch, measured, also, point in zip(rows.tolist(), epochs, always, requested, points, strict=True)
    ]


def _cells(race: Curves, run: CurveRun, names: Sequence[str], rows: Steps) -> list[tuple[Any, ...]]:
    """Some quantities of a lane, row by row."""
    return list(zip(*(cells(race, run, name, rows) for name in names), strict=True)) if names else [()] * len(rows)


def _text(rows: list[Any]) -> str:
    """Rows as CSV; its writer gives floats in repr."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
