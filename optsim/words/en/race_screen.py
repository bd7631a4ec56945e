"""Texts of the race screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "lane_table.hidden": "hidden · {status}",
        "lane_table.status": "{status} · {cause}",
        "timeline.event": "step {step} · {lane}: {sentence}",
        "snapshot.computing": "computing again: step {reach} of {step}",
        "snapshot.in_doubt": "{sentence} · {doubt}",
        "edit.resumed": "No {medium} any more, but a race that is computed here. u goes back to the {medium}.",
        "edit.resumed_in_doubt": "No {medium} any more, but a race that is {doubt}. u goes back to the {medium}.",
        "edit.ended": "It has ended at step {end} ({status}): what is changed here, at step {step}, changes nothing before that",
        "edit.refused": "{lane} has ended at step {end} ({status}): go back (←) and change it there.",
        "edit.not_converted": "{lane}: {sentence}",
    }
)
