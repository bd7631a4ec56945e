"""Garbage collection of the app: none while it starts, and none of what stays as long as a race is open."""

from __future__ import annotations

import gc


def pause() -> None:
    """Collect nothing: while the app starts that frees nothing and costs a twentieth of the time to the first paint."""
    gc.disable()


def settle() -> None:
    """Collect again, but look at nothing that is there now: after the first paint that is what was imported, and the race."""
    gc.freeze()
    gc.enable()


def release() -> None:
    """Look at everything again, so that a race that was left is freed."""
    gc.unfreeze()
