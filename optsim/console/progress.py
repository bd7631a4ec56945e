"""A line of progress, for work that turns out to be long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TextIO

from optsim.console.messages import fitted
from optsim.languages import Language, english
from optsim.plot.width import cell_width
from optsim.system.printable import printable_line

_PATIENCE, _PAUSE = 1.0, 0.1
_BAR = 24


class Progress:
    """Writes how far something is, over and over on one line, from a second after the start; `clear` takes it away.

    `clock` gives seconds. Where `stream` is None, or cannot be written, nothing is. It is in English where no language is given.
    """

    def __init__(self, stream: TextIO | None, clock: Callable[[], float], language: Language | None = None) -> None:
        self._stream, self._clock = stream, clock
        self._text = (language or english()).text
        self._next = clock() + _PATIENCE
        self._shown = 0

    def show(self, what: str, done: int, total: int = 0, **values: Any) -> None:
        """Tell that so much of the total is done; a total of 0 is not known. What is counted is the text "progress.WHAT"."""
        if self._stream is None or self._clock() < self._next:
            return
        self._next = self._clock() + _PAUSE
        counted = self._text(f"progress.{what}", **values)
        if total:
            filled = _BAR * done // total
            bar = "━" * filled + "╌" * (_BAR - filled)
            self._write(self._text("progress.known", what=counted, bar=bar, done=done, total=total))
        else:
            self._write(self._text("progress.unknown", what=counted, done=done))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    def _write(self, line: str) -> None:
        if self._stream is None:
            return
        line = fitted(printable_line(line), getattr(self._stream, "encoding", None) or "utf-8")
        width = cell_width(line)
        blank = " " * max(0, self._shown - width)
        try:
            self._stream.write(f"\r{line}{blank}" if line else f"\r{blank}\r")
            self._stream.flush()
        except OSError:  # the terminal is gone, the work is not
            self._stream = None
        self._shown = width
