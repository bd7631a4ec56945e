"""The section [objective], and the data that it learns from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from optsim.engine.data.examples import Data
from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.settings import declared
from optsim.scenario.sections.names import class_named, without
from optsim.scenario.tables import Faults

if TYPE_CHECKING:
    from optsim.scenario.data.file import Files
    from optsim.scenario.data.reading import DataReading


@dataclass(frozen=True)
class Traits:
    """Properties of an objective that the other sections need."""

    name: str
    has_data: bool
    has_validation: bool
    steps_per_epoch: int = 1
    objective: Objective | None = None


def traits_of(table: Mapping[str, Any], objective: Objective | None) -> Traits | None:
    """Return the traits of the objective; of one with faults as far as its kind tells; None where that is not known."""
    if objective is not None:
        name = type(objective).name or type(objective).__name__
        return Traits(name, objective.has_data, objective.has_validation, objective.steps_per_epoch, objective)
    section = table.get("objective")
    kind = section.get("kind") if isinstance(section, Mapping) else None
    cls = OBJECTIVES.get(kind) if isinstance(kind, str) else None
    if cls is None or cls.has_data is not Objective.has_data:
        return None
    return Traits(cls.name, has_data=False, has_validation=False)


def objective_of(table: Mapping[str, Any], faults: Faults, files: Files) -> tuple[Objective | None, DataReading | None]:
    """The objective, None where a problem was noted; and what was read of its data file."""
    value = table.get("objective")
    if isinstance(value, Objective):
        return value, None
    if isinstance(value, type):
        value = {"kind": value}
    if value is None:
        faults.add(
            "objective", "is missing: a table [objective] with kind = one of {known}", known=", ".join(OBJECTIVES)
        )
        return None, None
    section = faults.table(value, "objective")
    cls = class_named(OBJECTIVES, section.get("kind"), "objective.kind", faults) if section is not None else None
    if section is None or cls is None:
        return None, None
    if "data" in section and "data" in getattr(cls, "__dataclass_fields__", {}):
        return _with_data(cls, declared(cls)["data"].type, section, faults, files)
    return faults.build(cls, without(section, "kind"), "objective", beside=["kind"]), None


def _with_data(
    cls: type[Objective], kind: type[Data], section: Mapping[str, Any], faults: Faults, files: Files
) -> tuple[Objective | None, DataReading | None]:
    """An objective that learns from data."""
    data, reading = _data(kind, section["data"], faults, files)
    beside = ("kind", "data")
    if data is not None:
        return faults.build(cls, without(section, *beside), "objective", {"data": data}, beside=beside), reading
    # the other keys are still checked, against default data
    faults.build(cls, without(section, *beside, "batch_size"), "objective", {"data": kind()}, beside=beside)
    return None, None


def _data(kind: type[Data], value: object, faults: Faults, files: Files) -> tuple[Data | None, DataReading | None]:
    """The data, and what was read of a file; None for data where a problem was noted."""
    if isinstance(value, kind):
        return value, None
    section = faults.table(value, "objective.data")
    if section is None:
        return None, None
    from optsim.scenario.data.column_choice import DataKeys  # noqa: PLC0415 most scenarios have no data
    from optsim.scenario.data.file import read_data_file  # noqa: PLC0415

    if "path" not in section:
        for key in section:
            if key in declared(DataKeys):
                faults.add(f"objective.data.{key}", 'says how a file is read; give its path = "file.csv"')
        section = without(section, *declared(DataKeys))
        for key in (each for each in section if each in kind.beside_path and each not in declared(Data)):
            faults.add(f"objective.data.{key}", 'belongs to a file; give its path = "file.csv"')
        ready = {name: each.default for name, each in declared(kind).items() if name not in kind.drawn}
        return faults.build(kind, without(section, *kind.beside_path[2:]), "objective.data", ready), None
    of_drawn = [each for each in kind.drawn if each not in kind.beside_path]
    for key in of_drawn:
        if key in section:
            faults.add(f"objective.data.{key}", "has no meaning together with path: the file says it")
    file = read_data_file(kind, without(section, *of_drawn), faults, files)
    return (None, None) if file is None else file
