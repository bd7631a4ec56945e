"""Entry points by which other packages offer things.

`importlib.metadata` takes longer to import than a command takes to print its help, so it is asked only where the files of the
installed packages name the group, or where packages are installed in another way than as files in folders.
"""

from __future__ import annotations

import functools
import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint


def offers(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, always in the same order."""
    path = tuple(sys.path)
    if not group or not may_have(path, group):
        return []
    selected = _entry_points(path).select(group=group)
    return sorted(selected, key=lambda each: (each.dist.name if each.dist else "", each.name))


@functools.lru_cache(maxsize=1)
def _entry_points(path: tuple[str, ...]) -> Any:  # noqa: ARG001 where packages are looked for
    """The entry points of all packages, read once for all groups; what holds them depends on the version of Python."""
    from importlib.metadata import entry_points  # noqa: PLC0415 as said above

    return entry_points()


def may_have(path: tuple[str, ...], group: str) -> bool:
    """Return whether some package on a path may have entry points of a group; False where none has."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    texts = _texts(path)
    return texts is None or f"[{group}]".encode() in texts


@functools.lru_cache(maxsize=1)
def _texts(path: tuple[str, ...]) -> bytes | None:
    """Return the files of all packages that declare entry points, one after another; None where a place is no folder."""
    try:
        return b"\n".join(text for place in path for text in _texts_in(place))
    except NotADirectoryError:
        return None


def _texts_in(place: str) -> Iterator[bytes]:
    """Return the files of the packages in a folder. Raises NotADirectoryError for an archive."""
    try:
        names = os.listdir(place or ".")  # noqa: PTH208 a Path a name takes its time
    except NotADirectoryError:
        raise
    except OSError:
        return
    for name in names:
        if name.lower().endswith((".dist-info", "egg-info")):
            try:
                with open(os.path.join(place, name, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123 as above
                    yield file.read()
            except OSError:
                continue
