"""Targets that the app can open: a scenario, a recording of one, or curves from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.system.printable import printable

if TYPE_CHECKING:
    from optsim.recording.recording import Recording


def player_of(opened: Scenario | Recording | Curves) -> Player:
    """Its player, at step 0. Raises ValueError, OverflowError or MemoryError where it cannot be played."""
    if isinstance(opened, Scenario):
        return Player(opened)
    if isinstance(opened, Curves):
        return Player(None, source=opened)
    from optsim.playback.sources.replay import Replay  # noqa: PLC0415 not before there is one

    return Player(opened.scenario, source=Replay(opened))


def player_or_fault(opened: Scenario | Recording | Curves, language: Language) -> Player | str:
    """Return its player, at step 0, or why it cannot be played."""
    try:
        return player_of(opened)
    except (ValueError, OverflowError, MemoryError) as error:
        name = getattr(opened, "path", "") or getattr(opened, "name", "")
        fault = str(error) or language.text("open.no_memory_for_race")
        return printable(language.text("record.fault", path=name, fault=fault))


def note_of(opened: Scenario | Recording | Curves, language: Language) -> str:
    """Return what is to be said of it when it is opened; empty where there is nothing."""
    if isinstance(opened, Scenario | Curves):
        return ""
    if opened.note is None:
        return ""
    return language.text("recording.opened", file=opened.path.name, note=language.sentence(opened.note))
