"""Findings in a data file, and in the examples that it gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Data
from optsim.engine.data.standardise import Standardised
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import numerics_named
from optsim.scenario.data.facts import (
    ClassCounts,
    ConstantLeftOut,
    ConstantNotScaled,
    ConstantTarget,
    DataFact,
    Dropped,
    Examples,
    FarAway,
    FileRead,
    Inputs,
    LeftOut,
    MeanForMissing,
    NothingHeldOut,
    OneHot,
    OutsideOfFolder,
    RowNumbers,
    Scale,
    Target,
    TruthColumns,
    WhyLeftOut,
)
from optsim.scenario.data.reading import DataReading
from optsim.scenario.scenario import Scenario
from optsim.system.printable import printable_line

#: a held-out value so many deviations from the training mean is told
_FAR = 100.0


def data_facts(scenario: Scenario) -> list[DataFact]:
    """Return what was read of the data file, and what is to be known of the examples; nothing of an objective without data."""
    data = getattr(scenario.objective, "data", None)
    if not isinstance(data, Data):
        return []
    facts = [] if scenario.reading is None else list(_read(scenario.reading))
    if data.table is not None:
        facts += _scaled(scenario, data, data.table)
    if data.validation > 0 and data.training_examples == data.total:
        watched = any(rule.monitor == "loss" for rule in scenario.early_stopping)
        facts.append(NothingHeldOut(data.total, data.validation, watched))
    return facts


def data_warnings(scenario: Scenario) -> list[DataFact]:
    """Return the facts that change what a number means: what was lost, replaced or cannot be scaled."""
    return [fact for fact in data_facts(scenario) if fact.warns]


def outside_of_folder(scenario: Scenario) -> OutsideOfFolder | None:
    """Return that the data file is not in the scenario's folder; None where it is, or where there is none."""
    reading = scenario.reading
    return OutsideOfFolder(reading.outside) if reading is not None and reading.outside else None


def _read(reading: DataReading) -> Iterator[DataFact]:
    """Return what stands in the file, and what of it is used."""
    yield FileRead(
        printable_line(reading.path),
        reading.rows,
        reading.columns,
        reading.names_line,
        reading.separator,
        reading.decimal,
        reading.encoding,
    )
    if reading.outside:
        yield OutsideOfFolder(reading.outside)
    yield Target(reading.target)
    yield Inputs(reading.inputs)
    yield from (OneHot(column, texts) for column, texts in reading.one_hot)
    if reading.truth:
        yield TruthColumns(reading.truth)
    reasons: dict[WhyLeftOut, list[str]] = {}
    for column, why in reading.left_out:
        reasons.setdefault(why, []).append(column)
    yield from (LeftOut(tuple(columns), why) for why, columns in reasons.items())
    if reading.row_numbers:
        yield RowNumbers(reading.row_numbers)
    if reading.dropped:
        yield Dropped(reading.dropped, reading.rows, () if reading.missing == "mean" else reading.holes)
    if reading.missing == "mean" and reading.holes:
        yield MeanForMissing(reading.holes)


def _scaled(
    scenario: Scenario, data: Data, table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> Iterator[DataFact]:
    """Return how many examples there are, the unit of the loss, and which columns cannot be scaled."""
    scaled = data.standardised(table, Noise(scenario.seed), numerics_named(scenario.numerics))
    names = [printable_line(name) for name in data.names] or [f"column {place + 1}" for place in range(table.shape[1])]
    yield Examples(data.training_examples, data.total - data.training_examples)
    if isinstance(data, Classes):
        yield ClassCounts(_counts(data))
    elif scaled.constant[-1]:
        yield ConstantTarget(names[-1], scenario.seed)
    else:
        one_hot = scenario.reading is not None and bool(scenario.reading.one_hot)
        yield Scale(names[-1], float(scaled.deviation[-1]), scenario.seed, one_hot)
    constant = tuple(name for name, still in zip(names[:-1], scaled.constant[:-1], strict=True) if still)
    if constant:
        kind = ConstantLeftOut if data.constants == "zero" else ConstantNotScaled
        yield kind(constant, scenario.seed)
    yield from _far(scaled, data.training_examples, names)


def _counts(data: Classes) -> tuple[tuple[str, int], ...]:
    """The classes of a table, and how many examples each has."""
    names = [printable_line(name) for name in data.names_of_classes]
    return tuple(zip(names, data.counts_of_classes.tolist(), strict=True))


def _far(scaled: Standardised, train: int, names: list[str]) -> Iterator[FarAway]:
    """Return the columns with a held-out value far from all that is trained on."""
    held_out = np.abs(scaled.rows[train:])
    if not held_out.size:
        return
    farthest = held_out.max(axis=0)
    far = np.flatnonzero(~scaled.constant & ~(farthest < _FAR))
    if far.size:
        yield FarAway(tuple((names[place], float(farthest[place])) for place in far))
