"""Kept races: what a person has changed of the race of a lesson that is left half done, in a file of its own, until it goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.playback.player import Player
from optsim.playback.session import SessionError, read_session, session_of, write_session
from optsim.tui.learn.visit import Visit

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.lesson.course import Course

_FOLDER = "lessons"


def keep_race(course: Course, visit: Visit, player: Player, language: Language) -> str:
    """Keep the race of a visit that is left, where it was changed; returns what is to be told where it cannot be."""
    file = _file(course, visit)
    if file is None:
        return ""
    try:
        session = session_of(player) if player.edits and visit.stage in ("watch", "task") else None
        if session is not None:
            write_session(file, session._replace(name=_place(visit)))
        else:
            file.unlink(missing_ok=True)
    except (SessionError, OSError) as error:
        return language.text("session.not_kept", session=visit.lesson.name, file=file, fault=error)
    return ""


def take_up(course: Course, visit: Visit, player: Player, language: Language) -> str:
    """Change the race of a visit as it was changed before it was left; returns what is to be told of that, if anything."""
    file = _file(course, visit)
    if file is None or not file.is_file():
        return ""
    try:
        session = read_session(file)
        if session is None or session.name != _place(visit):
            return ""
        before = player.scenario
        scenario = replace(session.scenario(), name=before.name, title=before.title, description=before.description)
    except (SessionError, ValueError) as error:
        return language.text("session.passed_over", file=file, fault=error)
    player.change(language.text("lesson.changes"), scenario)
    return language.text("lesson.taken_up")


def _file(course: Course, visit: Visit) -> Path | None:
    """Return the file of a lesson; None where nothing is kept, and for a question that comes again."""
    return None if course.file is None or visit.again else course.file.parent / _FOLDER / f"{visit.lesson.name}.toml"


def _place(visit: Visit) -> str:
    """Return where in its lesson a visit is: what was changed belongs to no other question and no other stage."""
    return f"{visit.lesson.name} {visit.number + 1} {visit.stage}"
