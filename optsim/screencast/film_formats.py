"""Every format of a film: which ending it has, what writes it, and what has to be installed for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.suggest import nearest
from optsim.system.atomic_write import write_file


class Made(Protocol):
    """What was made of a film: the files, the characters in it that no font had, and what was cleared away for it."""

    @property
    def files(self) -> tuple[Path, ...]:
        """What was written."""

    @property
    def missing(self) -> str:
        """The characters."""

    @property
    def cleared(self) -> tuple[Path, ...]:
        """What killed processes had left of the files."""


#: writes a film to a file. Raises OSError or FilmError
Writer = Callable[[Film, Path], Made]


class Format(NamedTuple):
    """`writer` is found as module:function: a Writer, or with `text` a function from a film to the file's text.

    One that draws letters takes a `font`, too. `most` is how many pixels the format allows in a direction, 0 any number.
    """

    writer: str
    text: bool = False
    font: bool = False
    most: int = 0
    extra: str = ""
    there: Callable[[], bool] = lambda: True


class _Text(NamedTuple):
    files: tuple[Path, ...]
    missing: str = ""
    cleared: tuple[Path, ...] = ()


def _has(*modules: str) -> Callable[[], bool]:
    return lambda: all(find_spec(module) is not None for module in modules)


def _films() -> bool:
    return _has("PIL")() and (shutil.which("ffmpeg") is not None or _has("imageio_ffmpeg")())


#: ending -> format
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".cast": Format("optsim.screencast.formats.cast:cast", text=True),
        ".html": Format("optsim.screencast.formats.html:html", text=True),
        ".svg": Format("optsim.screencast.formats.svg:svg", text=True),
        ".gif": Format(
            "optsim.screencast.formats.gif:write_gif", font=True, most=65_535, extra="image", there=_has("PIL")
        ),
        ".png": Format("optsim.screencast.formats.png:write_png", font=True, extra="image", there=_has("PIL")),
        ".webp": Format(
            "optsim.screencast.formats.webp:write_webp", font=True, most=16_383, extra="image", there=_has("PIL")
        ),
        ".mp4": Format(
            "optsim.screencast.formats.video:write_video", font=True, most=16_384, extra="video", there=_films
        ),
        ".webm": Format(
            "optsim.screencast.formats.video:write_video", font=True, most=65_535, extra="video", there=_films
        ),
    }
)


def faults(path: Path) -> list[str]:
    """Why a film could not be written to a file; nothing where all is well so far."""
    known = FORMATS.get(path.suffix.lower())
    if str(path) == "-":
        return ["-: a film is not written to standard output; give a file, for instance film.cast"]
    if known is None:
        what = f"ends in {path.suffix!r}" if path.suffix else "has no ending"
        return [f"{path}: {what}, which is no format of a film; {nearest(path.suffix, FORMATS)}"]
    if not known.there():
        return [f"{path}: this format needs more to be installed: pip install 'optsim[{known.extra}]'"]
    if os.path.isdir(path):  # noqa: PTH112 Path's own raises for a name that is too long
        return [f"{path}: is a folder; give the name of a file"]
    if not os.path.isdir(path.parent):  # noqa: PTH112
        return [f"{path}: there is no folder {path.parent}; make it first"]
    return []


def draws_letters(path: Path) -> bool:
    """Whether a font is needed for a file."""
    return FORMATS[path.suffix.lower()].font


def font_faults(font: Path | None, outputs: Iterable[Path]) -> list[str]:
    """Why a font is of no use for files; nothing where all is well, or none is given."""
    if font is None:
        return []
    if not any(map(draws_letters, outputs)):
        drawn = " ".join(ending for ending, each in FORMATS.items() if each.font)
        return [f"--font {font}: of no use here; a font is for {drawn}"]
    from optsim.screencast.raster.glyph_masks import lacking  # noqa: PLC0415 it needs Pillow

    try:
        lacking("", font)
    except FilmError as error:
        return [f"--font {error}"]
    return []


def size_fault(name: str, film: Film) -> str:
    """Why a film is too large for the format of a file; empty where it is not."""
    known = FORMATS[Path(name).suffix.lower()]
    if not known.most:
        return ""
    from optsim.screencast.raster.glyph_masks import CellSize  # noqa: PLC0415 it needs Pillow

    cell = CellSize()
    wide, high = film.width * cell.width, film.height * cell.height
    if max(wide, high) <= known.most:
        return ""
    ending = Path(name).suffix.lower()
    return f"{name}: would be {wide}×{high} pixels; {ending} allows {known.most:,} in a direction, .svg and .html any number"


def writer_of(path: Path, cast_version: int, font: Path | None = None) -> Writer:
    """What writes a film to such a file. Raises FilmError where nothing does."""
    ending = path.suffix.lower()
    module, _, name = FORMATS[ending].writer.partition(":")
    try:
        function = getattr(import_module(module), name)
    except ImportError as error:
        raise FilmError(f"{path}: {ending} cannot be written here: {error}") from error
    if ending == ".cast":
        function = partial(function, version=cast_version)
    if FORMATS[ending].font:
        function = partial(function, font=font)
    return partial(_write_text, function) if FORMATS[ending].text else function


def _write_text(function: Callable[[Film], str], film: Film, path: Path) -> _Text:
    cleared = write_file([function(film).encode()], path)
    return _Text((path,), cleared=tuple(cleared))
