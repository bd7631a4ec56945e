"""End of a window's process with its server, however that ends: Textual's web driver runs on when its input has ended."""

from __future__ import annotations

import os
import select
import signal
from threading import Thread, Timer

#: seconds after which a process that does not end in order ends at once
_PATIENCE = 3.0


def leave_with_parent() -> None:
    """Watch the standard input in a thread of its own, and end the process when nobody holds its other end."""
    if hasattr(select, "poll"):
        Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    poll = select.poll()
    poll.register(0, select.POLLHUP)
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        pass
    last = Timer(_PATIENCE, os._exit, (1,))
    last.daemon = True
    last.start()
    os.kill(os.getpid(), signal.SIGTERM)
