"""The keys at the top that say where a scenario is offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.settings import Declared, Setting
from optsim.scenario.fault_facts import hidden_character, no_text
from optsim.scenario.lanes.names import control_character
from optsim.scenario.listing import GROUPS, Listing, listing
from optsim.scenario.tables import Faults, shown_value

_ORDER = Declared("order", int, False, None, Setting(help="place in the group"))
_TAGS = Declared("tags", tuple[str, ...], False, None, Setting(help="words to find it by"))


def listing_of(table: Mapping[str, Any], faults: Faults) -> Listing:
    """Return the listing; what is wrong with it is noted."""
    _check_group(table, faults)
    check_line("summary", table.get("summary", ""), faults)
    if "order" in table:
        faults.value(_ORDER, table["order"], "order")
    for tag in (faults.value(_TAGS, table["tags"], "tags") if "tags" in table else None) or ():
        check_line("tags", tag, faults)
    return listing(table)


def _check_group(table: Mapping[str, Any], faults: Faults) -> None:
    if "group" in table and table["group"] not in GROUPS:
        faults.add(
            "group",
            "no group is named {value}; there are: {known}",
            value=shown_value(table["group"]),
            known=", ".join(GROUPS),
        )


def check_line(key: str, value: object, faults: Faults) -> None:
    """Note a value that is no text of one line."""
    if not isinstance(value, str):
        faults.add(key, no_text(shown_value(value)))
    elif "\n" in value.strip():
        faults.add(key, "must be one line")
    elif hidden := control_character(value):
        faults.add(key, hidden_character(hidden))
