"""Output of the app to its terminal: a terminal that is gone, or that nobody reads, holds nothing up."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

#: bytes that are sent at once
_PIECE = 1 << 16
#: seconds that a terminal which takes nothing is waited for when the app ends
_PATIENCE = 0.5


class TerminalOutput:
    """A text file onto the terminal of a stream. Where that is gone `on_hangup` is called once, and what is written goes nowhere.

    It waits for a terminal that takes nothing, until it is told to `hurry`.
    """

    def __init__(self, stream: TextIO, on_hangup: Callable[[], None]) -> None:
        self._stream, self._on_hangup = stream, on_hangup
        self._handle = _reopened(stream.fileno())
        self._hurry, self._hurried = os.pipe()
        self._waiting: list[bytes] = []
        #: whether what is written goes nowhere
        self.is_hung_up = False

    def fileno(self) -> int:
        """The stream's."""
        return self._stream.fileno()

    def write(self, text: str) -> None:
        """Take a text; it is sent by `flush`."""
        self._waiting.append(text.encode(self._stream.encoding or "utf-8", self._stream.errors or "replace"))

    def flush(self) -> None:
        """Send what was written."""
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        while data and not self.is_hung_up:
            try:
                data = data[os.write(self._handle, data[:_PIECE]) :]
            except BlockingIOError:
                self._wait()
            except OSError:
                self.lose()

    def hurry(self) -> None:
        """From now on wait a moment at most."""
        with suppress(OSError):
            os.write(self._hurried, b"!")

    def lose(self) -> None:
        """The terminal is gone: what is written goes nowhere, also what others write on that stream."""
        if self.is_hung_up:
            return
        self.is_hung_up = True
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        self._on_hangup()

    def _wait(self) -> None:
        """Wait until it takes more."""
        ready, writable, _ = select.select([self._hurry], [self._handle], [])
        if ready and not writable and not select.select([], [self._handle], [], _PATIENCE)[1]:
            self.lose()


def _reopened(handle: int) -> int:
    """The same terminal, so that not to wait for it is no matter of those who share it; where that cannot be, as it is."""
    try:
        return os.open(os.ttyname(handle), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return handle
