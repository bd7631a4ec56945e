"""Finds scenarios by name, reads scenario files."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.problems import Problem, ScenarioError
from optsim.scenario.scenario import Scenario
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables


def path_of(name_or_path: str | Path) -> Path:
    """The file of a scenario, by its name or path. Raises ScenarioError where there is none."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text:
        return Path(text)
    if text in SCENARIOS:
        return SCENARIOS[text]
    with suppress(OSError):  # a name that is too long for a file
        if Path(text).is_file():
            return Path(text)
    raise ScenarioError(text, [Problem("", f"no scenario has this name; {SCENARIOS.suggest(text)}")])


def load(name_or_path: str | Path) -> Scenario:
    """The scenario of a name or a file. Raises ScenarioError with every problem of it."""
    path = path_of(name_or_path)
    try:
        table = toml_tables(path, LARGEST_SCENARIO)
    except OSError as error:
        raise ScenarioError(str(path), [Problem("", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise ScenarioError(str(path), [Problem("", f"is not UTF-8 text (byte {error.start})")]) from error
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(str(path), [Problem("", f"is not valid TOML: {error}")]) from error
    except RecursionError as error:
        raise ScenarioError(str(path), [Problem("", "is nested too deeply")]) from error
    except ValueError as error:  # a path with a null character
        raise ScenarioError(str(path), [Problem("", f"cannot be read: {error}")]) from error
    return Scenario.from_dict(table, source=str(path), name=path.stem, files=path.parent)
