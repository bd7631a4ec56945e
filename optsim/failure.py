"""What a person at the command line can put right."""

from __future__ import annotations

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
