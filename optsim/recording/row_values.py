"""Values of a race for data formats, lane by lane, with None where nothing was measured."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import numpy as np

from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import States
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array, Mask


def csv_columns() -> tuple[str, ...]:
    """The quantities that CSV has without a request, in the order of its columns."""
    return tuple(name for name, each in QUANTITIES.items() if each.always and each.in_csv)


def json_columns() -> tuple[str, ...]:
    """The quantities that JSON has without a request."""
    return tuple(name for name, each in QUANTITIES.items() if each.always)


def apart(names: Sequence[str], reserved: Container[str]) -> tuple[str, ...]:
    """Return names that a log has given, those that are reserved as `column.NAME`, and so each that begins like one."""
    return tuple(f"column.{name}" if name in reserved or name.startswith("column.") else name for name in names)


def last_row(race: Curves, run: CurveRun) -> int:
    """The last row in which a lane was measured."""
    return min(race.ends[run.place].step, race.head) if run.place in race.ends else race.head


def status_at(race: Curves, run: CurveRun, row: int) -> str:
    """The word for what the lane was doing at a row."""
    end = race.ends.get(run.place)
    return "running" if end is None or row < end.step else end.status.value


def recorded_rows(race: Curves) -> Steps:
    """The steps that were measured: all up to the head, of a thinned recording those at which anything was recorded."""
    rows = race.history.rows if race.history.gaps or race.own_steps("loss") is not None else None
    return np.arange(race.head + 1) if rows is None else rows[rows <= race.head]


def cells(race: Curves, run: CurveRun, name: str, rows: Steps) -> list[Any]:
    """Some rows of one column as plain floats, None where nothing was measured."""
    values, measured = column(race, run, name, rows)
    boxed = values.astype(object)
    boxed[~measured] = None
    plain: list[Any] = boxed.tolist()
    return plain


def column(race: Curves, run: CurveRun, name: str, rows: Steps) -> tuple[Array, Mask]:
    """Return some rows of one column, and which of them were measured; shapes (rows,)."""
    steps = race.own_steps(name)
    if steps is not None:
        own = steps[run.place]
        places = np.searchsorted(own, rows)
        return race.figures(name, rows)[:, run.place], np.append(own, -1)[places] == rows
    measured = _there(race, run, rows)
    if "update" in QUANTITIES[name].roots():
        # a lane that has ended takes no step from its last point
        measured = measured & ((rows < last_row(race, run)) | (run.place not in race.ends))
    if not _is_known(race, name):
        return np.full(len(rows), np.nan), np.zeros(len(rows), np.bool_)
    if QUANTITIES[name].per == "step":
        return race.figures(name, rows)[:, run.place], measured
    by_epoch = race.history[name]
    return by_epoch[rows // run.steps_per_epoch, run.place], measured & (rows % run.steps_per_epoch == 0)


def _is_known(race: Curves, name: str) -> bool:
    """Tell if a column is measured, or can be worked out: of what is measured, or where states are known by measuring again."""
    if race.history.measures(name):
        return True
    quantity = QUANTITIES[name]
    return quantity.per == "step" and (isinstance(race, States) or quantity.bases(race.history.there) is not None)


def _there(race: Curves, run: CurveRun, rows: Steps) -> Mask:
    """In which rows a lane was measured at all."""
    there: Mask = rows <= last_row(race, run)
    if race.history.gaps:
        # every lane has a rate in every row that was recorded of it
        column = "learning_rate" if race.history.measures("learning_rate") else "loss"
        there = there & ~np.isnan(race.figures(column, rows)[:, run.place])
    return there


def params(race: Points, run: CurveRun, rows: Steps) -> list[list[Any] | None]:
    """The parameters of some rows, a list a row; None where the lane was not measured."""
    there = _there(race, run, rows).tolist()
    places = race.history.places(rows)
    if race.history.keeps_params and (places >= 0).all():
        points: list[Any] = race.history.params[places, run.place].tolist()
        return [point if known else None for point, known in zip(points, there, strict=True)]
    return [
        race.params_at(row)[run.place].tolist() if known else None
        for row, known in zip(rows.tolist(), there, strict=True)
    ]
