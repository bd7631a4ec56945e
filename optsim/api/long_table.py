"""A race as one table in arrays: the rows and columns of CSV, step by step, the lanes in their order."""

from __future__ import annotations

from typing import Any

import numpy as np

from optsim.engine.race import Race
from optsim.recording.row_values import column, csv_columns, last_row, recorded_rows, status_at


def long_table(race: Race) -> dict[str, Any]:
    """Return the columns by name, each (rows · lanes,); a lane that has ended keeps its rows, with its status."""
    runs, rows = list(race.runs.values()), recorded_rows(race)
    lanes = [_lane(race, run.place, rows) for run in runs]
    return {name: np.stack([lane[name] for lane in lanes], axis=1).ravel() for name in lanes[0]}


def _lane(race: Race, place: int, rows: Any) -> dict[str, Any]:
    run = list(race.runs.values())[place]
    end = last_row(race, run)
    epochs = np.minimum(rows, end) // run.steps_per_epoch
    measured = {name: column(race, run, name, rows) for name in csv_columns()}
    return {
        "step": rows,
        "lane": np.full(len(rows), run.name, dtype=object),
        "epoch": epochs,
        **{name: np.where(there, values, np.nan) for name, (values, there) in measured.items()},
        "evaluations": np.minimum(rows, end),
        "status": np.array([status_at(race, run, step) for step in rows.tolist()], dtype=object),
    }
