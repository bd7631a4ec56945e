"""Standard output: what it can show, and how it is written to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, BinaryIO

from optsim.console.ansi_style import AnsiStyle
from optsim.console.messages import fitted
from optsim.system.printable import OWN_ESCAPE, printable, printable_inked
from optsim.system.streams import write_stream

#: the width of a report that goes to no terminal
WIDTH_WITHOUT_TERMINAL = 100
_NARROWEST, _WIDEST = 40, 200


def is_terminal(stream: Any) -> bool:
    """Return whether a standard stream is there and a terminal."""
    return stream is not None and bool(stream.isatty())


def can_show_app() -> bool:
    """Return whether the app can be shown: on a terminal at both ends, or by the driver of Textual that the environment names."""
    return bool(os.environ.get("TEXTUAL_DRIVER")) or (is_terminal(sys.stdin) and is_terminal(sys.stdout))


def width() -> int:
    """The terminal's width, within reason."""
    if not is_terminal(sys.stdout):
        return WIDTH_WITHOUT_TERMINAL
    import shutil  # noqa: PLC0415 it takes longer to import than all of this

    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def ink() -> AnsiStyle:
    """Colour where there is a terminal that wants it."""
    allowed = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return AnsiStyle(on=allowed and is_terminal(sys.stdout), escape=OWN_ESCAPE)


def encoded(pieces: Iterable[str | bytes], *, for_people: bool) -> Iterable[bytes]:
    """Data is always UTF-8, and as it is unless a terminal shows it; a text for people is what their terminal can show.

    Bytes stay what they are.
    """
    name = getattr(sys.stdout, "encoding", None) or "utf-8"
    show = printable if is_terminal(sys.stdout) else str

    def data(piece: str) -> bytes:
        return show(piece).encode("utf-8", "replace")

    def text(piece: str) -> bytes:
        return fitted(printable_inked(piece), name).encode(name, "replace")

    make = text if for_people else data
    return (piece if isinstance(piece, bytes) else make(piece) for piece in pieces)


class Shown:
    """A stream of whole lines of data that a terminal shows."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        """Write what can be shown of the data."""
        self._stream.write(printable(data.decode("utf-8", "replace")).encode())
        return len(data)

    def flush(self) -> None:
        """Push everything through."""
        self._stream.flush()

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


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
