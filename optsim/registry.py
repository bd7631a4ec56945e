"""Finds the classes of a package, one file each, and gives them out by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from optsim.suggest import nearest

T = TypeVar("T")


class Registry(Mapping[str, type[T]], Generic[T]):
    """Classes of one kind by the name a scenario file gives them.

    A new file in the package is found by itself; one that bears the name of its class is imported only when that is asked
    for. A class of your own is added with `register`.
    """

    def __init__(self, package: str, base: type[T], kind: str) -> None:
        self.kind = kind
        self.base = base
        self._package = package
        self._found: dict[str, type[T]] = {}
        self._loaded: set[str] = set()

    def register(self, cls: type[T]) -> type[T]:
        """Add a class (usable as a decorator). Raises ValueError for a class without a name or with a taken one."""
        if getattr(cls, "name", "") in self._files:
            self._load(cls.name)  # type: ignore[attr-defined]
        self._take(cls)
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
        """Take the classes of a file in. Raises ValueError for one without a name, or with one that is taken."""
        if file in self._loaded:
            return
        module = importlib.import_module(f"{self._package}.{file}")
        for value in vars(module).values():
            if self._offered(value, module.__name__):
                self._take(value)
        self._loaded.add(file)

    def _take(self, cls: type[T]) -> None:
        name = getattr(cls, "name", "")
        if not name:
            raise ValueError(f"{cls.__name__} needs a class attribute `name` to be registered as {self.kind}")
        other = self._found.setdefault(name, cls)
        if other is not cls:
            both = " and ".join(f"{each.__module__}.{each.__qualname__}" for each in (other, cls))
            raise ValueError(f"there is already another {self.kind} named {name!r}: {both}")

    def _offered(self, value: object, module: str) -> bool:
        """Whether a module's value is a class of this kind, made there and not private."""
        made_here = isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")
        return made_here and issubclass(value, self.base)  # type: ignore[arg-type]

    def __getitem__(self, name: str) -> type[T]:
        # only the file that is asked for: importing all of them is felt when the app starts
        if name not in self._found and name in self._files:
            self._load(name)
        if name not in self._found:
            self._load_all()
        if name not in self._found:
            raise KeyError(f"no {self.kind} is named {name!r}; {self.suggest(name)}")
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        self._load_all()
        return iter(sorted(self._found))

    def _load_all(self) -> None:
        for file in self._files:
            self._load(file)

    def __len__(self) -> int:
        return len(list(iter(self)))
