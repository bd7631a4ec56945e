"""Texts that would do more to a terminal than be read, and what of a text is so."""

import unicodedata

#: one of each kind, as files, arguments and environments may hold them
HARMFUL = (
    "\x1b]0;PWN\x07",
    "\x1b[2J\x1b[31mred",
    "\x1b[8mhidden",
    "\x9b31m",
    "\x9d0;PWN\x9c",
    "\x90q\x1b\\",
    "bell\x07",
    "back\b\b\b\bspace",
    "over\rwritten",
    "\x7f",
    "form\x0cfeed\x0b",
    "\x00",
    "\x0e\x0f",
    "\u202egnp.exe",
    "\u2066isolated\u2069",
    "\u200fright\u200eleft\u061c",
    "zero\u200bwidth\u2060\ufeff",
    "join\u200der\u200c",
    "line\u2028paragraph\u2029",
    "next\x85line",
    "soft\u00adhyphen",
    "\U000e0041\U000e007f",
    "\u3164\u115f",
    "[/red][bold]markup[/]",
    "[@click=app.quit]x[/]",
    "\udce9\udc1b",
    "\ud800",
    "\ufdd0\ufffe\U0010ffff",
)
_SHOWN_BUT_FORMAT = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0"


def is_harmful(char):
    """Whether a character, or half of one, could do anything but be read."""
    code = ord(char)
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cs", "Zl", "Zp") or char in _EMPTY or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True
    if 0xFFF0 <= code <= 0xFFFB or 0xE0000 <= code <= 0xE00FF or 0xE01F0 <= code <= 0xE0FFF:
        return True
    # the signs for joining hieroglyphs and shorthand are shown with them
    return kind == "Cf" and char not in _SHOWN_BUT_FORMAT and not 0x13430 <= code <= 0x1343F
