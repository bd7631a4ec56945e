"""Texts from files, folders and people, made fit to be shown: they cannot move the cursor, hide, reverse or colour anything.

One place for all of it. It imports nothing of the program, so that everything can.
"""

from __future__ import annotations

import re
from functools import cache

#: stands for ESC in what the program itself dresses. It is half a character: no file, argument or file name is ever decoded
#: to it, so a text from elsewhere cannot forge it.
OWN_ESCAPE = "\ud81b"

_INSTEAD = "\N{REPLACEMENT CHARACTER}"
#: joiners and soft hyphens belong to words of many languages, and mean nothing to most terminals: they go without a sign
_DROPPED = "\u00ad\u200c\u200d"
#: controls, bidi controls, separators of lines, what takes no room or looks like a blank, halves of characters, and what is
#: no character at all; combining signs and the choice between text and picture (U+FE0F) stay
_MARKED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
)


@cache
def _unfit(more: str) -> re.Pattern[str]:
    """Return the pattern of what is not shown, and of more; made when a text has other letters than ASCII has."""
    return re.compile(f"[{_DROPPED}{_MARKED}{more}]")


def printable(text: str) -> str:
    """The text with � for every character that could do more than be read; line feeds stay, a tab is a space."""
    return text if text.isascii() and text.isprintable() else _unfit("\t").sub(_shown, text)


def printable_line(text: str) -> str:
    """Make a text printable on one line: a line feed becomes a � as well."""
    return text if text.isprintable() and text.isascii() else _unfit("\t\n").sub(_shown, text)


def printable_inked(text: str) -> str:
    """Make a text printable, with the program's own styles made into escape sequences."""
    return OWN_ESCAPE.join(map(printable, text.split(OWN_ESCAPE))).replace(OWN_ESCAPE, "\x1b")


def hidden_character(text: str) -> str:
    """The first character that could do more than be read, as a person can look it up; empty where there is none."""
    match = _unfit("\t\n").search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def _shown(match: re.Match[str]) -> str:
    if match[0] == "\t":
        return " "
    return "" if match[0] in _DROPPED else _INSTEAD
