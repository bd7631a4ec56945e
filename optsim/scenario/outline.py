"""Outline of a scenario: what its file says without being checked, for whoever cannot wait for NumPy and the engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from optsim.scenario.listing import Listing, listing
from optsim.scenario.texts import Texts, texts_by_language
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables


class Outline(NamedTuple):
    """Title and lanes of a scenario, the names of its optimizers, where it is offered, and its texts in other languages."""

    title: str = ""
    lanes: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()
    listing: Listing = Listing()
    texts: Mapping[str, Texts] = MappingProxyType({})


def outline(path: Path) -> Outline | None:
    """Return the outline of a scenario file; None where it has none, and `load` says why."""
    try:
        table = toml_tables(path, LARGEST_SCENARIO)
        lanes = table["lanes"]
        sections = [lane for lane in lanes.values() if isinstance(lane, dict)]
        optimizers = dict.fromkeys(str(lane["optimizer"]) for lane in sections if "optimizer" in lane)
        texts = texts_by_language(table)
        return Outline(table["title"].strip(), tuple(lanes), tuple(optimizers), listing(table), texts)
    except (OSError, ValueError, RecursionError, LookupError, AttributeError, TypeError):
        return None
