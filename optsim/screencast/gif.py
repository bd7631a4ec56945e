"""Animated GIF: each frame holds only what changed, in colours chosen for the whole film, without dithering."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from optsim.recording.destination import write_file
from optsim.screencast.film import Film
from optsim.screencast.raster import Pixels, Raster

#: a GIF counts in hundredths of a second; players show frames of less than two for a tenth of a second
_TICK = 10
_SHORTEST = 2
_LONGEST = 0xFFFF
#: one of 256 is kept for what stays as it was
_COLOURS = 255
_UNCHANGED = 255
#: so many colours that cover most are kept as they are, the others share the rest
_KEPT = 128
_ENOUGH = 64

_HEADER = b"GIF89a"
_LOOP_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_END = b"\x3b"


def write_gif(film: Film, path: Path, font: Path | None = None) -> str:
    """Write a film as an animated GIF, and return the characters that no font had.

    Raises OSError where the file cannot be written or the font cannot be read.
    """
    raster = Raster(film.width, film.height, font=font)
    palette, numbers = _palette(*_used(film, raster))
    write_file(_pieces(film, raster, palette, numbers), path)
    return raster.missing


class Cut(NamedTuple):
    """A screen's pixels and for how many hundredths of a second it is shown."""

    pixels: Pixels
    ticks: int


def _cuts(film: Film, raster: Raster) -> Iterator[Cut]:
    """The screens one after the other. What would be shown too shortly is shown as a part of the next one."""
    times = [frame.time for frame in film.frames[1:]] + [film.duration]
    begun = 0
    for frame, until in zip(film.frames, times, strict=True):
        raster.draw(frame.rows)
        last = frame is film.frames[-1]
        # both ends are rounded, so that no error adds up
        ticks = (until + _TICK // 2) // _TICK - begun
        if ticks < _SHORTEST and not last:
            continue
        yield Cut(raster.pixels, max(ticks, _SHORTEST))
        begun += ticks
'''
