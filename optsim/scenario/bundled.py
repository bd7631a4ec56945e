"""Scenarios by name, and where those lie that come with optsim. It imports little, so that a name is known before anything else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from optsim.registry.files import FileRegistry


@cache
def folder() -> Path:
    """Return the folder of the scenario files: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


#: scenario files by name
SCENARIOS = FileRegistry(folder, ".toml", "scenario", "optsim.scenarios")


def names() -> list[str]:
    """Return the names of all scenarios: those that come with optsim, and those of packages that are installed."""
    return list(SCENARIOS)
