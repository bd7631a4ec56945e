"""Still pictures: those that a demo asks for, or what a film shows at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from optsim.screencast.film import Film
from optsim.screencast.film_format import Written
from optsim.screencast.raster.raster import Raster
from optsim.system.atomic_write import write_file

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def write_png(film: Film, path: Path, font: Path | None = None) -> Written:
    """Write each still of a film beside the path, as `stem-NAME.png`; one without stills as the path, with its last screen.

    Raises OSError where a file cannot be written, FilmError where the font cannot be read.
    """
    raster = Raster(film.width, film.height, font=font)
    if not film.stills:
        raster.draw(dict(enumerate(film.screen_at(film.duration))))
        cleared = write_file([_png(raster)], path)
        return Written((path,), tuple(cleared))
    files = [path.with_name(f"{path.stem}-{name}{path.suffix}") for name in _names(still.name for still in film.stills)]
    cleared = []
    for still, file in zip(film.stills, files, strict=True):
        raster.draw(dict(enumerate(film.screen_at(still.time))))
        cleared += write_file([_png(raster)], file)
    return Written(tuple(files), tuple(cleared))


def _names(labels: Iterable[str]) -> list[str]:
    """Names that can be those of files, no two of them alike."""
    names: list[str] = []
    for name in labels:
        plain = _NOT_IN_NAMES.sub("-", name).strip("-.") or "still"
        number, free = 1, plain
        while free in names:
            number += 1
            free = f"{plain}-{number}"
        names.append(free)
    return names


def _png(raster: Raster) -> bytes:
    file = BytesIO()
    _smallest(raster).save(file, "png", optimize=True)
    return file.getvalue()


def _smallest(raster: Raster) -> Image.Image:
    """The picture with a table of its colours, where they are few enough for one."""
    used, places = np.unique(raster.pixels, return_inverse=True)
    if len(used) > 256:
        return raster.image()
    high, wide = raster.pixels.shape
    image = Image.frombytes("P", (wide, high), places.astype(np.uint8).tobytes())
    image.putpalette(raster.colours[used].astype("<u4").tobytes(), "BGRX")
    return image
