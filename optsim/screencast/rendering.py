"""A film from a cast, in other formats."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from optsim.failure import Failure
from optsim.messages import tell
from optsim.report.console import is_terminal
from optsim.report.progress import Progress
from optsim.screencast.cast_reader import read
from optsim.screencast.faults import CastError
from optsim.screencast.writing import summary, write


def rendered(cast: Path, outputs: Iterable[Path], cast_version: int) -> None:
    """Read a cast, write it elsewhere, and tell what came of it. Raises Failure."""
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None, time.monotonic)
    try:
        film = read(cast)
    except CastError as error:
        raise Failure(str(error)) from error
    written = write(film, [(str(output), output) for output in outputs], cast_version, progress)
    tell("\n".join([*written.told, summary(film)]))
    if written.faults:
        raise Failure("\n".join(written.faults))
