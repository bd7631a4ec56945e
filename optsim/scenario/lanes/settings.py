"""Settings of a lane besides its optimizer: a title, a batch size, a start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.settings import Declared, Setting
from optsim.scenario.fault_facts import hidden_character, too_long
from optsim.scenario.lanes.names import control_character
from optsim.scenario.tables import Faults

LONGEST_TITLE = 60

_SETTINGS = {
    "title": Declared("title", str, False, "", None),
    "batch_size": Declared("batch_size", int, False, None, Setting(help="examples in a mini-batch", least=1)),
    "start": Declared("start", tuple[float, ...], False, None, Setting(help="where it starts, a number a parameter")),
}


def own_of_lane(section: Mapping[str, Any], at: str, faults: Faults) -> dict[str, Any] | None:
    """The settings in the table of a lane; None where a problem was noted."""
    before = len(faults.problems)
    own = {
        key: faults.value(setting, section[key], f"{at}.{key}") for key, setting in _SETTINGS.items() if key in section
    }
    title = own["title"] = (own.get("title") or "").strip()
    check_title(title, f"{at}.title", faults)
    return own if len(faults.problems) == before else None


def check_title(title: str, at: str, faults: Faults) -> None:
    """Note what is wrong with the title of a lane."""
    if hidden := control_character(title.strip()):
        faults.add(at, hidden_character(hidden))
    if len(title.strip()) > LONGEST_TITLE:
        faults.add(at, too_long(len(title.strip()), LONGEST_TITLE))
