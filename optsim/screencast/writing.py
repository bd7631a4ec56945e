"""Writes a film in all its formats, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from optsim.plot.width import fit, fit_right
from optsim.recording.destination import leftover
from optsim.report.progress import Progress
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.formats import writer_of


class Written(NamedTuple):
    """What there is to tell, line by line, and what could not be written."""

    told: tuple[str, ...]
    faults: tuple[str, ...]


def write(film: Film, outputs: Iterable[tuple[str, Path]], cast_version: int, progress: Progress) -> Written:
    """Write a film to files, given as they are called and where they are. One that fails does not keep the others from it."""
    files: list[tuple[str, int]] = []
    faults, missing, told = [], "", []
    for name, path in outputs:
        progress.show(f"writing {name}: pictures", len(film.frames))
        left = leftover(path)
        try:
            made = writer_of(path, cast_version)(film, path)
        except OSError as error:
            faults.append(f"{name}: cannot be written: {error.strerror or error}")
        except FilmError as error:
            faults.append(str(error))
        except (MemoryError, ValueError) as error:
            faults.append(f"{name}: cannot be written: {error or 'not enough memory'}")
        else:
            told += [f"{left} was left by a run that was killed; it is gone now"] if left else []
            files += [(str(Path(name).with_name(file.name)), file.stat().st_size) for file in made.files]
            missing = max(missing, made.missing, key=len)
    progress.clear()
    widest = max((len(name) for name, _ in files), default=0)
    told += [f"{fit(name, widest)}  {fit_right(_size(size), 9)}" for name, size in files]
    if missing:
        told.append(f"no font here has: {missing}")
    return Written(tuple(told), tuple(faults))


def summary(film: Film, took: float | None = None) -> str:
    """A line on the film; `took` is how many real seconds the filming took."""
    counts = f"{_counted(len(film.frames), 'picture')}, {_counted(len(film.marks), 'chapter')}"
    told = f"{film.duration / 1000:.1f} s at {film.width}×{film.height}, {counts}"
    if not took:
        return told
    return f"{told}; filmed in {took:.1f} s, {film.duration / 1000 / took:.1f} times as fast as it plays"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _size(size: int) -> str:
    return f"{size / 1e6:.2f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
