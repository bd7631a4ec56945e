"""English messages of the app: what a command has done or cannot do, recordings, tours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "edit.resumed": "No {medium} any more, but a race that is computed here. u goes back to the {medium}.",
        "edit.resumed_in_doubt": "No {medium} any more, but a race that is {doubt}. u goes back to the {medium}.",
        "edit.ended": (
            "It has ended at step {end} ({status}): what is changed here, at step {step}, changes nothing before that"
        ),
        "edit.refused": "{lane} has ended at step {end} ({status}): go back (←) and change it there.",
        "edit.not_converted": "{lane}: {sentence}",
        "edit.fault": "{key}: {fault}",
        "edit.forked": (
            "{fork} is {lane} so far, and meets the same noise. Press e, + or − to change it from step {step} on."
        ),
        "edit.deleted": "{lane} is out of the race; u brings it back.",
        "edit.undone": "Undone: {change}. U does it again.",
        "edit.undone_medium": "Undone: {change}. This is the {medium} again.",
        "edit.redone": "Done again: {change}.",
        "edit.nothing_to_redo": "Nothing to redo: U makes again what u has undone, until something else is changed.",
        "edit.nothing_to_undo": "Nothing to undo: e, +, −, f, a and d change the race.",
        "edit.start_moved": "All lanes start at ({point}) now. space plays, u puts the start back.",
        "edit.start_moved_one": (
            "All lanes start at ({point}) now, also {lane}, which had its own. space plays, u puts the start back."
        ),
        "edit.start_moved_more": (
            "All lanes start at ({point}) now, also the {count} that had their own. space plays, u puts the start back."
        ),
        "change.rate": "learning rate of {lane}",
        "change.edit": "edit of {lane}",
        "change.fork": "fork {lane}",
        "change.add": "new lane {lane}",
        "change.delete": "deleting {lane}",
        "change.seed": "seed {seed}",
        "change.start": "moving the start",
        "session.fork": "1 fork",
        "session.forks": "{forks} forks",
        "session.edit": "1 edit",
        "session.edits": "{edits} edits",
        "session.step": "step {step}",
        "session.go_on": "go on with {session}",
        "session.kept": "{session}: kept until another race is left; the picker goes on with it",
        "session.not_kept": "{session} is not kept in {file}: {fault}",
        "session.passed_over": "{file}: {fault}, so the last session is passed over",
        "save.done": "Saved:\n{paths}",
        "save.read_only": "This session is read-only: nothing can be saved.",
        "tour.no_files": "A tour writes no files; when it is over, w does.",
        "tour.no_clipboard": "A tour copies nothing; when it is over, Y does.",
        "tour.hint": "tour · any key takes over",
        "tour.short_hint": "any key takes over",
        "tour.over": "The tour is over, the race is yours: ? tells what the keys do.",
        "tour.failed": "The tour cannot go on",
        "record.no_race": "only a race can be recorded, not curves alone",
        "record.done": "recorded up to step {step} in {path}",
        "record.before": "The race before is {recorded}; this one is not recorded.",
        "record.not_written": "{path}: cannot be written on: {fault}",
        "record.fault": "{path}: {fault}",
        "record.kept": "{fault}; what was recorded is in {path}",
        "record.goes_on": "{fault}. The race goes on and is not recorded any more.",
        "chapters.more": "{count} more",
    }
)
