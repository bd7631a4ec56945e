"""The formats of a film; a new file is found by itself. A file may have several formats that are alike."""

from __future__ import annotations

from pathlib import Path

from optsim.registry import Registry
from optsim.screencast.film_format import FilmFormat

FILM_FORMATS: Registry[FilmFormat] = Registry(__name__, FilmFormat, "film format", "optsim.film_formats")  # type: ignore[type-abstract]


def endings() -> list[str]:
    """Return the endings of all formats, in their order."""
    return [each.ending for each in FILM_FORMATS.values()]


def format_of(path: Path) -> FilmFormat | None:
    """Return the format that a file has by its ending, None where no format has it."""
    ending = path.suffix.lower()
    return next((each() for each in FILM_FORMATS.values() if each.ending == ending), None)
