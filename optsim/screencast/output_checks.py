"""Checks of the files that a film is to be written to, before and after it is made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.formats import FILM_FORMATS, endings, format_of
from optsim.suggest import nearest


def faults(path: Path) -> list[str]:
    """Return why a film could not be written to a file; nothing where all is well so far."""
    form = format_of(path)
    if str(path) == "-":
        return ["-: a film is not written to standard output; give a file, for instance film.cast"]
    if form is None:
        what = f"ends in {path.suffix!r}" if path.suffix else "has no ending"
        hint = "; ".join([nearest(path.suffix, endings()), *FILM_FORMATS.problems])
        return [f"{path}: {what}, which is no format of a film; {hint}"]
    if not form.can_write():
        install = f": pip install 'optsim[{form.extra}]'" if form.extra else ""
        return [f"{path}: this format needs more to be installed{install}"]
    if os.path.isdir(path):  # noqa: PTH112 Path's own raises for a name that is too long
        return [f"{path}: is a folder; give the name of a file"]
    if not os.path.isdir(path.parent):  # noqa: PTH112
        return [f"{path}: there is no folder {path.parent}; make it first"]
    return []


def draws_letters(path: Path) -> bool:
    """Return whether a font is needed for a file."""
    form = format_of(path)
    return form is not None and form.draws_letters


def font_faults(font: Path | None, outputs: Iterable[Path]) -> list[str]:
    """Return why a font is of no use for files; nothing where all is well, or none is given."""
    if font is None:
        return []
    if not any(map(draws_letters, outputs)):
        endings_with_fonts = " ".join(each.ending for each in FILM_FORMATS.values() if each.draws_letters)
        return [f"--font {font}: of no use here; a font is for {endings_with_fonts}"]
    from optsim.screencast.raster.glyph_masks import lacking  # noqa: PLC0415 it needs Pillow

    try:
        lacking("", font)
    except FilmError as error:
        return [f"--font {error}"]
    return []


def size_fault(name: str, film: Film) -> str:
    """Return why a film is too large for the format of a file; an empty text where it is not."""
    form = format_of(Path(name))
    if form is None or not form.most_pixels:
        return ""
    from optsim.screencast.raster.glyph_masks import CellSize  # noqa: PLC0415 it needs Pillow

    cell = CellSize()
    wide, high = film.width * cell.width, film.height * cell.height
    if max(wide, high) <= form.most_pixels:
        return ""
    free = " ".join(each.ending for each in FILM_FORMATS.values() if not each.most_pixels)
    limit = f"{form.ending} allows {form.most_pixels:,} in a direction, {free} any number"
    return f"{name}: would be {wide}×{high} pixels; {limit}"
