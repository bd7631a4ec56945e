"""Standard output: what it can show, and how it is written to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, BinaryIO

from optsim.recording.destination import write_stream
from optsim.report.ink import Ink

#: the width of a report that goes to no terminal
WIDTH_WITHOUT_TERMINAL = 100
_NARROWEST, _WIDEST = 40, 200


def is_terminal(stream: Any) -> bool:
    """Whether a standard stream is there and a terminal."""
    return stream is not None and bool(stream.isatty())


def width() -> int:
    """The terminal's width, within reason."""
    if not is_terminal(sys.stdout):
        return WIDTH_WITHOUT_TERMINAL
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def ink() -> Ink:
    """Colour where there is a terminal that wants it."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Ink(on=wanted and is_terminal(sys.stdout))


def encoded(pieces: Iterable[str], *, for_people: bool) -> Iterable[bytes]:
    """Data is always UTF-8; a text for people is what their terminal can show."""
    name = getattr(sys.stdout, "encoding", None) if for_people else None
    return (piece.encode(name or "utf-8", "replace") for piece in pieces)


def put(pieces: Iterable[bytes], stream: BinaryIO) -> None:
    """Write to standard output's bytes; where nobody reads on, that is the end and no fault. Raises OSError."""
    try:
        write_stream(pieces, stream)
    except BrokenPipeError:
        hush()
    except OSError:
        hush()
        raise


def hush() -> None:
    """Send what standard output still holds to nowhere, so that it cannot fail again when Python ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
