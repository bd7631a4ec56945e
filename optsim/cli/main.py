"""The start and the end of the command line: standard streams, exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from optsim.cli.group import cli
from optsim.system.signals import end_in_order, forget_interrupt

_INTERRUPTED = 130
_STANDARD_STREAMS = (0, 1, 2)


def main() -> None:
    """Run the command line; its exit codes are told in docs/exit-codes.md."""
    _fill_standard_streams()
    end_in_order()
    try:
        code = cli(prog_name="optsim", standalone_mode=False)
    except click.ClickException as error:
        code = error.exit_code
        with suppress(OSError):  # nobody can be told
            error.show()
    except (click.Abort, KeyboardInterrupt):  # Click makes one of the other, but not everywhere
        from optsim.console.standard_output import hush  # noqa: PLC0415

        hush()
        code = _INTERRUPTED
    forget_interrupt()
    sys.exit(code if isinstance(code, int) else 0)


def _fill_standard_streams() -> None:
    """Let no file that is opened take the number of a standard stream that is closed: messages would go into it."""
    for number in _STANDARD_STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
