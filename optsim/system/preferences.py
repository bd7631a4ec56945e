"""Preferences that the app remembers: theme, characters and dividers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from optsim.system.glyph_names import GLYPHS, NOTATIONS
from optsim.system.limits import LARGEST_SETTINGS, shape_faults

_NAME = "settings.toml"


class Preferences(NamedTuple):
    """The theme's name (None: the default one), which characters curves are drawn with, which symbols formulas have, and where the dividers are.

    `large_share` is the large panel's share of the width in percent, `table_rows` the rows of lanes in the table; None for
    what the window has room for.
    """

    theme: str | None = None
    glyphs: str = GLYPHS[0]
    large_share: int | None = None
    table_rows: int | None = None
    notation: str = NOTATIONS[0]

    @property
    def division(self) -> tuple[int | None, int | None]:
        """The share of the large panel and the rows of lanes."""
        return self.large_share, self.table_rows


def _is_number_up_to(most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most


#: what values of each key are
_FITS: Mapping[str, Callable[[object], bool]] = {
    "theme": lambda value: isinstance(value, str),
    "glyphs": lambda value: isinstance(value, str) and value in GLYPHS,
    "notation": lambda value: isinstance(value, str) and value in NOTATIONS,
    "large_share": _is_number_up_to(99),
    "table_rows": _is_number_up_to(999),
}


def preferences_file() -> Path:
    """Return the file of the preferences, in the folder that the system has for it."""
    import platformdirs  # noqa: PLC0415 only where the app opens

    return platformdirs.user_config_path("optsim", appauthor=False) / _NAME


def read(file: Path) -> tuple[Preferences, list[str]]:
    """Read what was remembered, and what is wrong with the file; it never fails, and what is wrong is left out."""
    from optsim.system.toml_file import toml_tables  # noqa: PLC0415 options ask for the names alone

    try:
        table = toml_tables(file, LARGEST_SETTINGS)
    except FileNotFoundError:
        return Preferences(), []
    except (OSError, ValueError, RecursionError) as error:
        return Preferences(), [f"{file}: cannot be read, so it is passed over: {error}"]
    wrong = [f"{file}: {key} {fault}, so it is passed over" for key, fault in shape_faults(table)]
    if wrong:
        return Preferences(), wrong[:1]
    known = {}
    for key, value in table.items():
        if key in _FITS and _FITS[key](value):
            known[key] = value
        else:
            wrong.append(f"{file}: {key} = {value!r} is passed over")
    return Preferences(**known), wrong


def remember(file: Path, key: str, value: str | int) -> str:
    """Remember one choice and leave the others as they are; returns what went wrong, empty where nothing did."""
    choice: dict[str, Any] = {key: value}
    return write(file, read(file)[0]._replace(**choice))


def write(file: Path, preferences: Preferences) -> str:
    """Remember; returns what went wrong, empty where nothing did."""
    import tomli_w  # noqa: PLC0415 only where something is chosen

    from optsim.system.atomic_write import write_file  # noqa: PLC0415

    table = {key: value for key, value in preferences._asdict().items() if value is not None}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file([tomli_w.dumps(table).encode()], file)
    except OSError as error:
        return f"{file}: cannot be written, so the choice is not remembered: {error.strerror or error}"
    return ""
