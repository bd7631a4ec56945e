"""Finds scenarios by name, reads scenario files."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from optsim.faults import Fault
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.problems import Problem, ScenarioError
from optsim.scenario.scenario import Scenario
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables

#: what a table ends with, on which a network is trained
_TABLES = (".csv", ".tsv")
#: where the fault of a TOML file is, in its message
_PLACE = re.compile(r"line (\d+), column (\d+)")


def path_of(name_or_path: str | Path) -> Path:
    """The file of a scenario, by its name or path. Raises ScenarioError where there is none."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(".toml") or is_table(text) or "/" in text or "\\" in text:
        return Path(text)
    if text in SCENARIOS:
        return SCENARIOS[text]
    with suppress(OSError):  # a name that is too long for a file
        if Path(text).is_file():
            return Path(text)
    raise ScenarioError(
        text, [Problem("", Fault("no scenario has this name; {suggestion}", suggestion=SCENARIOS.suggest(text)))]
    )


def is_table(name: str | Path) -> bool:
    """Tell if the name of a file is that of a table."""
    return str(name).lower().endswith(_TABLES)


def _is_formula(text: str) -> bool:
    """Tell if a text is neither a name nor a file, and a formula."""
    if text in SCENARIOS or text.endswith(".toml"):
        return False
    with suppress(OSError, ValueError):  # too long for a file, or no name of one
        if Path(text).exists():
            return False
    from optsim.scenario.of_formula import is_formula  # noqa: PLC0415 most scenarios are none

    return is_formula(text)


def load(name_or_path: str | Path) -> Scenario:
    """The scenario of a name, a file, a table or a formula. Raises ScenarioError with every problem of it.

    >>> import optsim
    >>> optsim.load("ravine").objective.title
    'Quadratic'
    """
    if isinstance(name_or_path, str) and _is_formula(name_or_path):
        from optsim.scenario.of_formula import scenario_of  # noqa: PLC0415 as above

        return scenario_of(name_or_path)
    path = path_of(name_or_path)
    if is_table(path):
        from optsim.scenario.data.of_table import scenario_of as scenario_of_table  # noqa: PLC0415 as above

        return scenario_of_table(path)
    table = tables_of(path, ScenarioError)
    return Scenario.from_dict(table, source=str(path), name=path.stem, files=path.parent)


def tables_of(path: Path, error_of: type[ScenarioError]) -> dict[str, Any]:
    """Return the tables of a file of a scenario or a lesson. Raises `error_of` where it cannot be read as TOML."""
    try:
        return toml_tables(path, LARGEST_SCENARIO)
    except (OSError, ValueError, RecursionError) as error:
        raise error_of(str(path), [Problem("", _unreadable(error))]) from error


def _unreadable(error: Exception) -> Fault:
    """Return why a file cannot be read as TOML."""
    match error:
        case OSError():
            return Fault("cannot be read: {error}", error=error.strerror or error)
        case UnicodeDecodeError():
            return Fault("is not UTF-8 text (byte {byte})", byte=error.start)
        case tomllib.TOMLDecodeError():
            # Python says what is wrong in English: other languages say where
            return Fault("is not valid TOML: {error}", error=error, place=_place(str(error)))
        case RecursionError():
            return Fault("is nested too deeply")
        case _:  # a path with a null character
            return Fault("cannot be read: {error}", error=error)


def _place(message: str) -> Fault:
    """Return where the fault of a TOML file is."""
    place = _PLACE.search(message)
    return Fault("line {line}, column {column}", line=place[1], column=place[2]) if place else Fault("its end")
