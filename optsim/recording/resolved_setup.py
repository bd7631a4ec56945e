"""Set-up of a race, as a recording says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from optsim.engine.capabilities.states import Resumable
from optsim.recording.format import version_1
from optsim.recording.format.values import plain, scenario_hash
from optsim.recording.format.version_2 import VERSION, Header
from optsim.scenario import Scenario
from optsim.scenario.dump import resolved
from optsim.system.part_file import FORMAT
from optsim.system.printable import printable_line

_CONSTANTS = "constants"
#: tables that change what is seen, not what is computed
SHOWN = ("title", "description", "view", "demo")


class Resolved(NamedTuple):
    """The tables and data files of a scenario with every setting, and what of the race goes before them."""

    name: str
    tables: dict[str, Any]
    files: dict[str, str]
    seed: int
    steps: int
    numerics: str

    @classmethod
    def of(cls, scenario: Scenario, race: Resumable) -> Resolved:
        """Return the set-up of a scenario's race. Raises ValueError where something in it has no name."""
        tables, files = resolved(scenario if race.setup.epochs is not None else replace(scenario, epochs=None))
        return cls(scenario.name, plain(tables), files, race.seed, race.budget, race.numerics)


def setup_of(first: Header | version_1.Header) -> Resolved:
    """Return what a recording began with."""
    return Resolved(first.name, first.scenario, first.files, first.seed, first.steps, first.numerics)


def header(
    setup: Resolved, *, every: int, quantities: tuple[str, ...], with_params: bool, environment: dict[str, str]
) -> Header:
    """The first line of a recording."""
    return Header(
        FORMAT,
        VERSION,
        setup.name,
        setup.tables,
        setup.files,
        scenario_hash(setup.tables, setup.files),
        setup.seed,
        setup.steps,
        setup.numerics,  # type: ignore[arg-type]
        every,
        quantities,
        with_params,
        environment,
    )


def changes(before: Resolved, after: Resolved) -> tuple[dict[str, Any], bool]:
    """Return what a command line has to say of a new set-up, and whether the lanes alone are other ones (or what is shown)."""
    tables = {key: table for key, table in after.tables.items() if before.tables.get(key) != table}
    tables |= dict.fromkeys(key for key in before.tables if key not in after.tables)
    changed: dict[str, Any] = {"scenario": tables} if tables else {}
    for name in ("files", "seed", "steps"):
        if getattr(before, name) != getattr(after, name):
            changed[name] = getattr(after, name)
    # the steps of a budget of epochs follow from the lanes
    following = {"scenario", "steps"} if "epochs" in after.tables.get("budget", ()) else {"scenario"}
    return changed, not changed.keys() - following and not tables.keys() - {"lanes", *SHOWN}


def with_constants(tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """The tables, which say of data from a file what becomes of constant inputs: recordings that do not are from before that was asked."""
    objective = tables.get("objective")
    data = objective.get("data") if isinstance(objective, Mapping) else None
    if not isinstance(objective, Mapping) or not isinstance(data, Mapping) or "path" not in data or _CONSTANTS in data:
        return tables
    return {**tables, "objective": {**objective, "data": {**data, _CONSTANTS: "raw"}}}


def differing(here: Resolved, there: Resolved) -> list[tuple[str, str | None, str | None]]:
    """Return what makes two set-ups other races: keys with both values, None where one is not set; what is only shown does not count."""
    flat_here, flat_there = _flat(here), _flat(there)
    constants = f"objective.data.{_CONSTANTS}"
    if constants not in flat_there:
        flat_here.pop(constants, None)
    keys = [*flat_here, *(key for key in flat_there if key not in flat_here)]
    return [
        (printable_line(key), _shown(flat_here.get(key)), _shown(flat_there.get(key)))
        for key in keys
        if flat_here.get(key) != flat_there.get(key)
    ]


def _flat(setup: Resolved) -> dict[str, Any]:
    """Every setting by its dotted key."""
    computed = {key: table for key, table in setup.tables.items() if key not in SHOWN}
    if "budget" in computed:
        computed["budget"] = {key: value for key, value in computed["budget"].items() if key not in ("seed", "steps")}
    settings = {"seed": setup.seed, "steps": setup.steps, "numerics": setup.numerics}
    for key, value in {**computed, **setup.files}.items():
        settings |= _leaves(key, value)
    return settings


def _leaves(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {key: value}
    return {name: leaf for part, item in value.items() for name, leaf in _leaves(f"{key}.{part}", item).items()}


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    text = printable_line(str(value))
    return text if len(text) <= 40 else text[:37] + "…"
