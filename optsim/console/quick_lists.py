"""Lists of what there is without loading any of it: from a generated table and from the first lines of scenario files.

Each returns None where a file was added or a package may offer more; then all of the kind is loaded, which takes its time.
"""

from __future__ import annotations

import os
import re
import sys

from optsim.console.listed import LISTED
from optsim.registry.entry_points import may_have

_TITLE = re.compile(r'title = "([^"\\]*)"\n')
#: order and topic stand before the title of a lesson
_LINES_BEFORE = 2
#: has what a person has imported, where it is loaded
_OWN_MODULES = "optsim.registry.own_modules"
_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 pathlib takes its time to import


def kind_lines(kind: str) -> dict[str, str] | None:
    """Return what each class of a kind is, by its name, in English."""
    folder, group, files, lines = LISTED[kind]
    own = sys.modules.get(_OWN_MODULES)
    if (
        (own is not None and own.OWN_MODULES.imported)
        or may_have(tuple(sys.path), group)
        or modules_in(folder) != files
    ):
        return None
    return lines


def modules_in(folder: str) -> tuple[str, ...] | None:
    """Return the names of the modules in a folder of the package; None where that is no folder.

    A folder without `__init__.py` is none: one whose files were removed keeps what Python has compiled of them.
    """
    try:
        names = os.listdir(os.path.join(_PACKAGE, folder))  # noqa: PTH118, PTH208
    except OSError:
        return None
    whole = f"{_PACKAGE}/{folder}"
    names = [name for name in names if name[0] not in "_." and (name.endswith(".py") or _is_package(f"{whole}/{name}"))]
    return tuple(sorted(name.removesuffix(".py") for name in names))


def _is_package(folder: str) -> bool:
    return os.path.exists(f"{folder}/__init__.py")  # noqa: PTH110


def scenario_titles() -> dict[str, str] | None:
    """Return the titles of the scenarios that come with optsim, by their names."""
    if may_have(tuple(sys.path), "optsim.scenarios"):
        return None
    for folder in (f"{_PACKAGE}/scenarios", f"{_PACKAGE}/../scenarios"):
        if os.path.isdir(folder):  # noqa: PTH112
            return _titles(folder)
    return None


def lesson_titles() -> dict[str, str] | None:
    """Return the titles of the lessons that come with optsim, by their names."""
    if may_have(tuple(sys.path), "optsim.lessons"):
        return None
    for folder in (f"{_PACKAGE}/scenarios/lessons", f"{_PACKAGE}/../scenarios/lessons"):
        if os.path.isdir(folder):  # noqa: PTH112
            return _titles(folder, _LINES_BEFORE)
    return None


def _titles(folder: str, before: int = 0) -> dict[str, str] | None:
    """Return the titles of files that have one after so many lines; None where one has it elsewhere."""
    titles = {}
    for name in os.listdir(folder):  # noqa: PTH208
        if name.endswith(".toml"):
            with open(f"{folder}/{name}", encoding="utf-8") as file:  # noqa: PTH123
                line = [file.readline() for _ in range(before + 1)][before]
            title = _TITLE.fullmatch(line)
            if title is None:
                return None
            titles[name.removesuffix(".toml")] = title[1].strip()
    return dict(sorted(titles.items()))
