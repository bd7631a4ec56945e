"""Outline of a scenario: what its file says without being checked, for whoever cannot wait for NumPy and the engine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables


class Outline(NamedTuple):
    """Title and lanes of a scenario."""

    title: str = ""
    lanes: tuple[str, ...] = ()


def outline(path: Path) -> Outline | None:
    """Return the outline of a scenario file; None where it has none, and `load` says why."""
    try:
        table = toml_tables(path, LARGEST_SCENARIO)
        return Outline(table["title"].strip(), tuple(table["lanes"]))
    except (OSError, ValueError, RecursionError, LookupError, AttributeError, TypeError):
        return None
