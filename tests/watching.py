"""Waits for what other processes do, without asking again and again: by inotify, on Linux."""

import ctypes
import os
import select
from contextlib import suppress

_CLOSE_WRITE, _MODIFY, _CREATE, _DELETE, _MOVED = 0x8, 0x2, 0x100, 0x200, 0xC0


def until_changed(folder, child, condition):
    """Wait until a condition on the files in a folder holds; it is looked at whenever one of them has changed.

    Fails where the child process ends before.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    changes, ended = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC), os.pidfd_open(child.pid)
    try:
        mask = _CLOSE_WRITE | _MODIFY | _CREATE | _DELETE | _MOVED
        assert libc.inotify_add_watch(changes, os.fsencode(folder), mask) >= 0, os.strerror(ctypes.get_errno())
        while not condition():
            ready, _, _ = select.select([changes, ended], [], [])
            assert changes in ready or condition(), "it has ended before"
            with suppress(BlockingIOError):
                os.read(changes, 1 << 16)
    finally:
        os.close(changes)
        os.close(ended)
