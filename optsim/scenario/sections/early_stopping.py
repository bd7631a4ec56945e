"""The section [early_stopping]: one rule or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.stopping import STOPPING_RULES
from optsim.engine.stopping_rule import StoppingRule
from optsim.scenario.sections.names import class_named, without
from optsim.scenario.sections.objective import Traits
from optsim.scenario.tables import Faults
from optsim.system.limits import MOST_RULES


def rules_of(table: Mapping[str, Any], faults: Faults, traits: Traits | None) -> tuple[StoppingRule, ...]:
    """Return the stopping rules, in the order of the file."""
    value = table.get("early_stopping", [])
    sections = value if isinstance(value, list | tuple) else [value]
    if len(sections) > MOST_RULES:
        faults.add(
            "early_stopping",
            "there are {count:,} rules, and at most {most} can watch",
            count=len(sections),
            most=MOST_RULES,
        )
        return ()
    rules = []
    for number, section in enumerate(sections, start=1):
        at = "early_stopping" if len(sections) == 1 else f"early_stopping[{number}]"
        rule = section if isinstance(section, StoppingRule) else _rule(section, at, faults, traits)
        if rule is None:
            continue
        if traits is not None and rule.monitor == "validation_loss" and not traits.has_validation:
            faults.add(f"{at}.monitor", 'is "validation_loss", but nothing is held out here; use monitor = "loss"')
        rules.append(rule)
    return tuple(rules)


def _rule(value: object, at: str, faults: Faults, traits: Traits | None) -> StoppingRule | None:
    section = faults.table(value, at)
    if section is None:
        return None
    cls = class_named(STOPPING_RULES, section.get("rule", "patience"), f"{at}.rule", faults)
    if cls is None:
        return None
    settings = without(section, "rule")
    if traits is not None and not traits.has_validation:
        settings.setdefault("monitor", "loss")
    return faults.build(cls, settings, at, beside=["rule"])
