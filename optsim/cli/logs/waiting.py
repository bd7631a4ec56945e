"""Waits for a training that has not written anything yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.cli.failure import Failure
from optsim.cli.language import language

if TYPE_CHECKING:
    from optsim.playback.logs.log_curves import LogCurves

_PAUSE = 1.0


def sleep() -> None:
    """Let a training go on for a moment."""
    import time  # noqa: PLC0415 nearly nobody waits

    time.sleep(_PAUSE)


def wait_for_logs(
    paths: Sequence[str],
    opened: Callable[[], LogCurves],
    *,
    tell: Callable[[str], None],
    pause: Callable[[], None] = sleep,
) -> LogCurves:
    """Return the curves of logs as soon as they have a first row, and tell what is waited for.

    Args:
        paths: What is to be opened.
        opened: Opens it; a LogError with which it fails is a Failure, unless it may still come.
        tell: Takes a line on what is waited for, each time it is something else.
        pause: Waits for a moment.

    Raises:
        Failure: with what can never be opened.
    """
    from optsim.logs import LogError  # noqa: PLC0415 help does not wait for it
    from optsim.logs.reading.problems import NothingYet  # noqa: PLC0415

    told_before = ""
    while True:
        try:
            return opened()
        except NothingYet:
            line = _waited_for(paths)
        except LogError as error:
            raise Failure(error.told_in(language())) from error
        if line != told_before:
            tell(line)
            told_before = line
        pause()


def _waited_for(paths: Sequence[str]) -> str:
    """Return a sentence on the first of some paths that is not there, else on all of them."""
    from optsim.logs import LOG_FORMATS  # noqa: PLC0415 as above
    from optsim.system.printable import printable_line  # noqa: PLC0415 as above

    text = language().text
    # a pattern leads to what comes
    missing = [path for path in paths if not os.path.lexists(path) and not any(sign in path for sign in "*?[")]
    if missing:
        # whoever is in another folder than they think sees it
        return text("watch.waits_for_file", path=printable_line(str(Path(missing[0]).absolute())))
    where = printable_line(", ".join(paths))
    if any(os.path.isfile(path) for path in paths):  # noqa: PTH113 a name may be too long for a Path
        return text("watch.waits_for_row", path=where)
    known = dict.fromkeys(form.files[0] for form in LOG_FORMATS.values())
    return text("watch.waits_for_log", path=where, known=", ".join(known))
