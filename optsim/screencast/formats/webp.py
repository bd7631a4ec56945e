"""Animated WebP pictures."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import PixelFormat, WriteOptions, Written


class WebP(PixelFormat):
    """A picture that moves, smaller than a GIF, in every colour exactly."""

    name: ClassVar[str] = "webp"
    title: ClassVar[str] = "animated WebP"
    ending: ClassVar[str] = ".webp"
    most_pixels: ClassVar[int] = 16_383

    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write the picture."""
        from optsim.screencast.encoding.webp import write_webp  # noqa: PLC0415 it needs Pillow

        return write_webp(film, path, options.font)
