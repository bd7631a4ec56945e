"""Records a live race in a file as it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from optsim.playback.player import Player


class Wish(NamedTuple):
    """Where the first race that is opened is to be recorded, and whether over what is there."""

    path: Path
    overwrite: bool = False


class Tape:
    """The recording of one race, from its start until it is left. What goes wrong is told once, and the race goes on."""

    def __init__(self, wish: Wish, player: Player, tell: Callable[[str], None]) -> None:
        self.path = wish.path
        self._player, self._tell = player, tell
        self._file: BinaryIO | None = None
        self._fault = ""
        try:
            self._begin(overwrite=wish.overwrite)
        except (OSError, ValueError) as error:
            self._failed(str(getattr(error, "strerror", None) or error))

    def _begin(self, *, overwrite: bool) -> None:
        from optsim.playback.journal import Journal  # noqa: PLC0415 not before something is recorded
        from optsim.recording.recorder import Recorder  # noqa: PLC0415

        player, race = self._player, self._player.race.live
        self._file = self.path.open("wb" if overwrite else "xb")
        recorder = Recorder(player.scenario, race, self._file, with_params=race.history.keeps_params)
        player.journal = Journal(recorder, self._failed)
        player.journal.take(race)
        player.journal.flush()

    def end(self) -> str:
        """End it, if that has not been done; returns what became of it, empty where that was told before."""
        if self._file is None:
            return ""
        self._player.journal.finish(self._player.race)
        self._close()
        steps = self._player.race.head
        return "" if self._fault else f"recorded up to step {steps} in {self.path}"

    def _failed(self, fault: str) -> None:
        kept = self._file is not None
        self._fault = f"{self.path}: cannot be written on: {fault}" if kept else f"{self.path}: {fault}"
        self._close()
        self._tell(f"{self._fault}. The race goes on and is not recorded any more.")

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                self._fault = self._fault or f"{self.path}: {error.strerror or error}"
