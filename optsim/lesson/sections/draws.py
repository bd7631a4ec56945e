"""Draws of a question: numbers that are others when it comes again, and the keys of the scenario that they set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from optsim.lesson.lesson import Draw
from optsim.lesson.tables import changed
from optsim.scenario.fault_facts import no_truth
from optsim.scenario.tables import Faults, join, shown_value

_KEYS = ("from", "to", "among", "whole", "sets")
_EXAMPLE = '{ from = 0.2, to = 0.25, sets = { "lanes.gd.learning_rate" = 1 } }'


def draws_of(value: object, at: str, faults: Faults, tables: Mapping[str, Any]) -> tuple[Draw, ...]:
    """Return the draws; those with problems are left out, which are noted."""
    drawn = []
    for name, each in (faults.table(value, at) or {}).items():
        here = join(at, str(name))
        table = faults.table(each, here)
        if table is not None:
            drawn.append(_draw(str(name), table, here, faults, tables))
    return tuple(draw for draw in drawn if draw is not None)


def _draw(name: str, table: Mapping[str, Any], at: str, faults: Faults, tables: Mapping[str, Any]) -> Draw | None:
    before = len(faults.problems)
    faults.unknown_keys(table, _KEYS, at)
    among = table.get("among", ())
    if "among" in table and not (isinstance(among, list) and len(among) > 1 and all(map(is_number, among))):
        faults.add(f"{at}.among", "must be a list of two numbers or more, not {value}", value=shown_value(among))
    low, high = table.get("from"), table.get("to")
    if not among and not (is_number(low) and is_number(high) and low < high):  # type: ignore[operator]
        faults.add(at, "needs from and to, two numbers, or among, a list of them: {example}", example=_EXAMPLE)
    if among and ("from" in table or "to" in table):
        faults.add(at, "has among, and from or to beside it; leave one of them out")
    if not isinstance(table.get("whole", False), bool):
        faults.add(f"{at}.whole", no_truth(shown_value(table["whole"])))
    sets = _sets(table.get("sets"), f"{at}.sets", faults, tables)
    if len(faults.problems) > before:
        return None
    return Draw(name, float(low or 0), float(high or 0), tuple(map(float, among)), table.get("whole", False), sets)


def is_number(value: object) -> bool:
    """Tell if a value of a file is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _sets(value: object, at: str, faults: Faults, tables: Mapping[str, Any]) -> dict[str, float]:
    """Return the keys that a draw sets, and the factors."""
    if not isinstance(value, Mapping) or not value:
        faults.add(at, "must say which keys of the scenario it sets, and times what: {example}", example=_EXAMPLE)
        return {}
    for path, factor in value.items():
        if not is_number(factor):
            faults.add(
                join(at, str(path)),
                "must be a number, by which the draw is multiplied, not {value}",
                value=shown_value(factor),
            )
        check_path(tables, str(path), join(at, str(path)), faults)
    return dict(value)


def check_path(tables: Mapping[str, Any], path: str, at: str, faults: Faults) -> bool:
    """Note a dotted key that leads nowhere in a scenario; returns whether it leads somewhere."""
    try:
        changed(tables, path, 0)
    except KeyError as error:
        faults.add(at, "leads nowhere in the scenario: there is no {part!r}", part=error.args[0])
        return False
    return True
