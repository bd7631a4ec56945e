"""Animated GIFs."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import PixelFormat, WriteOptions, Written


class GIF(PixelFormat):
    """A picture that moves, which every program shows."""

    name: ClassVar[str] = "gif"
    title: ClassVar[str] = "animated GIF"
    ending: ClassVar[str] = ".gif"
    most_pixels: ClassVar[int] = 65_535

    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write the picture."""
        from optsim.screencast.encoding.gif import write_gif  # noqa: PLC0415 it needs Pillow

        return write_gif(film, path, options.font)
