"""Finds the files of a folder that have one ending, and gives them out by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from optsim.registry.catalogue import Catalogue

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class FileRegistry(Catalogue[Path]):
    """Files of one kind by their names without the ending.

    Another package adds a whole folder of them by one entry point, which may have any name: its value is the package in which
    the files lie, or the path of the folder.
    """

    def __init__(self, folder: Callable[[], Path], ending: str, kind: str, group: str = "") -> None:
        """Make a registry.

        Args:
            folder: Returns the folder of optsim's own files.
            ending: The ending of the files, with its dot.
            kind: What they are, in words: "scenario".
            group: The group of entry points that offer more folders.
        """
        super().__init__(kind, group)
        self._folder, self._ending = folder, ending
        self._read = False

    def _take_own(self, name: str | None = None) -> None:
        if not self._read:
            self._read = True
            self._known |= dict(self._in(self._folder()))

    def _in(self, folder: Path) -> Iterator[tuple[str, Path]]:
        yield from ((path.stem, path) for path in sorted(folder.glob(f"*{self._ending}")))

    def _of(self, offer: EntryPoint, value: Any) -> list[tuple[str, Path]]:
        places = list(value.__path__) if isinstance(value, ModuleType) and hasattr(value, "__path__") else [value]
        if not all(isinstance(place, str | Path) and Path(place).is_dir() for place in places):
            raise ValueError("it is neither a package nor the path of a folder")
        files = [each for place in places for each in self._in(Path(place))]
        if not files:
            raise ValueError(f"no file there ends in {self._ending}")
        return files
