"""Checks of a film format."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from optsim.screencast.film import Film, Frame, Mark, Pen, Span, Still
from optsim.screencast.film_format import FilmFormat, WriteOptions
from optsim.screencast.formats import FILM_FORMATS
from optsim.testing.assertions import check_ending, check_registered, demand, tell

_PLAIN, _BOLD = Pen(0xE0E0E0, 0x121212), Pen(0xFFAA00, 0x334466, bold=True, underline=True)
_BLANK = (Span(" " * 12, _PLAIN),)
_FRAMES = (
    Frame(0, {0: (Span("ab<&>\"' ", _PLAIN), Span("αβ─│", _BOLD)), 1: _BLANK, 2: _BLANK}),
    Frame(500, {1: (Span("日本語", _BOLD), Span("e\u0301 ●⣿█ ", _PLAIN))}),
    Frame(90_000, {0: _BLANK, 2: (Span("end", _BOLD), Span(" " * 9, _PLAIN))}),
)
_MARKS = (Mark(0, "begin"), Mark(500, "逃げる = ; # \\"))
_FILMS = (
    Film(12, 3, _FRAMES, 90_500, 'A "film" & <more>', _MARKS),
    Film(12, 3, _FRAMES, 90_500, "stills", _MARKS, (Still(500, "first"), Still(500, "../second/"))),
    Film(12, 3, _FRAMES[:1], 0),
)


def check_film_format(form: type[FilmFormat]) -> None:
    """Check a film format.

    It says what it is, and no other format has its ending. Films with full-width characters, chapters, stills, a long pause,
    or one picture alone become files that are not empty, the same bytes the second time, written over what is there; nothing
    else is left in the folder. A format that needs something that is not installed is told by a warning.

    Args:
        form: The class.

    Raises:
        AssertionError: with what is wrong.
    """
    check_registered(form)
    check_ending(form, FILM_FORMATS.values())
    demand(form.most_pixels >= 0, "most_pixels is a number of pixels, 0 for any")
    if not form.can_write():
        tell(f"{form.__name__} is not checked further: it needs more to be installed")
        return
    for number, film in enumerate(_FILMS):
        with TemporaryDirectory(prefix="optsim-") as folder:
            _check(form(), film, Path(folder) / f"film{number}{form.ending}")


def _check(form: FilmFormat, film: Film, path: Path) -> None:
    """Write a film twice."""
    first = _written(form, film, path)
    demand(all(first.values()), "a file that was written is empty")
    demand(first == _written(form, film, path), "the same film gave other files or bytes the second time")


def _written(form: FilmFormat, film: Film, path: Path) -> dict[str, bytes]:
    """Write a film, and return the bytes of its files by their names."""
    written = form.write(film, path, WriteOptions())
    demand(bool(written.files), "write() must say which files it has written")
    for file in written.files:
        demand(
            file.parent == path.parent and file.is_file(),
            f"write() says that it has written {file}, which is not there",
        )
    known = {file.name for file in written.files}
    unreported = sorted(file.name for file in path.parent.iterdir() if file.name not in known)
    demand(not unreported, f"write() has left {unreported} without saying so")
    return {file.name: file.read_bytes() for file in written.files}
