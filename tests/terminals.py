"""The app in a pseudo-terminal of its own, as a person would have it before them."""

import codecs
import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager

from optsim.screencast.terminal.terminal import Terminal

OPTSIM = [sys.executable, "-m", "optsim"]
ROWS, COLUMNS = 36, 120
#: the last that the app sends: main screen and cursor
LEFT, CURSOR = b"\x1b[?1049l", b"\x1b[?25h"
ENTERED = b"\x1b[?1049h"
#: pieces that a terminal gives, of 4 kB, in which a screen is sent whole
_SCREENFUL = 8

#: has its terminal as the one that it is controlled by, and the signals that it is started with
_BEGIN = """
import fcntl, os, signal, sys, termios
for number in signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT:
    signal.signal(number, signal.SIG_DFL)
for number in filter(None, sys.argv[1].split(",")):
    signal.signal(int(number), signal.SIG_IGN)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[2], sys.argv[2:])
"""


class Window:
    """The person's end of a terminal, and what runs in it. `side` is the program's end."""

    def __init__(self, command, *, size=(COLUMNS, ROWS), ignoring=(), **environment):
        self.size = columns, rows = size
        self.handle, self.side = os.openpty()
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(self.side)

        self._held = b""
        self._terminal = Terminal(columns, rows)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        wanted = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
        numbers = ",".join(str(int(number)) for number in ignoring)
        self.program = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, numbers, *command],
            stdin=self.side, stdout=self.side, stderr=self.side, start_new_session=True,
            env=wanted | {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | environment,
        )  # fmt: skip

    def press(self, keys):
        """Type."""
        os.write(self.handle, keys)

    def until(self, wanted):
        """Read until some bytes have come; returns all up to there. What came behind it is read next.

        Only for what is sent as a whole, as sequences are: of a word on the screen only cells that change are sent.
        """
        while wanted not in self._held:
            self._take()
        text, found, self._held = self._held.partition(wanted)
        return text + found

    def until_shown(self, wanted):
        """Read until the screen shows a word; returns all that has come."""
        while wanted not in self.screen():
            self._take()
        return self._given()

    def until_gone(self, word):
        """Read until the screen shows a word no more; returns all that has come."""
        while word in self.screen():
            self._take()
        return self._given()

    def _given(self):
        """What has come, without a character of which only a part has: that is given with what comes next."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        decoder.decode(self._held)
        part = decoder.getstate()[0]
        given, self._held = self._held[: len(self._held) - len(part)], part
        return given

    def _take(self):
        """Read what is there: the screen is looked at when no more is on its way, or a full one has come."""
        for _ in range(_SCREENFUL):
            piece = self.read()
            assert piece, self.screen()
            self._held += piece
            if not select.select([self.handle], [], [], 0)[0]:
                return

    def screen(self):
        """What the screen shows, a line each."""
        return "\n".join("".join(cell.text for cell in row) for row in self._terminal.padded(*self.size))

    def read(self):
        try:
            piece = os.read(self.handle, 65536)
        except OSError:  # how a terminal says that its other end is closed
            return b""
        self._terminal.feed(self._decoder.decode(piece))
        return piece

    def rest(self):
        """All that comes until nobody can write to it any more."""
        self.leave_side()
        text, self._held = self._held, b""
        while piece := self.read():
            text += piece
        return text

    def leave_side(self):
        """Let the program alone have its end."""
        if self.side >= 0:
            os.close(self.side)
        self.side = -1

    def close(self):
        """Close the window."""
        self.leave_side()
        if self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


@contextmanager
def window(*words, command=None, **how):
    """A window in which optsim runs, or a command; what runs in it ends with it."""
    opened = Window(command or [*OPTSIM, *words], **how)
    try:
        yield opened
    finally:
        opened.program.kill()
        opened.program.wait()
        opened.close()
