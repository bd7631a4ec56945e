"""Animated GIF: each frame holds only the pixels that changed, in exact colours where 255 suffice, never dithered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from optsim.screencast.film import Film
from optsim.screencast.film_format import Written
from optsim.screencast.raster.raster import Pixels, Raster
from optsim.system.atomic_write import write_file

#: a GIF counts in hundredths of a second; players show frames of less than two for a tenth of a second
_TICK = 10
_SHORTEST = 2
_LONGEST = 0xFFFF
#: of 256 colours one stands for what stays as it was
_COLOURS = 255
#: where there are more: those that cover most stay as they are, the others share the rest
_KEPT = 128
#: how often a colour can count when the others share
_VOTES = 16

_LOOP_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_END = b"\x3b"


class Table(NamedTuple):
    """The colours of a frame or of all."""

    palette: bytes
    """Red, green and blue of each, filled up to a power of two."""
    bits: int
    """How many bits tell them and the sign for what stays apart."""
    entries: NDArray[np.uint8]
    """The place of each of the raster's colours."""
    unchanged: int
    """The sign for what stays."""


def write_gif(film: Film, path: Path, font: Path | None = None) -> Written:
    """Write a film as an animated GIF that plays for ever.

    Raises OSError where the file cannot be written, FilmError where the font cannot be read.
    """
    raster = Raster(film.width, film.height, font=font)
    for frame in film.frames:
        raster.draw(frame.rows)
    cleared = write_file(_pieces(film, raster), path)
    return Written((path,), tuple(cleared))


def _pieces(film: Film, raster: Raster) -> Iterator[bytes]:
    high, wide = raster.pixels.shape
    colours = raster.colours
    # one table for all where it can be exact; else each frame has the colours of what it changes
    common = _table(np.ones(len(colours), np.int64), colours) if len(colours) <= _COLOURS else None
    flags = 0x80 | common.bits - 1 if common else 0
    yield b"GIF89a" + pack("<HHBBB", wide, high, flags, 0, 0) + (common.palette if common else b"") + _LOOP_FOR_EVER
    shown = np.full_like(raster.pixels, -1)
    for ticks in _shown(film, raster):
        yield _frame(raster.pixels, shown, colours, common, min(ticks, _LONGEST))
        shown[:] = raster.pixels
        for offset in range(_LONGEST, ticks, _LONGEST):
            yield _frame(raster.pixels, shown, colours, common, min(ticks - offset, _LONGEST))
    yield _END


def _shown(film: Film, raster: Raster) -> Iterator[int]:
    """Draw the film; for how many hundredths of a second each screen is shown.

    What would be shown too shortly is shown as a part of the next screen; the last one rests.
    """
    ticks_shown = 0
    for number, frame in enumerate(film.frames, 1):
        raster.draw(frame.rows)
        last = number == len(film.frames)
        until = film.end if last else film.frames[number].time
        # the ends are rounded, not the lengths: so no error adds up
        ticks = (until + _TICK // 2) // _TICK - ticks_shown
        if ticks >= _SHORTEST or last:
            yield max(ticks, _SHORTEST)
            ticks_shown += ticks


def _frame(pixels: Pixels, shown: Pixels, colours: NDArray[np.uint32], common: Table | None, ticks: int) -> bytes:
    """One frame: the smallest rectangle around all that changed, and in it a sign for what did not."""
    changed = pixels != shown
    rows, columns = _extent(changed.any(axis=1)), _extent(changed.any(axis=0))
    changed, inside = changed[rows, columns], pixels[rows, columns]
    table = common or _table(np.bincount(inside[changed], minlength=len(colours)), colours)
    places = table.entries[inside]
    places[~changed] = table.unchanged
    high, wide = places.shape
    flags = 0 if common else 0x80 | table.bits - 1
    return b"".join(
        [
            # it stays when the next one comes; one of its colours is transparent
            b"\x21\xf9\x04" + pack("<BHBB", 0b101, ticks, table.unchanged, 0),
            b"\x2c" + pack("<HHHHB", columns.start, rows.start, wide, high, flags),
            b"" if common else table.palette,
            bytes([table.bits]),
            Image.frombytes("P", (wide, high), places.tobytes()).tobytes("gif", "P", table.bits, 0),
            b"\x00",
        ]
    )


def _extent(changed: NDArray[np.bool_]) -> slice:
    """From the first that changed to the last; the first one where nothing did, as a frame cannot be empty."""
    where = np.flatnonzero(changed)
    return slice(int(where[0]), int(where[-1]) + 1) if where.size else slice(0, 1)


def _table(counts: NDArray[np.int64], colours: NDArray[np.uint32]) -> Table:
    """A table of the colours that are used, by how many pixels have each."""
    used = np.flatnonzero(counts)
    entries = np.zeros(len(colours), np.uint8)
    if len(used) <= _COLOURS:
        chosen = colours[used]
        entries[used] = np.arange(len(used))
    else:
        chosen = _shared(colours[used], counts[used])
        entries[used] = _nearest(colours[used], chosen)
    bits = max(2, len(chosen).bit_length())
    palette = _parts(chosen).astype(np.uint8).tobytes()
    return Table(palette.ljust(3 << bits, b"\x00"), bits, entries, len(chosen))


def _shared(colours: NDArray[np.uint32], counts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """At most 255 colours for more: the frequent ones, and those that stand for the others."""
    by_count = np.argsort(-counts, kind="stable")
    frequent, others = by_count[:_KEPT], by_count[_KEPT:]
    votes = np.clip(counts[others] * _VOTES // counts[others].max(), 1, _VOTES)
    sample = np.repeat(_parts(colours[others]).astype(np.uint8), votes, axis=0)
    palette = Image.fromarray(sample[None]).quantize(_COLOURS - _KEPT, Image.Quantize.MEDIANCUT).getpalette() or []
    red, green, blue = np.array(palette[: 3 * (_COLOURS - _KEPT)], np.uint32).reshape(-1, 3).T
    return np.concatenate([colours[frequent], red << 16 | green << 8 | blue])


def _nearest(colours: NDArray[np.uint32], chosen: NDArray[np.uint32]) -> NDArray[np.int64]:
    distances = ((_parts(colours)[:, None] - _parts(chosen)) ** 2).sum(axis=2)
    nearest: NDArray[np.int64] = distances.argmin(axis=1).astype(np.int64)
    return nearest


def _parts(colours: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Red, green and blue, shape (colours, 3)."""
    return np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.int64)
