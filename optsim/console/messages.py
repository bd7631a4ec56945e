"""Messages for people, and texts put into the characters that an encoding has."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import click

from optsim.system.printable import printable

#: of each kind that the program writes, one that some encodings do not have
_SIGNS = "−½⅓²⁻₁ᵗ∇√·×≤α→┌│●★⣿▌…"


def tell(text: str, file: Any = None) -> None:
    """A message, on standard error if it is not for a file; where that cannot be written nobody can be told."""
    name = getattr(file or sys.stderr, "encoding", None) or "utf-8"
    with suppress(OSError):
        click.echo(fitted(printable(text), name), file=file, err=file is None)


def fitted(text: str, encoding: str) -> str:
    """The text with what an encoding may not have spelled in ASCII; letters stay, and become ? where it has them not."""
    if text.isascii() or has_signs(encoding):
        return text
    from optsim.plot.glyphs import spelled  # noqa: PLC0415 nearly nobody needs it

    return "".join(map(_letter(encoding), spelled(text)))


@cache
def has_signs(encoding: str) -> bool:
    """Return whether an encoding has all that the program writes: half of them would make other formulas."""
    try:
        return bool(_SIGNS.encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def _letter(encoding: str) -> Callable[[str], str]:
    def letter(char: str) -> str:
        try:
            char.encode(encoding)
        except UnicodeEncodeError:
            from optsim.plot.width import cell_width  # noqa: PLC0415 as above

            return "?" * cell_width(char)
        return char

    return letter
