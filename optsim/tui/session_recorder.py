"""Records a live race in a file as it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from optsim.playback.player import Player
    from optsim.system.atomic_write import Destination


class RecordTarget(NamedTuple):
    """Target of the recording of the first race that is opened, and whether it may replace a file."""

    path: Path
    overwrite: bool = False


class SessionRecorder:
    """The recording of one race, from its start until it is left. What goes wrong is told once, and the race goes on."""

    def __init__(self, wish: RecordTarget, player: Player, tell: Callable[[str], None]) -> None:
        self.path = wish.path
        self._player, self._tell = player, tell
        self._file: Destination | None = None
        try:
            self._begin(overwrite=wish.overwrite)
        except (OSError, ValueError) as error:
            self._failed(_said(error))

    def _begin(self, *, overwrite: bool) -> None:
        from optsim.engine.capabilities.states import States  # noqa: PLC0415 not before something is recorded
        from optsim.playback.sinks import Sinks  # noqa: PLC0415
        from optsim.recording.recorder import Recorder  # noqa: PLC0415
        from optsim.system.atomic_write import destination, left_behind  # noqa: PLC0415

        player = self._player
        if not isinstance(player.race, States):
            raise ValueError("only a race can be recorded, not curves alone")  # noqa: TRY004 told as other faults are
        race = player.race.resumed()
        self._file = destination(self.path, overwrite=overwrite)
        recorder = Recorder(player.scenario, race, self._file, with_params=race.history.keeps_params)
        for told in left_behind(self._file.cleared):
            self._tell(f"{told}.")
        player.journal = Sinks(recorder, self._failed)
        player.journal.take(race)
        player.journal.flush()

    def end(self) -> str:
        """End it, if that has not been done; returns what became of it, empty where that was told before."""
        if self._file is None:
            return ""
        self._player.journal.finish(self._player.race)
        file, self._file = self._file, None
        if file is None:  # its last lines could not be written
            return ""
        try:
            file.end()
        except OSError as error:
            return f"{self.path}: {_said(error)}{_kept(file.leave())}"
        return f"recorded up to step {self._player.race.head} in {self.path}"

    def _failed(self, fault: str) -> None:
        file, self._file = self._file, None
        told = f"{self.path}: {fault}" if file is None else f"{self.path}: cannot be written on: {fault}"
        kept = "" if file is None else _kept(file.leave())
        self._tell(f"{told}{kept}. The race goes on and is not recorded any more.")


def _said(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error)


def _kept(path: Path | None) -> str:
    return f"; what was recorded is in {path}" if path else ""
