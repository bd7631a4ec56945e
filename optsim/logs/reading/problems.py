"""Problems of logs: what cannot be read, where it is, and a way out."""

from __future__ import annotations

from optsim.system.printable import printable_line


class LogError(ValueError):
    """A log that cannot be read: what is wrong, and where, in one sentence; whoever has the file puts its name before it."""

    def __init__(self, problem: str) -> None:
        super().__init__(printable_line(problem))


class ReadAgain(Exception):  # noqa: N818 it is no error: what was read says how to read it
    """A log is to be read again from its beginning, its rows counted in another way."""

    def __init__(self, step: str | None, *, by_row: bool) -> None:
        """Count by a column that has come later, or by the rows themselves."""
        super().__init__(step, by_row)
        self.step, self.by_row = step, by_row
