"""Problems of recordings."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from optsim.facts import Fact
from optsim.languages import Language, english
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

    def message(self, language: Language) -> str:
        """Return the message in a language."""
        return str(self)


class NotComparableError(RecordingError):
    """A recording that cannot be compared: why, as a fact, and in what particulars."""

    def __init__(self, path: Path | str, why: Fact, particulars: Iterable[Fact] = ()) -> None:
        self.why, self.particulars = why, tuple(particulars)
        super().__init__(path, None, self._what(english()), "", Kind.NOT_COMPARABLE)

    def message(self, language: Language) -> str:
        """Return the message in a language."""
        return f"{printable_line(self.path)}: {printable(self._what(language))}"

    def _what(self, language: Language) -> str:
        why = language.sentence(self.why)
        return "\n  ".join([f"{why}:" if self.particulars else why, *map(language.sentence, self.particulars)])
