"""A film from a cast, in other formats."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from optsim.cli.failure import Failure
from optsim.cli.language import language
from optsim.console.messages import tell
from optsim.console.progress import Progress
from optsim.console.standard_output import is_terminal
from optsim.screencast.cast_reader import read, read_stream
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.timing import Timing, timed
from optsim.screencast.write_all import OutputOptions, lacking, summary, texts_of, write

STANDARD_INPUT = Path("-")


def rendered(cast: Path, options: OutputOptions, timing: Timing) -> None:
    """Read a cast, write it elsewhere, and tell what came of it. Raises Failure."""
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None, time.monotonic, language())
    try:
        film = timed(_film(cast, timing.idle, progress), timing)
        missing = lacking(texts_of(film), options, language())
    except FilmError as error:
        raise Failure(str(error)) from error
    finally:
        progress.clear()
    if missing:
        tell(f"optsim: {missing}")
    if film.note:
        tell(f"optsim: {film.note}")
    written = write(film, options, progress, language())
    tell("\n".join(f"optsim: {line}" for line in (*written.lines, summary(film, language()))))
    if written.faults:
        raise Failure("\n".join(written.faults))


def _film(cast: Path, idle: float | None, progress: Progress) -> Film:
    def watch(events: int) -> None:
        progress.show("read", events, file=cast)

    if cast != STANDARD_INPUT:
        return read(cast, idle, watch)
    if sys.stdin is None:
        raise FilmError(language().text("failure.input_closed"))
    return read_stream(sys.stdin.buffer, idle, watch)
