"""Finds the classes of a package, one file or folder each, and gives them out by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from optsim.registry.catalogue import Catalogue

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Registry(Catalogue[type[T]], Generic[T]):
    """Classes of one kind by the name a scenario file gives them.

    A new file in the package is found by itself; one that bears the name of its class is imported only when that is asked
    for. A class of your own is added with `register`, one of another package by an entry point: its name is that of the
    class, its value the class.

    >>> import optsim
    >>> optsim.OPTIMIZERS["adam"](learning_rate=0.1).beta2
    0.999
    >>> "rosenbrock" in optsim.OBJECTIVES, "cosine" in optsim.SCHEDULES, "patience" in optsim.STOPPING_RULES
    (True, True, True)
    """

    def __init__(self, package: str, base: type[T], kind: str, group: str = "") -> None:
        """Make a registry.

        Args:
            package: The package whose modules are looked into.
            base: What all of its classes are derived from.
            kind: What they are, in words: "optimizer".
            group: The group of entry points that offer more of them.
        """
        super().__init__(kind, group)
        self.base = base
        self._package = package
        self._loaded: set[str] = set()

    def register(self, cls: type[T]) -> type[T]:
        """Add a class (usable as a decorator). Raises ValueError for a class without a name or with a taken one."""
        name = self._name(cls)
        self._take_own(name)
        self._take(name, cls)
        return cls

    @functools.cached_property
    def _files(self) -> tuple[str, ...]:
        """The modules of the package; a file bears the name of its class."""
        package = importlib.import_module(self._package)
        return tuple(each.name for each in pkgutil.iter_modules(package.__path__) if self._may_have_a_class(each))

    def _may_have_a_class(self, module: pkgutil.ModuleInfo) -> bool:
        """Return whether a class may stand in a module of the package."""
        return True

    def _take_own(self, name: str | None = None) -> None:
        # only the file that is asked for: importing all of them is felt when the app starts
        for file in self._files if name is None else {name}.intersection(self._files):
            self._load(file)

    def _load(self, file: str) -> None:
        """Take the classes of a file in. Raises ValueError for one without a name, or with one that is taken."""
        if file in self._loaded:
            return
        module = importlib.import_module(f"{self._package}.{file}")
        for value in vars(module).values():
            if self._is_offered(value, module.__name__):
                self._take(self._name(value), value)
        self._loaded.add(file)

    def _name(self, cls: type[T]) -> str:
        """The name of a class. Raises ValueError where it has none."""
        name: str = getattr(cls, "name", "")
        if not name:
            raise ValueError(f"{cls.__name__} needs a class attribute `name` to be registered as {self.kind}")
        return name

    def _is_offered(self, value: object, module: str) -> bool:
        """Return whether a module's value is a class of this kind, made there and not private."""
        made_here = isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")
        return made_here and issubclass(value, self.base)  # type: ignore[arg-type]

    def _of(self, offer: EntryPoint, value: Any) -> Iterator[tuple[str, type[T]]]:
        if not (isinstance(value, type) and issubclass(value, self.base)):
            raise ValueError(  # noqa: TRY004 whoever reads it has no call to put right
                f"it is no class derived from {self.base.__module__}.{self.base.__qualname__}"
            )
        if self._name(value) != offer.name:
            raise ValueError(f"the class is named {self._name(value)!r}: the entry point needs the same name")
        yield offer.name, value

    def _place(self, value: type[T]) -> str:
        return f"{value.__module__}.{value.__qualname__}"
