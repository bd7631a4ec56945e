"""Errors of films and casts, with messages for the person who wants one."""

from __future__ import annotations

from optsim.system.printable import printable_line


class FilmError(Exception):
    """It cannot be made as it was asked for; the message says what can be done."""


class CastError(FilmError):
    """A file that is no cast, or a broken one: which line of it (0: the whole), and a way out."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(printable_line(f"{path}{f', line {line}' if line else ''}: {problem}"))
        self.path, self.line, self.problem = path, line, problem
