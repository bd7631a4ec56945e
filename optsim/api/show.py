"""The app, opened from Python."""

from __future__ import annotations

import asyncio
import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from optsim.api.opened import Shown, language_named, opened_of
from optsim.console.standard_output import can_show_app

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSTEAD = "optsim.player(…) plays the race in a cell, optsim.run(…) shows its picture and table"
_NOTHING_CHOSEN = {"theme": None, "glyphs": None, "notation": None}


class NoTerminalError(RuntimeError):
    """The app has no terminal here; the message says what to do instead.

    >>> import optsim
    >>> issubclass(optsim.NoTerminalError, RuntimeError)
    True
    """


def show(what: Shown | None = None, *, lang: str | None = None) -> None:
    """Open the app in this terminal, and return when it is left.

    A result is opened as the race that it is, at its first step.

    >>> import optsim
    >>> optsim.show("saddle")  # doctest: +SKIP

    Args:
        what: a scenario as `optsim.run` takes it, a result, or the path of a recording; None for the list of scenarios.
        lang: the language that it speaks; else OPTSIM_LANG says it, else the locale.

    Raises:
        NoTerminalError: in a notebook, or without a terminal.
        ScenarioError, RecordingError: for what cannot be used.
    """
    opened = None if what is None else opened_of(what)
    own_language = None if lang is None else language_named(lang)
    _check_terminal()
    from optsim.cli.language import language  # noqa: PLC0415 not before it is used
    from optsim.cli.open_app import looks_of, the_course  # noqa: PLC0415
    from optsim.tui.start.run import run_app  # noqa: PLC0415

    chosen, file, warnings = looks_of(_NOTHING_CHOSEN)
    with _collecting_afterwards():
        run_app(opened, chosen, file, warnings, language=own_language or language(), course=the_course)


def _check_terminal() -> None:
    """Raise NoTerminalError where the app cannot run."""
    if "ipykernel" in sys.modules:
        raise NoTerminalError(f"the app needs a terminal, and a notebook has none: {_INSTEAD}")
    if not can_show_app():
        raise NoTerminalError(
            "the app needs a terminal, and input or output here is none: run the program in one, without | and >; "
            f"in a notebook {_INSTEAD}"
        )
    if _loop_runs():
        raise NoTerminalError(
            "the app runs an event loop of its own, and one is running here: call it outside of async code"
        )


def _loop_runs() -> bool:
    """Tell if code of asyncio is running in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@contextmanager
def _collecting_afterwards() -> Iterator[None]:
    """Let garbage be collected afterwards as before: the app does so in its own way."""
    collected = gc.isenabled()
    try:
        yield
    finally:
        gc.unfreeze()
        if collected:
            gc.enable()
