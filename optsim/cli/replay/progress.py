"""Progress of a race on standard error, and what was cleared away for a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from optsim.cli.language import language
from optsim.console import standard_output
from optsim.console.messages import tell
from optsim.console.progress import Progress

#: so long a race is run between two looks at the clock
SLICE_SECONDS = 0.05


def progress() -> Progress:
    """Return a line of progress, which is silent where standard error is no terminal."""
    return Progress(sys.stderr if standard_output.is_terminal(sys.stderr) else None, time.monotonic, language())


def tell_cleared(files: Iterable[Path]) -> None:
    """Tell what killed processes had left, and was taken away."""
    for file in files:
        tell(f"optsim: {language().text('written.cleared', file=file)}")
