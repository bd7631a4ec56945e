"""Targets that the app can open: a scenario, a recording of one, or curves from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.playback.player import Player
from optsim.scenario import Scenario

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


def note_of(opened: Scenario | Recording | Curves, language: Language) -> str:
    """Return what is to be said of it when it is opened; empty where there is nothing."""
    if isinstance(opened, Scenario | Curves):
        return ""
    if opened.note is None:
        return ""
    return language.text("recording.opened", file=opened.path.name, note=language.sentence(opened.note))
