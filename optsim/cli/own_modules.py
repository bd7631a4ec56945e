"""Modules of a person's own that a line names; files can then name their classes."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from optsim.cli.language import language, refusal
from optsim.console.messages import tell
from optsim.registry.own_modules import OWN_MODULES, OwnModuleError

if TYPE_CHECKING:
    from types import ModuleType

#: module -> the registry in it, of what files name
_REGISTRIES = {
    "optsim.engine.optimizers": "OPTIMIZERS",
    "optsim.engine.objectives": "OBJECTIVES",
    "optsim.engine.schedules": "SCHEDULES",
    "optsim.engine.stopping": "STOPPING_RULES",
}


def import_modules(names: Iterable[str]) -> None:
    """Import modules; tell of classes in them that nobody can name. Raises Failure."""
    for name in names:
        try:
            module = OWN_MODULES.load(name)
        except OwnModuleError as error:
            raise refusal(f"failure.import_{error.fault}", name=name, detail=error.detail) from error
        for cls, registry in _unregistered(module):
            tell(f"optsim: {language().text('import.unregistered', name=name, cls=cls, registry=registry)}")


def _unregistered(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the classes of a module that could be registered and are not, with the registry that they belong to."""
    for place, name in _REGISTRIES.items():
        registry = getattr(import_module(place), name)
        for cls in vars(module).values():
            own = isinstance(cls, type) and cls.__module__ == module.__name__ and not cls.__name__.startswith("_")
            if own and issubclass(cls, registry.base) and not inspect.isabstract(cls):
                known = getattr(cls, "name", "")
                if not known or registry.get(known) is not cls:
                    yield cls.__name__, name
