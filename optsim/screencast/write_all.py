"""Writes a film in all its formats, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from optsim.console.progress import Progress
from optsim.languages import Language
from optsim.plot.width import fit, fit_right
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.film_format import WriteOptions, Written
from optsim.screencast.formats import format_of
from optsim.screencast.output_checks import draws_letters, size_fault


class Outcome(NamedTuple):
    """Lines to tell, and what could not be written."""

    lines: tuple[str, ...]
    faults: tuple[str, ...]


class OutputOptions(NamedTuple):
    """Files, as they are called and where they are; the version of casts, and a font that is asked first."""

    outputs: tuple[tuple[str, Path], ...]
    cast_version: int = 2
    font: Path | None = None


def lacking(texts: Iterable[str], options: OutputOptions, language: Language) -> str:
    """A line on the characters that no font here has, and what can be done; empty where all is well. Raises FilmError."""
    if not any(draws_letters(path) for _, path in options.outputs):
        return ""
    from optsim.screencast.raster.glyph_masks import lacking as missing_from_fonts  # noqa: PLC0415 it needs Pillow

    missing = missing_from_fonts(texts, options.font)
    return language.text("film.no_font", characters=missing) if missing else ""


def texts_of(film: Film) -> set[str]:
    """All that is written in a film."""
    return {span.text for frame in film.frames for row in frame.rows.values() for span in row}


def write(film: Film, options: OutputOptions, progress: Progress, language: Language) -> Outcome:
    """Write a film to files. One that fails does not keep the others from it; what is too large is told and left out."""
    files: list[tuple[str, int]] = []
    lines: list[str] = []
    faults = [fault for name, _ in options.outputs if (fault := size_fault(name, film))]
    for name, path in options.outputs:
        if size_fault(name, film):
            continue
        progress.show("pictures", len(film.frames), file=name)
        try:
            written = _write(film, path, options)
        except OSError as error:
            faults.append(f"{name}: cannot be written: {error.strerror or error}")
        except FilmError as error:
            faults.append(str(error))
        except (MemoryError, ValueError) as error:
            faults.append(f"{name}: cannot be written: {error or 'not enough memory'}")
        else:
            lines += [language.text("written.cleared", file=file) for file in written.cleared]
            files += [(str(Path(name).with_name(file.name)), file.stat().st_size) for file in written.files]
    progress.clear()
    widest = max((len(name) for name, _ in files), default=0)
    lines += [f"{fit(name, widest)}  {fit_right(_size(size), 9)}" for name, size in files]
    return Outcome(tuple(lines), tuple(faults))


def _write(film: Film, path: Path, options: OutputOptions) -> Written:
    """Write a film to one file. Raises OSError, FilmError where no format can."""
    form = format_of(path)
    if form is None:
        raise FilmError(f"{path}: no format of a film ends in {path.suffix!r}")
    try:
        return form.write(film, path, WriteOptions(options.cast_version, options.font))
    except ImportError as error:
        raise FilmError(f"{path}: {form.ending} cannot be written here: {error}") from error


def summary(film: Film, language: Language, took: float | None = None) -> str:
    """A line on the film; `took` is how many real seconds the filming took."""
    seconds = film.duration / 1000
    text = language.text(
        "film.summary",
        seconds=seconds,
        width=film.width,
        height=film.height,
        pictures=_counted(language, len(film.frames), "picture"),
        chapters=_counted(language, len(film.marks), "chapter"),
    )
    return language.text("film.took", film=text, seconds=took, times=seconds / took) if took else text


def _counted(language: Language, number: int, what: str) -> str:
    return language.text(f"count.{what}" if number == 1 else f"count.{what}s", number=number)


def _size(size: int) -> str:
    return f"{size / 1e6:.2f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
