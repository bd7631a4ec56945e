"""Failures: what the person at the command line can put right."""

from __future__ import annotations

from typing import Any

import click

from optsim.system.printable import printable_line


class Failure(click.ClickException):
    """Something that the person at the command line can put right; exit code 2, if it is not another one."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Each line of the message on standard error."""
        from optsim.console.messages import tell  # noqa: PLC0415 not before something goes wrong

        for line in self.message.split("\n"):
            tell(f"optsim: {line}", file)


def shown_safely(error: click.ClickException) -> click.ClickException:
    """An error of Click with what was typed made fit to be shown, on one line; one of our own sees to that itself."""
    if isinstance(error, Failure):
        return error
    message = printable_line(error.format_message())
    safe = (
        click.UsageError(message, error.ctx) if isinstance(error, click.UsageError) else click.ClickException(message)
    )
    safe.exit_code = error.exit_code  # type: ignore[misc]
    return safe
