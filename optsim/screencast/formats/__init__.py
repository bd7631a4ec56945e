"""The formats of a film; a new file is found by itself. A file may have several formats that are alike."""

from __future__ import annotations

from itertools import chain
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
    # those of other packages are looked for only where no format of our own has it
    known = chain(FILM_FORMATS.own(), FILM_FORMATS)
    return next((FILM_FORMATS[name]() for name in known if FILM_FORMATS[name].ending == ending), None)
