"""The last session of the app: read for the picker, and kept when a race is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.playback.player import Player
    from optsim.playback.session import Session


class LastSession:
    """The file of the last session. What a race of this run was taken up from is remembered: its edits count."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._edits = 0

    def read(self, language: Language) -> tuple[Session | None, str]:
        """Return the session, and why the file is passed over where it is."""
        if not self._file.is_file():
            return None, ""
        from optsim.playback.session import SessionError, read_session  # noqa: PLC0415 after the first paint

        try:
            return read_session(self._file), ""
        except SessionError as error:
            return None, language.text("session.passed_over", file=self._file, fault=error)

    def open(self, edits: int) -> None:
        """Note that a race begins that was edited so often before."""
        self._edits = edits

    def keep(self, player: Player, language: Language) -> str:
        """Keep what is played in place of the session before; returns what is to be told of that."""
        from optsim.playback.session import SessionError, session_of, write_session  # noqa: PLC0415 when a race is left

        name = player.presentation.name
        try:
            session = session_of(player, self._edits)
            if session is None:
                return ""
            write_session(self._file, session)
        except (SessionError, OSError) as error:
            return language.text("session.not_kept", session=name, file=self._file, fault=error)
        return language.text("session.kept", session=label(session, language)) if player.edits else ""


def label(session: Session, language: Language) -> str:
    """Return what a session is called: its scenario, forks or edits, and the step."""
    parts = [session.name or session.title]
    if session.forks:
        parts.append(language.text("session.forks" if session.forks > 1 else "session.fork", forks=session.forks))
    elif session.edits:
        parts.append(language.text("session.edits" if session.edits > 1 else "session.edit", edits=session.edits))
    return ", ".join([*parts, language.text("session.step", step=session.step)])
