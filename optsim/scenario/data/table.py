"""The table of numbers that chosen columns make: texts as columns of 0 and 1, rows with holes dropped or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array, Mask
from optsim.scenario.data.column_choice import Choice
from optsim.scenario.data.columns import Column, Kind
from optsim.scenario.data.faults import DataError, listed, shown

Texts = Mapping[Column, tuple[str, ...]]


class Table(NamedTuple):
    """Numbers (rows, columns), the target last, with names; the texts of one-hot columns, dropped rows, and where holes are."""

    numbers: Array
    names: tuple[str, ...]
    one_hot: Texts
    dropped: int
    holes: list[tuple[Column, int]]
    #: the different texts of a target that is text: it has their numbers
    labels: tuple[str, ...] = ()


def table_of(choice: Choice, missing: str) -> Table:
    """The table; a row without a target is dropped, with `missing` = "drop" also one with any other hole. Raises DataError."""
    used = [*choice.inputs, choice.target]
    without = {column: column.holes() for column in used}
    dropped = without[choice.target] if missing == "mean" else np.logical_or.reduce(list(without.values()))
    # what a mean stands for is in rows that stay
    counted = {each: without[each] & ~dropped for each in choice.inputs} if missing == "mean" else without
    holes = [(column, int(mask.sum())) for column, mask in counted.items() if mask.any()]
    if dropped.all():
        message = (
            'every row has a missing value ({counts}); write missing = "mean", or name inputs without those columns'
        )
        counts = listed([f"{column} {count}" for column, count in holes])
        raise DataError(message, key="missing", counts=counts)
    if np.count_nonzero(~dropped) < 2:
        raise DataError("leaves one row, and needs two at least")
    for column in choice.inputs:
        if without[column][~dropped].all():
            raise DataError(
                "{column} has no value in the rows that are left; name inputs without it",
                key="inputs",
                column=shown(str(column)),
            )
    one_hot = {column: column.texts(~dropped) for column in choice.inputs if column.kind is Kind.TEXT}
    labels = choice.target.texts(~dropped) if choice.target.kind is Kind.TEXT else ()
    parts, names = [], []
    for column in used:
        if column in one_hot:
            cells = compress(column.cells, ~dropped)
            parts.append(_indicators(tuple(cells), one_hot[column], without[column][~dropped]))
            names += [f"{column} = {text}" for text in one_hot[column]]
        elif column.kind is Kind.TEXT:
            number = {text: float(place) for place, text in enumerate(labels)}
            parts.append(np.array([[number[cell]] for cell in compress(column.cells, ~dropped)]))
            names.append(column.name or f"column {column.number}")
        else:
            parts.append(column.values()[~dropped][:, None])
            names.append(column.name or f"column {column.number}")
    return Table(np.hstack(parts), tuple(names), one_hot, int(dropped.sum()), holes, labels)


def _indicators(cells: Sequence[str], texts: Sequence[str], holes: Mask) -> Array:
    """A column (rows, texts) of 0 and 1 for each text; NaN where there is none."""
    place = {text: number for number, text in enumerate(texts)}
    values = np.zeros((len(cells), len(texts)))
    rows = np.flatnonzero(~holes).tolist()
    values[rows, [place[cells[row]] for row in rows]] = 1.0
    values[holes] = np.nan
    return values
