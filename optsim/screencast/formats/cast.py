"""Asciicasts, which asciinema plays."""

from __future__ import annotations

from typing import ClassVar, Literal, cast

from optsim.screencast.film import Film
from optsim.screencast.film_format import TextFormat, WriteOptions


class Cast(TextFormat):
    """Text in cells by the millisecond, as asciinema writes it; `optsim render` makes any other format of it."""

    name: ClassVar[str] = "cast"
    title: ClassVar[str] = "asciicast"
    ending: ClassVar[str] = ".cast"

    def text(self, film: Film, options: WriteOptions) -> str:
        """Return the lines of the cast."""
        from optsim.screencast.encoding import asciicast  # noqa: PLC0415 help does not need it

        return asciicast.cast(film, cast("Literal[2, 3]", options.cast_version))
