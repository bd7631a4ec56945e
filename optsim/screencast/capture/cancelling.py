"""Signals while a film is being made: they end it between two turns of the loop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from optsim.system.signals import endings


@contextmanager
def cancelled() -> Iterator[None]:
    """Let such a signal cancel the present task of asyncio, and end the program where that has come about.

    Raised in the midst of another task it would be told as that one's failure. Ctrl+c asyncio itself sees to.
    """
    came: list[int] = []
    task, loop = asyncio.current_task(), asyncio.get_running_loop()

    def cancel(number: int, _: FrameType | None) -> None:
        came.append(number)
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    mine = threading.current_thread() is threading.main_thread()
    numbers = [number for number in endings() if number != signal.SIGINT] if mine else []
    before = {number: signal.signal(number, cancel) for number in numbers}
    try:
        yield
    except asyncio.CancelledError:
        if came:
            raise SystemExit(128 + came[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
