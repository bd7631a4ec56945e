"""Vector pictures that move."""

from __future__ import annotations

from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import TextFormat, WriteOptions


class SVG(TextFormat):
    """A picture that moves by itself, without a script, sharp at every size."""

    name: ClassVar[str] = "svg"
    title: ClassVar[str] = "moving vector picture"
    ending: ClassVar[str] = ".svg"

    def text(self, film: Film, options: WriteOptions) -> str:
        """Return the picture."""
        from optsim.screencast.encoding.svg_picture import svg  # noqa: PLC0415 help does not need it

        return svg(film)
