"""Finds the classes of a package, one file each, and gives them out by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from optsim.engine.text import nearest

T = TypeVar("T")


class Registry(Mapping[str, type[T]], Generic[T]):
    """Classes of one kind by the name a scenario file gives them.

    A new file in the package is found by itself and bears the name of its class; a class of your own is added with
    `register`.
    """

    def __init__(self, package: str, base: type[T], kind: str) -> None:
        self.kind = kind
        self.base = base
        self._package = package
        self._found: dict[str, type[T]] = {}

    def register(self, cls: type[T]) -> type[T]:
        """Add a class (usable as a decorator). Raises ValueError for a class without a name or with a taken one."""
        name = getattr(cls, "name", "")
        if not name:
            raise ValueError(f"{cls.__name__} needs a class attribute `name` to be registered as {self.kind}")
        if self.get(name, cls) is not cls:
            raise ValueError(f"there is already another {self.kind} named {name!r}")
        self._found[name] = cls
        return cls

    def suggest(self, name: object) -> str:
        """A half sentence for a name that is not there: the nearest one, or all of them."""
        return nearest(str(name), self)

    @functools.cached_property
    def _files(self) -> tuple[str, ...]:
        """The modules of the package; a file bears the name of its class."""
        package = importlib.import_module(self._package)
        return tuple(module.name for module in pkgutil.iter_modules(package.__path__))

    def _load(self, file: str) -> None:
        """Take the classes of a file in."""
        module = importlib.import_module(f"{self._package}.{file}")
        for value in vars(module).values():
            if self._offered(value, module.__name__):
                self._found.setdefault(value.name, value)

    def _offered(self, value: object, module: str) -> bool:
        """Whether a module's value is a class of this kind, made there and not private."""
        made_here = isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")
        return made_here and issubclass(value, self.base)  # type: ignore[arg-type]

    def __getitem__(self, name: str) -> type[T]:
        # only the file that is asked for: importing all of them is felt when the app starts
        if name not in self._found and name in self._files:
            self._load(name)
        if name not in self._found:
            raise KeyError(f"no {self.kind} is named {name!r}; {self.suggest(name)}")
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        for file in self._files:
            self._load(file)
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(list(iter(self)))
