"""Sentences on what was read from a data file, and on its examples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optsim.engine.data.examples import Data
from optsim.engine.data.standardise import Standardised
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import numerics_named
from optsim.scenario.data.cells import SEPARATORS
from optsim.scenario.data.faults import listed
from optsim.scenario.data.reading import DataReading
from optsim.scenario.scenario import Scenario
from optsim.system.printable import printable_line

Fact = tuple[str, str]
_MOST_COLUMNS = 12
_WARNINGS = ("left out", "not scaled", "dropped", "missing", "held out", "far away")
#: a held-out value so many deviations from the training mean is told
_FAR = 100.0


def data_facts(scenario: Scenario) -> list[Fact]:
    """Each fact as a word for what it is about and a sentence; nothing of an objective without data."""
    data = getattr(scenario.objective, "data", None)
    if not isinstance(data, Data):
        return []
    facts = [] if scenario.reading is None else list(_read(scenario.reading))
    if data.table is not None:
        facts += _scaled(scenario, data, data.table)
    if data.validation > 0 and data.training_examples == data.total:
        what = f"0 held-out examples after rounding ({data.total} rows, validation {data.validation:g})"
        watched = any(rule.monitor == "loss" for rule in scenario.early_stopping)
        facts.append(("held out", what + (": the rule watches the training loss" if watched else "")))
    return facts


def data_warnings(scenario: Scenario) -> list[Fact]:
    """The facts that change what a number means: what was lost, replaced or cannot be scaled."""
    return [fact for fact in data_facts(scenario) if fact[0] in _WARNINGS]


def outside_text(reading: DataReading) -> str:
    """The sentence of a data file that is not in the scenario's folder."""
    return f"the data are read from outside of the scenario's folder: {reading.outside}"


def _read(reading: DataReading) -> Iterator[Fact]:
    """Say what stands in the file, and what of it is used."""
    names = f"names in line {reading.names_line}" if reading.names_line else "no line of names"
    mark = SEPARATORS.get(reading.separator, repr(reading.separator))
    encoding = "" if reading.encoding == "UTF-8" else f", {reading.encoding}"
    size = f"{_rows(reading.rows)}, {reading.columns} columns"
    what = f"{printable_line(reading.path)}: {size}, {names}, separator {mark}"
    yield "data", f'{what}, decimal mark "{reading.decimal}"{encoding}'
    if reading.outside:
        yield "outside", outside_text(reading)
    yield "target", reading.target
    yield "inputs", listed(list(reading.inputs), _MOST_COLUMNS)
    for column, texts in reading.one_hot:
        yield "one-hot", f"{column}: a column of 0 and 1 for each of {listed(list(texts))}"
    if reading.truth:
        yield "0 and 1", f"{listed(list(reading.truth))}: true is 1, false 0"
    reasons: dict[str, list[str]] = {}
    for column, why in reading.left_out:
        reasons.setdefault(why, []).append(column)
    for why, columns in reasons.items():
        yield "left out", f"{listed(columns)}: {why}"
    if reading.row_numbers:
        yield (
            "row numbers",
            f"{reading.row_numbers} counts the rows and is an input; name inputs without it to leave it out",
        )
    yield from _holes(reading)


def _holes(reading: DataReading) -> Iterator[Fact]:
    where = listed([f"{column} {count}" for column, count in reading.holes])
    if reading.dropped:
        why = "without a target" if reading.missing == "mean" else f"with missing values ({where})"
        yield "dropped", f"{reading.dropped} of {_rows(reading.rows)} {why}"
    if reading.missing == "mean" and reading.holes:
        yield "missing", f"the mean of the training rows stands for missing values ({where})"


def _scaled(scenario: Scenario, data: Data, table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Iterator[Fact]:
    """Say how many examples there are, the unit of the loss, and which columns cannot be scaled."""
    scaled = data.standardised(table, Noise(scenario.seed), numerics_named(scenario.numerics))
    names = [printable_line(name) for name in data.names] or [f"column {place + 1}" for place in range(table.shape[1])]
    held_out = data.total - data.training_examples
    yield "examples", f"{data.training_examples} to train on, {held_out} held out, drawn by the seed"
    if scaled.constant[-1]:
        yield "scale", f"{names[-1]} is the same in all training rows (seed {scenario.seed}): there is nothing to learn"
    else:
        unit = f"{scaled.deviation[-1]:.4g} in the unit of {names[-1]} (seed {scenario.seed})"
        one_hot = ", one-hot ones too," if scenario.reading is not None and scenario.reading.one_hot else ""
        what = f"every column{one_hot} has mean 0 and deviation 1 in the training rows"
        yield "scale", f"{what}; a loss of 1 is an error of {unit}"
    constant = [name for name, still in zip(names[:-1], scaled.constant[:-1], strict=True) if still]
    if constant:
        where = f"all training rows (seed {scenario.seed})"
        if data.constants == "zero":
            yield "left out", f"{listed(constant)}: the same in {where} but for rounding, so 0 in every row"
        else:
            yield "not scaled", f"{listed(constant)}: the same in {where}"
    yield from _far(scaled, data.training_examples, names)


def _far(scaled: Standardised, train: int, names: list[str]) -> Iterator[Fact]:
    """Columns with a held-out value far from all that is trained on."""
    held_out = np.abs(scaled.rows[train:])
    if not held_out.size:
        return
    farthest = held_out.max(axis=0)
    far = np.flatnonzero(~scaled.constant & ~(farthest < _FAR))
    told = [f"{names[place]} {farthest[place]:.2g}" for place in far]
    if told:
        yield (
            "far away",
            f"held-out values in deviations from the training mean: {listed(told)}; they rule the validation loss",
        )


def _rows(count: int) -> str:
    return f"{count} row{'s' * (count != 1)}"
