"""Texts from files and people as Markdown, whatever is in them: they make no table, no link, no HTML."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from optsim.system.printable import printable_line

#: with a backslash they are themselves; "@" and "#" would name people and issues
_SIGNS = re.compile(r"[\\`*_{}\[\]<>|~$&#@!]")
#: a line that begins with these would be a list, a quotation or a rule
_BEGINNINGS = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")
#: an address is made a link where this is in it
_ADDRESS = re.compile(r"(?i)(https?|ftp|www)([:.])")
#: what a code span holds as it is: no fence, no end of a cell, nothing that is escaped there, and no blank at an end
_PLAIN_CODE = re.compile(r"[^`|\\\s](?:[^`|\\]*[^`|\\\s])?")
_FENCE = re.compile("`{3,}")


def escaped(text: str) -> str:
    """Return a text on one line that is read as it is, within a paragraph, a heading or a cell of a table."""
    line = _SIGNS.sub(r"\\\g<0>", " ".join(printable_line(text).split()))
    return _ADDRESS.sub(r"\1\\\2", line)


def paragraph(text: str) -> str:
    """Return a text as a paragraph, however it begins."""
    line = escaped(text)
    return _BEGINNINGS.sub(lambda match: f"{match[1]}{match[3] or ''}\\{match[2] or match[4]}", line) + "\n"


def code(text: str) -> str:
    """Return a text as code, in a paragraph or a cell of a table; what no code span can hold stands in numbers of characters."""
    line = printable_line(text)
    if _PLAIN_CODE.fullmatch(line):
        return f"`{line}`"
    signs = (char if char.isalnum() else f"&#{ord(char)};" for char in line)
    return f"<code>{''.join(signs)}</code>"


def table(heads: list[str], rows: list[list[str]], right: set[int]) -> str:
    """Return a table of cells that are Markdown already; the columns in `right` are set to the right."""
    rule = ["---:" if place in right else "---" for place in range(len(heads))]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, rule, *rows))


def fenced(text: str, kind: str) -> str:
    """Return lines as a block that nothing in them ends."""
    fence = "`" * max([3, *(len(match[0]) + 1 for match in _FENCE.finditer(text))])
    return f"{fence}{kind}\n{text}\n{fence}\n"


def picture(label: str, path: Path) -> str:
    """Return a picture in the same folder."""
    return f"![{escaped(label)}]({quote(os.fsencode(path.name), safe='')})\n"
