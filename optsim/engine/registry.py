"""Finds the classes of a package, one file each, and gives them out by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, type[T]], Generic[T]):
    """Classes of one kind by the name a scenario file gives them.

    A new file in the package is found by itself; a class of your own is added with `register`.
    """

    def __init__(self, package: str, base: type[T], kind: str) -> None:
        self.kind = kind
        self.base = base
        self._package = package
        self._found: dict[str, type[T]] | None = None

    def register(self, cls: type[T]) -> type[T]:
        """Add a class (usable as a decorator). Raises ValueError for a class without a name or with a taken one."""
        name = getattr(cls, "name", "")
        if not name:
            raise ValueError(f"{cls.__name__} needs a class attribute `name` to be registered as {self.kind}")
        if self._classes.get(name, cls) is not cls:
            raise ValueError(f"there is already another {self.kind} named {name!r}")
        self._classes[name] = cls
        return cls

    def suggest(self, name: object) -> str:
        """A half sentence for a name that is not there: the nearest one, or all of them."""
        close = get_close_matches(str(name).lower(), self, n=1)
        return f"did you mean {close[0]!r}?" if close else "there are: " + ", ".join(self)

    @property
    def _classes(self) -> dict[str, type[T]]:
        if self._found is None:
            self._found = {}
            package = importlib.import_module(self._package)
            for module_info in pkgutil.iter_modules(package.__path__):
                module = importlib.import_module(f"{self._package}.{module_info.name}")
                for value in vars(module).values():
                    if self._offered(value, module.__name__):
                        self.register(value)
        return self._found

    def _offered(self, value: object, module: str) -> bool:
        """Whether a module's value is a class of this kind, made there and not private."""
        made_here = isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")
        return made_here and issubclass(value, self.base)  # type: ignore[arg-type]

    def __getitem__(self, name: str) -> type[T]:
        try:
            return self._classes[name]
        except KeyError:
            raise KeyError(f"no {self.kind} is named {name!r}; {self.suggest(name)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)
