"""The last session in a file: what was open when the app was left, with its edits and forks, its seed and its step.

It is a TOML file with the tables of a scenario file in it, so reading it executes nothing. It is replaced as a whole: of two
instances the one that is left last has written it, and a kill leaves the one before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.scenario.dump import scenario_files
from optsim.system.limits import LARGEST_SESSION, LARGEST_WHOLE, shape_faults
from optsim.system.toml_file import toml_tables

_KIND, _VERSION = "optsim session", 1


class SessionError(Exception):
    """A session that cannot be written or read."""


class Session(NamedTuple):
    """What was left: name and title, the step, how many lanes were forked, how often the race was edited, and its tables and data files."""

    name: str
    title: str
    step: int
    forks: int
    edits: int
    tables: Mapping[str, Any]
    files: Mapping[str, str]

    def scenario(self) -> Scenario:
        """Return the scenario with its edits and forks. Raises ScenarioError with all faults."""
        return Scenario.from_dict(self.tables, _KIND, name=self.name, files=self.files)


def session_of(player: Player, edits_before: int = 0) -> Session | None:
    """Return what is to be kept of what is played; None where nobody has moved it, or it is no race.

    Args:
        player: What is played.
        edits_before: How often the race was edited in the session that it was taken up from.

    Raises:
        SessionError: it is made of classes that a file cannot name.
    """
    seed = player.race.seed
    if not player.computed or seed is None or not (player.edits or player.race.step):
        return None
    try:
        texts = scenario_files(player.scenario, "session", seed=seed)
    except ValueError as error:
        raise SessionError(str(error)) from error
    tables, scenario = tomllib.loads(texts.pop("session.toml")), player.scenario
    edits = edits_before + player.edits
    return Session(scenario.name, scenario.title, player.race.step, _forks(tables), edits, tables, texts)


def write_session(file: Path, session: Session) -> None:
    """Write a session in place of the one before.

    Raises:
        SessionError: it is too large.
        OSError: it cannot be written.
    """
    import tomli_w  # noqa: PLC0415 only when the app is left

    from optsim.system.atomic_write import write_file  # noqa: PLC0415

    head = {"kind": _KIND, "version": _VERSION, "name": session.name, "step": session.step, "edits": session.edits}
    document = {**head, "files": dict(session.files), "scenario": dict(session.tables)}
    data = tomli_w.dumps(document, multiline_strings=True).encode()
    if len(data) > LARGEST_SESSION:
        raise SessionError(f"it takes {len(data):,} bytes, and at most {LARGEST_SESSION:,} are kept; w saves it")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file([data], file)


def read_session(file: Path) -> Session | None:
    """Return the session of a file; None where there is no file.

    Raises:
        SessionError: the file cannot be read, or is none of a session.
    """
    try:
        table = toml_tables(file, LARGEST_SESSION)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise SessionError(f"cannot be read: {error}") from error
    for key, fault in shape_faults(table):
        raise SessionError(f"{key} {fault}")
    if (table.get("kind"), table.get("version")) != (_KIND, _VERSION):
        raise SessionError(f'is no session of this version: kind = "{_KIND}" and version = {_VERSION} are missing')
    return _session(table)


def _session(table: Mapping[str, Any]) -> Session:
    """Return the session of a file's tables. Raises SessionError with the first key that is wrong."""
    name, step, edits = (_value(table, key, kind) for key, kind in (("name", str), ("step", int), ("edits", int)))
    files, tables = _value(table, "files", dict), _value(table, "scenario", dict)
    if not all(isinstance(text, str) for text in files.values()):
        raise SessionError("files must be texts by name")
    title = tables.get("title", "")
    return Session(name, title if isinstance(title, str) else "", step, _forks(tables), edits, tables, files)


def _value(table: Mapping[str, Any], key: str, kind: type) -> Any:
    value = table.get(key)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= LARGEST_WHOLE):
        raise SessionError(f"{key} is missing or cannot be {value!r}")
    return value


def _forks(tables: Mapping[str, Any]) -> int:
    lanes = tables.get("lanes")
    sections = lanes.values() if isinstance(lanes, dict) else ()
    return sum(isinstance(lane, dict) and "fork" in lane for lane in sections)
