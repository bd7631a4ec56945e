"""Table of a sweep: a row a cell and lane, in the order of the cells, as columns and as the bytes of files."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from optsim.engine.runs.outcomes import STATUSES
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import FAILED, Rows

#: formats of the table, and whether they are bytes
FORMATS: Mapping[str, bool] = {"csv": False, "json": False, "npz": True, "parquet": True}
_FAILED = "failed"
_ROWS_AT_ONCE = 4096
_STEPS = ("steps", "best_step", "goal_step")


def columns(plan: Plan, rows: Rows) -> dict[str, list[Any]]:
    """The columns by name; None where there is no value: an axis that the lane has not, a goal that was not reached."""
    lanes, own = list(plan.scenario.lanes), plan.cells_of_a_seed
    cells = rows.cell.tolist()
    table: dict[str, list[Any]] = {
        "cell": cells,
        "lane": [lanes[place] for place in rows.lane.tolist()],
        "seed": [plan.seed(cell // own) for cell in cells],
    }
    settings = {number: plan.setting(number).values for number in {cell % own for cell in cells}}
    for place, axis in enumerate(plan.axes):
        table[axis.name] = [settings[cell % own].get(place) for cell in cells]
    table["steps"] = _whole(rows.steps.tolist())
    table["status"] = [_FAILED if code == FAILED else STATUSES[code].value for code in rows.status.tolist()]
    table["final_loss"], table["best_loss"] = (_known(each.tolist()) for each in (rows.final_loss, rows.best_loss))
    table["best_step"], table["goal_step"] = (_whole(each.tolist()) for each in (rows.best_step, rows.goal_step))
    return table


def _whole(values: list[int]) -> list[int | None]:
    return [None if value < 0 else value for value in values]


def _known(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]


def csv_pieces(table: Mapping[str, list[Any]]) -> Iterator[str]:
    """The table as CSV, some rows at a time; numbers have all their digits."""
    rows = [list(table), *zip(*table.values(), strict=True)]
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows[first : first + _ROWS_AT_ONCE])
        yield text.getvalue()


def json_pieces(table: Mapping[str, list[Any]], about: Mapping[str, Any]) -> Iterator[str]:
    """The table as one JSON object: what it is of, and a list a column; a number that is not finite is a text."""
    document = {**about, "columns": {name: [_plain(each) for each in values] for name, values in table.items()}}
    yield json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def npz_pieces(table: Mapping[str, list[Any]]) -> Iterator[bytes]:
    """The table as arrays for `numpy.load`: NaN where a number is missing, −1 for a step, an empty text."""
    file = io.BytesIO()
    np.savez_compressed(file, **{name: _array(name, values) for name, values in table.items()})
    yield file.getvalue()


def _array(name: str, values: list[Any]) -> Any:
    if any(isinstance(each, str) for each in values):
        return np.array(["" if each is None else str(each) for each in values])
    if name in _STEPS:
        return np.array([-1 if each is None else each for each in values], np.int64)
    if None in values or any(isinstance(each, float) for each in values):
        return np.array([math.nan if each is None else each for each in values], np.float64)
    return np.array(values)


def parquet_pieces(table: Mapping[str, list[Any]]) -> Iterator[bytes]:
    """The table as Parquet; pyarrow has to be there."""
    import pyarrow as pa  # noqa: PLC0415 an extra
    from pyarrow import parquet  # noqa: PLC0415

    arrays = {
        name: pa.array([str(each) for each in values] if _mixed(values) else values) for name, values in table.items()
    }
    file = io.BytesIO()
    parquet.write_table(pa.table(arrays), file)
    yield file.getvalue()


def _mixed(values: list[Any]) -> bool:
    """Tell if there are texts beside numbers."""
    kinds = {isinstance(each, str) for each in values if each is not None}
    return len(kinds) > 1
