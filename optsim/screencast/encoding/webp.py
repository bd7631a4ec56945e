"""Animated WebP: smaller than a GIF, in every colour exactly."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image

from optsim.screencast.film import Film
from optsim.screencast.film_format import Written
from optsim.screencast.raster.raster import Raster
from optsim.system.atomic_write import write_file

#: how hard to try, of 6 and of 100: more costs much time and saves little. No frame starts anew, which would double both
_EFFORT = {"method": 1, "quality": 30, "kmin": 0, "kmax": 0}


#: milliseconds that a frame can last; a longer one is followed by others like it
_LONGEST = (1 << 24) - 2


class _Reel(Image.Image):
    """A film as a picture of many frames, each drawn when it is asked for: together they would fill the memory.

    `lengths` has the milliseconds of each.
    """

    def __init__(self, film: Film, raster: Raster) -> None:
        super().__init__()
        high, wide = raster.pixels.shape
        # what Pillow makes of a new picture, it makes of no class but its own
        self.__dict__.update(Image.new("RGB", (wide, high)).__dict__)
        self._film, self._raster = film, raster
        lasting = list(_lasting(film))
        self._numbers, self.lengths = [number for number, _ in lasting], [length for _, length in lasting]
        self.n_frames = len(lasting)
        # a single one is not asked for
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Show a frame. They are asked for in order."""
        self._raster.draw(self._film.frames[self._numbers[frame]].rows)
        self.paste(self._raster.image())


def write_webp(film: Film, path: Path, font: Path | None = None) -> Written:
    """Write a film as an animated WebP that plays for ever.

    Raises OSError where the file cannot be written, FilmError where the font cannot be read.
    """
    raster = Raster(film.width, film.height, font=font)
    file, reel = BytesIO(), _Reel(film, raster)
    reel.save(file, "webp", save_all=True, duration=reel.lengths, loop=0, lossless=True, **_EFFORT)
    cleared = write_file([file.getvalue()], path)
    return Written((path,), tuple(cleared))


def _lasting(film: Film) -> Iterator[tuple[int, int]]:
    """The numbers of frames, and how long each is shown."""
    times = [frame.time for frame in film.frames] + [film.end]
    for number, (begin, end) in enumerate(pairwise(times)):
        for start in range(begin, max(end, begin + 1), _LONGEST):
            yield number, min(end - start, _LONGEST)
