"""Registries of all that a person may add: each finds its files by itself, and what other packages offer."""

from optsim.registry.catalogue import Catalogue
from optsim.registry.classes import Registry
from optsim.registry.files import FileRegistry

__all__ = ["Catalogue", "FileRegistry", "Registry"]
