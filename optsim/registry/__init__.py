"""Registries of all that a person may add: each finds its files by itself, and what other packages offer.

Classes are loaded when they are first used: a list that is known needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.registry.catalogue import Catalogue
    from optsim.registry.classes import Registry
    from optsim.registry.files import FileRegistry

__all__ = ["Catalogue", "FileRegistry", "Registry"]

if not TYPE_CHECKING:
    _HOMES = {"Catalogue": "catalogue", "FileRegistry": "files", "Registry": "classes"}

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first used."""
        if name not in _HOMES:
            raise AttributeError(f"module 'optsim.registry' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"optsim.registry.{_HOMES[name]}"), name)
        return value
