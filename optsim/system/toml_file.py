"""Reads TOML files that somebody else may have written: none of them hangs it, or takes all memory."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from optsim.system.regular_file import read_regular

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{100}}")


def toml_tables(path: Path, most: int) -> dict[str, Any]:
    """Return the tables of a regular file of at most `most` bytes.

    Raises OSError, ValueError (tomllib.TOMLDecodeError and UnicodeDecodeError among them), and RecursionError where it is nested
    too deeply.
    """
    text = read_regular(path, most).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if _LONG_KEY.search(text):
        # the time for a key grows with the square of its parts
        raise RecursionError("a key has more than 100 parts")
    return tomllib.loads(text)
