"""Worker that runs portions of a sweep beside the app, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

from optsim.sweeps.live.live_sweep import Portion
from optsim.sweeps.rows import BlockRows

Taken = Callable[[Portion, BlockRows | Exception], None]


class Worker:
    """Runs one portion at a time; nobody waits for it when the app is left."""

    def __init__(self, loop: asyncio.AbstractEventLoop, done: Taken) -> None:
        """`done` is called in the loop with what a portion gave."""
        self._loop, self._done = loop, done
        self._portions: SimpleQueue[Portion | None] = SimpleQueue()
        Thread(target=self._run, name="optsim-sweep", daemon=True).start()

    def submit(self, portion: Portion) -> None:
        """Have a portion run."""
        self._portions.put(portion)

    def close(self) -> None:
        """Run nothing more."""
        self._portions.put(None)

    def _run(self) -> None:
        while (portion := self._portions.get()) is not None:
            result = run_portion(portion)
            # the loop is closed: the app has been left
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._done, portion, result)


def run_portion(portion: Portion) -> BlockRows | Exception:
    """Return what a portion gives, or what went wrong."""
    try:
        return portion.run()
    except Exception as error:  # noqa: BLE001 what went wrong is told where a person sees it
        return error
