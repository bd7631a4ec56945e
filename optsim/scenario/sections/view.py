"""The section [view]."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from optsim.engine.history.quantities import measurable
from optsim.faults import suggestion
from optsim.scenario.sections.names import without
from optsim.scenario.sections.objective import Traits
from optsim.scenario.tables import Faults
from optsim.scenario.view import View, quantity_fault

if TYPE_CHECKING:
    from optsim.engine.objective import Objective


def view_of(table: Mapping[str, Any], faults: Faults, traits: Traits | None, lanes: Collection[str]) -> View:
    """Return the view; the default one where a problem was noted. Its lanes are to be among those that there are."""
    section = table.get("view", {})
    if isinstance(section, View):
        return section
    section = faults.table(section, "view")
    view = None if section is None else faults.build(View, _known_quantity(section, faults), "view")
    if view is not None:
        _check_lanes(view, faults, lanes)
    if view is not None and traits is not None:
        if view.x in ("epoch", "examples") and not traits.has_data:
            faults.add("view.x", 'is "{axis}", but there is no data; use "step" or "evaluations"', axis=view.x)
        if view.y == "validation_loss" and not traits.has_validation:
            faults.add("view.y", 'is "validation_loss", but nothing is held out here')
        if traits.objective is not None:
            _check_measurable(view.y, faults, traits.objective)
        if view.scale == "gap" and traits.objective is not None and not traits.objective.has_minima:
            faults.add("view.scale", 'is "gap", but no minimum is known here; use "auto"')
        if view.map_range and (traits.has_data or (traits.objective is not None and traits.objective.dim != 2)):
            faults.add("view.map_range", "is of a map of two parameters, and there are not two here; leave it out")
    return view or View()


def _check_measurable(name: str, faults: Faults, objective: Objective) -> None:
    """Note a quantity that has no value on an objective."""
    if name == "distance" and not objective.has_minima:
        faults.add("view.y", 'is "distance", but no minimum is known here; use "loss"')
    elif name not in measurable(objective, validation=True):
        faults.add("view.y", 'is "{name}", which cannot be measured on this objective; use "loss"', name=name)


def _check_lanes(view: View, faults: Faults, lanes: Collection[str]) -> None:
    """Note lanes that there are not, and a selected lane that would not be seen."""
    named = [("view.lane", view.lane)] * bool(view.lane) + [("view.hide", name) for name in view.hide]
    for key, name in named:
        if name not in lanes:
            faults.add(key, "names no lane: {name!r}; {suggestion}", name=name, suggestion=suggestion(name, lanes))
    if view.lane in view.hide:
        faults.add("view.hide", "hides {lane!r}, which is the selected lane", lane=view.lane)
    elif lanes and set(lanes) <= set(view.hide):
        faults.add("view.hide", "hides every lane; leave one")


def _known_quantity(section: Mapping[str, Any], faults: Faults) -> Mapping[str, Any]:
    """Leave out a quantity that there is not, which is noted beside all other faults."""
    fault = quantity_fault(section["y"]) if isinstance(section.get("y"), str) else None
    if not fault:
        return section
    faults.add("view.y", fault)
    return without(section, "y")
