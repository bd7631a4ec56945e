"""The bundled scenarios. It imports nothing, so that a name is known before anything else is."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder of the scenario files: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """The names of the scenarios that come with optsim."""
    return sorted(path.stem for path in folder().glob("*.toml"))
