"""From the tables of a scenario file to the fields of a Scenario, with all faults told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from optsim.engine.settings import Declared, Setting
from optsim.scenario.demo.section import demo_of
from optsim.scenario.problems import ScenarioError
from optsim.scenario.sections.budget import budget_of
from optsim.scenario.sections.early_stopping import rules_of
from optsim.scenario.sections.lanes import lanes_of
from optsim.scenario.sections.listing import listing_of
from optsim.scenario.sections.objective import objective_of, traits_of
from optsim.scenario.sections.texts import text_of, texts_of
from optsim.scenario.sections.view import view_of
from optsim.scenario.size import check_size
from optsim.scenario.tables import Faults, TooManyFaultsError
from optsim.system.limits import shape_faults

if TYPE_CHECKING:
    from optsim.engine.lane import Lane
    from optsim.engine.objective import Objective
    from optsim.scenario.data.file import Files
    from optsim.scenario.sweep.sweep import Sweep


_SECTIONS = (
    *("title", "description", "group", "order", "summary", "tags", "numerics"),
    *("objective", "budget", "early_stopping", "lanes", "view", "demo", "text", "sweep"),
)
_NUMERICS = Declared(
    "numerics",
    Literal["fast", "strict"],
    False,
    "fast",
    Setting(help="strict: the same bits on every machine; fast: faster on networks"),
)


def scenario_fields(table: Mapping[str, Any], *, source: str, name: str, files: Files) -> dict[str, Any]:
    """Return the fields of a Scenario; data files are looked for among `files`. Raises ScenarioError with all problems."""
    faults = Faults()
    try:
        for key, fault in shape_faults(table):
            faults.add(key, fault)
        fields = None if faults.problems else _fields(table, files, faults)
    except TooManyFaultsError:
        fields = None
    if fields is None:
        raise ScenarioError(source, faults.problems)
    return {**fields, "name": name}


def _fields(table: Mapping[str, Any], files: Files, faults: Faults) -> dict[str, Any] | None:
    """Return the fields of all sections; None where there are problems, which are noted."""
    faults.unknown_keys(table, _SECTIONS, "")
    title, description = text_of(table, "title", faults), text_of(table, "description", faults)
    listing = listing_of(table, faults)
    numerics = faults.value(_NUMERICS, table.get("numerics", "fast"), "numerics")
    objective, reading = objective_of(table, faults, files)
    traits = traits_of(table, objective)
    lanes = lanes_of(table, faults, objective)
    budget = budget_of(table, faults, traits, lanes)
    rules = rules_of(table, faults, traits)
    view = view_of(table, faults, traits, lanes)
    demo = demo_of(table["demo"], "demo", faults, table.get("lanes")) if "demo" in table else None
    texts = texts_of(table, faults, demo)
    sweep = _sweep(table, faults, lanes, objective, budget)
    if objective is not None:
        check_size(objective, len(lanes), faults)
    if faults.problems or objective is None:
        return None
    return {
        "objective": objective,
        "lanes": lanes,
        "early_stopping": rules,
        "numerics": numerics,
        "view": view,
        "demo": demo,
        "reading": reading,
        "title": title,
        "description": description,
        "listing": listing,
        "texts": texts,
        "sweep": sweep,
        **budget,
    }


def _sweep(
    table: Mapping[str, Any],
    faults: Faults,
    lanes: Mapping[str, Lane],
    objective: Objective | None,
    budget: Mapping[str, Any],
) -> Sweep | None:
    """The sweep; None where there is none, or a problem was noted."""
    if "sweep" not in table or objective is None:
        return None
    from optsim.scenario.sweep.section import seeds_fault, sweep_of  # noqa: PLC0415 few files have it

    length = table.get("budget")
    epochs = length.get("epochs") if isinstance(length, Mapping) else None
    sweep = sweep_of(table["sweep"], "sweep", faults, lanes, objective, epochs)
    if sweep is not None and (fault := seeds_fault(budget.get("seed", 0), sweep.seeds)):
        faults.add("sweep.seeds", fault)
    return sweep
