"""Problems of recordings."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from optsim.system.printable import printable, printable_line


class Kind(Enum):
    """Kind of a problem; the value is the exit code of a command that meets it."""

    CHANGED = 1
    UNREADABLE = 2
    NOT_COMPARABLE = 3


class RecordingError(ValueError):
    """A recording that cannot be used: the file, the line (None: all of it), what is wrong, and a way out."""

    def __init__(
        self, path: Path | str, line: int | None, what: str, way_out: str, kind: Kind = Kind.UNREADABLE
    ) -> None:
        what = printable(what)
        self.path, self.line, self.what, self.way_out, self.kind = str(path), line, what, way_out, kind
        at = "" if line is None else f", line {line}"
        shown = f"{printable_line(str(path))}{at}: {what}"
        super().__init__(f"{shown}; {printable(way_out)}" if way_out else shown)
