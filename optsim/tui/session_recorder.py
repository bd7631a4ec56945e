"""Records a live race in a file as it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.playback.player import Player
    from optsim.system.atomic_write import Destination


class RecordTarget(NamedTuple):
    """Target of the recording of the first race that is opened, and whether it may replace a file."""

    path: Path
    overwrite: bool = False


class SessionRecorder:
    """The recording of one race, from its start until it is left. What goes wrong is told once, and the race goes on."""

    def __init__(self, target: RecordTarget, player: Player, tell: Callable[[str], None], language: Language) -> None:
        self.path = target.path
        self._text = language.text
        self._player, self._tell = player, tell
        self._file: Destination | None = None
        try:
            self._begin(overwrite=target.overwrite)
        except (OSError, ValueError) as error:
            self._failed(_reason(error))

    def _begin(self, *, overwrite: bool) -> None:
        from optsim.engine.capabilities.states import States  # noqa: PLC0415 not before something is recorded
        from optsim.playback.sinks import Sinks  # noqa: PLC0415
        from optsim.recording.recorder import Recorder  # noqa: PLC0415
        from optsim.system.atomic_write import destination  # noqa: PLC0415

        player = self._player
        if not isinstance(player.race, States):
            raise ValueError(self._text("record.no_race"))  # noqa: TRY004 told as other faults are
        race = player.race.resumed()
        self._file = destination(self.path, overwrite=overwrite)
        recorder = Recorder(player.scenario, race, self._file, with_params=race.history.keeps_params)
        for file in self._file.cleared:
            self._tell(f"{self._text('written.cleared', file=file)}.")
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
            fault = self._text("record.fault", path=self.path, fault=_reason(error))
            return self._with_rest(fault, file.leave())
        return self._text("record.done", step=self._player.race.head, path=self.path)

    def _failed(self, fault: str) -> None:
        file, self._file = self._file, None
        full = self._text("record.fault" if file is None else "record.not_written", path=self.path, fault=fault)
        full = self._with_rest(full, None if file is None else file.leave())
        self._tell(self._text("record.goes_on", fault=full))

    def _with_rest(self, fault: str, rest: Path | None) -> str:
        """Return a fault with where the part is that could be recorded, if there is one."""
        return fault if rest is None else self._text("record.kept", fault=fault, path=rest)


def _reason(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error)
