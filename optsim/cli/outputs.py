"""Standard output of the command line, and checks of output files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from optsim.cli.language import refusal

if TYPE_CHECKING:
    from pathlib import Path


def put_lines(lines: Iterable[str]) -> None:
    """Lines for people. Raises Failure where they cannot be written."""
    from optsim.console.standard_output import encoded  # noqa: PLC0415

    put_bytes(encoded((f"{line}\n" for line in lines), for_people=True))


def put_bytes(pieces: Iterable[bytes]) -> None:
    """Bytes as they are. Raises Failure where they cannot be written."""
    from optsim.console.standard_output import put  # noqa: PLC0415

    if sys.stdout is None:
        raise refusal("failure.output_closed")
    try:
        put(pieces, sys.stdout.buffer)
    except OSError as error:
        raise refusal("failure.output_unwritable", reason=error.strerror or error) from error


def check_output(out: Path, inputs: Iterable[Path]) -> None:
    """Raise Failure where a file would be written over what is read for it, by whatever name or link."""
    for each in inputs:
        with suppress(OSError, ValueError):
            if out.samefile(each):
                raise refusal("failure.is_input", file=out, known=each)
