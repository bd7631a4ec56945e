"""Imports of the first screen, for a thread: the app paints and answers keys meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from optsim.plot import lean_plotext

if TYPE_CHECKING:
    from textual.widget import Widget

#: what a race is made and its lane table painted with
_LANES = ("optsim.scenario", "optsim.tui.language", "optsim.tui.open_target", "optsim.tui.widgets.lane_table")
#: what the race screen imports besides
_RACE = ("optsim.tui.screens.race",)
#: what it imports when it has been painted
_LATER = ("rich.markdown",)


def import_lanes() -> None:
    """Import all that a race is made and its lane table shown with."""
    for name in _LANES:
        import_module(name)
    import_module("optsim.languages").english()


def import_race_screen() -> None:
    """Import all that a race is shown with."""
    from optsim.tui.panels import own_panels  # noqa: PLC0415 in the thread, as all of this

    for name in _RACE:
        import_module(name)
    own_panels()


def import_rest() -> None:
    """Import what is shown after the first paint: the description's formats and the chart's frame."""
    for name in _LATER:
        import_module(name)
    lean_plotext.lean_plotext()


def with_plotext(widget: Widget, then: Callable[[], None]) -> None:
    """Do something when plotext is there, which it is at once, or after its import in a thread."""
    if lean_plotext.is_there():
        then()
    else:
        widget.run_worker(_imported(then))


async def _imported(then: Callable[[], None]) -> None:
    await asyncio.to_thread(lean_plotext.lean_plotext)
    then()
