"""A race as a Parquet table: the rows of CSV, each column with its type; needs PyArrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.history.growing_table import Steps
from optsim.engine.race import Race
from optsim.recording.row_values import apart, column, csv_columns, last_row, params, recorded_rows, status_at
from optsim.system.byte_pieces import BytePieces

#: steps of a group of rows
GROUP = 4096


def as_parquet(race: Curves, *, columns: Sequence[str] = (), with_params: bool = False) -> Iterator[bytes]:
    """Return the table in pieces, for a race at its end; null where nothing was measured, nan and inf as measured.

    Args:
        race: The race; of a thinned recording the table has the steps that were recorded.
        columns: Quantities besides those that it always has, after the status.
        with_params: True for a column `params.i` for each parameter.
    """
    return _written(race, _recorded(race), columns, with_params=with_params)


def log_as_parquet(curves: Curves, columns: Sequence[str]) -> Iterator[bytes]:
    """Return the table of logs, whose columns are named as in CSV."""
    own = [name for name in columns if name not in csv_columns()]
    heads = apart(own, ["step", "lane", "epoch", *csv_columns(), "evaluations", "status"])
    return _written(curves, _recorded(curves), own, heads, with_params=False)


def _recorded(race: Curves) -> Iterator[Steps]:
    """Return the steps that were recorded, group by group."""
    rows = recorded_rows(race)
    return (rows[start : start + GROUP] for start in range(0, len(rows), GROUP))


def run_as_parquet(race: Race, *, columns: Sequence[str] = (), with_params: bool = False) -> Iterator[bytes]:
    """Return the same of a race that is run meanwhile, from its start to its end."""
    return _written(race, _computed(race), columns, with_params=with_params)


def _computed(race: Race) -> Iterator[Steps]:
    """Run a race and return its steps, group by group."""
    start = 0
    while not race.over or start <= race.head:
        race.compute(start + GROUP - 1)
        rows = np.arange(start, min(start + GROUP, race.head + 1))
        yield rows
        start += len(rows)


def _written(
    race: Curves, groups: Iterable[Steps], columns: Sequence[str], heads: Sequence[str] = (), *, with_params: bool
) -> Iterator[bytes]:
    dim = race.objective.dim if with_params and isinstance(race, Points) else 0
    # by their names in the table
    quantities = dict(zip((*csv_columns(), *(heads or columns)), (*csv_columns(), *columns), strict=True))
    names = [*quantities, *(f"params.{i}" for i in range(dim))]
    sink = BytePieces()
    with pq.ParquetWriter(sink, _schema(names), compression="zstd") as writer:
        for rows in groups:
            lanes = [_lane(race, run, rows, quantities, dim) for run in race.runs.values()]
            table = pa.concat_tables([pa.Table.from_pydict(lane, writer.schema) for lane in lanes])
            # as CSV has them: step by step, the lanes in their order
            order = np.arange(len(table)).reshape(len(lanes), -1).T.ravel()
            writer.write_table(table.take(pa.array(order)))
            yield sink.pop()
    yield sink.pop()


def _schema(names: Sequence[str]) -> Any:
    always = len(csv_columns())
    number, word, whole = pa.float64(), pa.dictionary(pa.int32(), pa.string()), pa.int64()
    return pa.schema(
        [
            ("step", whole),
            ("lane", word),
            ("epoch", whole),
            *((name, number) for name in names[:always]),
            ("evaluations", whole),
            ("status", word),
            *((name, number) for name in names[always:]),
        ]
    )


def _lane(race: Curves, run: CurveRun, rows: Steps, quantities: Mapping[str, str], dim: int) -> dict[str, Any]:
    """Return the columns of one lane, null where it has ended or nothing was measured."""
    over = rows > last_row(race, run)
    steps = rows.tolist()
    points = params(race, run, rows) if dim and isinstance(race, Points) else []
    return {
        "step": rows,
        "lane": [run.name] * len(rows),
        "epoch": pa.array(run.epochs_of(rows), pa.int64(), mask=over),
        **{head: _quantity(race, run, name, rows) for head, name in quantities.items()},
        "evaluations": pa.array(rows, pa.int64(), mask=over),
        "status": [status_at(race, run, step) for step in steps],
        **{f"params.{i}": [None if point is None else point[i] for point in points] for i in range(dim)},
    }


def _quantity(race: Curves, run: CurveRun, name: str, rows: Steps) -> Any:
    values, measured = column(race, run, name, rows)
    return pa.array(np.ascontiguousarray(values), pa.float64(), mask=~measured)
