"""A program on a pseudo-terminal, and what of its output is no ink."""

import errno
import os
import pty
import re
import select
import subprocess
import sys
import time

from tests.hostile import is_harmful

OPTSIM = [sys.executable, "-m", "optsim"]
#: what the program's own ink and its progress line consist of
_OWN = re.compile(r"\x1b\[[0-9;]*m|\r\n|\r")


def on_terminal(arguments, *, folder, seconds=60, environment=None):
    """What a command writes to a pseudo-terminal on all its streams, and its exit code."""
    leader, follower = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color", **(environment or {})}
    try:
        process = subprocess.Popen(
            [*OPTSIM, *arguments], stdin=follower, stdout=follower, stderr=follower, cwd=folder, env=settings
        )
    finally:
        os.close(follower)
    try:
        written = _read_all(leader, time.monotonic() + seconds)
        return written, process.wait(seconds)
    finally:
        process.kill()
        process.wait()
        os.close(leader)


def _read_all(leader, until):
    found = bytearray()
    while time.monotonic() < until:
        ready, _, _ = select.select([leader], [], [], 1)
        if not ready:
            continue
        try:
            data = os.read(leader, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            return bytes(found)
        found += data
    raise AssertionError("it did not end")


def harm_in(written):
    """The characters that could do more than be read, by name; what is no UTF-8 is one, too."""
    text = _OWN.sub("", written.decode("utf-8", "surrogateescape"))
    return sorted({f"U+{ord(char):04X}" for char in text if is_harmful(char) and char != "\n"})
