"""Still pictures."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import PixelFormat, WriteOptions, Written


class PNG(PixelFormat):
    """The pictures that a demo asks for, a file each; else what the film shows at its end."""

    name: ClassVar[str] = "png"
    title: ClassVar[str] = "still pictures"
    ending: ClassVar[str] = ".png"

    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write the pictures."""
        from optsim.screencast.encoding.png import write_png  # noqa: PLC0415 it needs Pillow

        return write_png(film, path, options.font)
