"""What the person at the command line can put right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import click


class Failure(click.ClickException):
    """Something that the person at the command line can put right; exit code 2, if it is not another one."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Each line of the message on standard error."""
        for line in self.message.splitlines():
            click.echo(f"optsim: {line}", file=file, err=file is None)


def meant(word: str, known: Iterable[str]) -> str:
    """A half sentence with the word that was probably meant; empty where there is none."""
    close = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
