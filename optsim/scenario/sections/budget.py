"""The section [budget]: steps or epochs, seed, target loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.lane import Lane
from optsim.engine.settings import Declared, Setting
from optsim.engine.setup import steps_of
from optsim.scenario.sections.objective import Traits
from optsim.scenario.tables import Faults
from optsim.system.limits import LARGEST_SEED, MOST_STEPS

_BUDGET = {
    "steps": Declared("steps", int, False, None, Setting(help="updates", least=1, limit=MOST_STEPS)),
    "epochs": Declared("epochs", int, False, None, Setting(help="passes over the data", least=1, limit=MOST_STEPS)),
    "seed": Declared(
        "seed", int, False, None, Setting(help="the seed of all randomness", least=0, below=2**64, limit=LARGEST_SEED)
    ),
    "target_loss": Declared("target_loss", float, False, None, Setting(help="a lane ends when its loss is this low")),
}


def budget_of(
    table: Mapping[str, Any], faults: Faults, traits: Traits | None, lanes: Mapping[str, Lane]
) -> dict[str, Any]:
    """Return the fields of a Scenario that the budget gives; none where a problem was noted."""
    section = faults.table(table.get("budget", {}), "budget")
    if section is None:
        return {}
    faults.unknown_keys(section, _BUDGET, "budget")
    before = len(faults.problems)
    budget = {
        key: faults.value(setting, section[key], f"budget.{key}") for key, setting in _BUDGET.items() if key in section
    }
    if len(faults.problems) > before:
        return {}
    if ("steps" in budget) == ("epochs" in budget):
        faults.add("budget", "give either steps or epochs, for instance steps = 400")
    epochs = budget.pop("epochs", None)
    if epochs is not None and traits is not None:
        if not traits.has_data:
            faults.add("budget.epochs", "a {name} objective has no data and so no epochs; use steps", name=traits.name)
        budget["steps"] = epochs * traits.steps_per_epoch
        if not faults.problems and traits.objective is not None and any(lane.batch_size for lane in lanes.values()):
            budget |= {"epochs": epochs, "steps": steps_of(traits.objective, [*lanes.values()], epochs)}
        if budget["steps"] > MOST_STEPS:
            faults.add(
                "budget.epochs",
                "are {steps:,} steps in all, and a race has at most {most:,}",
                steps=budget["steps"],
                most=MOST_STEPS,
            )
    return budget
