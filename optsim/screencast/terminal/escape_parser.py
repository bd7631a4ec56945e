"""Takes apart what a terminal is sent: texts, control characters, escapes, sequences. Strings (titles and the like) are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

#: characters kept of a sequence that has no end yet; the rest of its parameters is left out
_MOST_PENDING = 4096
#: most sequences come again and again; those with no more characters are remembered
_SHORT = 64
_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    # controls within a sequence are carried out before it
    r"|(?:\x1b\[|\x9b)(?P<body>[^@-~\x18\x1a\x1b]*)(?:(?P<final>[@-~])|[\x18\x1a]|(?=\x1b))"
    r"|(?P<string>\x1b[\]PX^_k]|[\x90\x98\x9d-\x9f])"
    r"|\x1b(?:(?P<between>[ -/]+)(?P<final_of_escape>[0-~])|(?P<escape>[0-OQ-WYZ\\`-jl-~])|[ -/]*(?=[^ -~]))"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x8f\x91-\x97\x99\x9a\x9c])"
)
_CONTROLS = re.compile(r"[\x00-\x17\x19\x1c-\x1f]")
_NO_PARAMETER = re.compile(r"[^ -?]")
_PARTS = re.compile(r"([0-?]*)([ -/]*)")
#: a string ends with ST or where another escape begins; of a title, BEL ends it, too
_END_OF_TITLE = re.compile(r"\x07|\x9c|[\x18\x1a]|\x1b\\|(?=\x1b[^\\])")
_END_OF_STRING = re.compile(r"\x9c|[\x18\x1a]|\x1b\\|(?=\x1b[^\\])")
_TITLES = ("\x1b]", "\x9d")


class Text(NamedTuple):
    """Characters to be shown."""

    text: str


class Control(NamedTuple):
    """A control character."""

    char: str


class Escape(NamedTuple):
    """An escape with what is between it and its last character."""

    between: str
    final: str


class Sequence(NamedTuple):
    """A control sequence: its parameters, what is between them and the last character, and that one."""

    params: str
    between: str
    final: str


Token = Text | Control | Escape | Sequence


class EscapeParser:
    """Is fed in pieces, cut anywhere."""

    def __init__(self) -> None:
        self._pending = ""
        self._string_end: re.Pattern[str] | None = None

    def feed(self, text: str) -> Iterator[Token]:
        """All that is complete by now."""
        text, at = self._pending + text, 0
        self._pending = ""
        while at < len(text):
            if self._string_end is not None:
                at = self._skip_string(text, at, self._string_end)
                continue
            token = _TOKEN.match(text, at)
            if token is None:
                self._pending = text[at:][:_MOST_PENDING]
                return
            at = token.end()
            if token.lastgroup == "text":
                yield Text(token[0])
            elif token.lastgroup == "control":
                yield Control(token[0])
            elif token.lastgroup == "string":
                self._string_end = _END_OF_TITLE if token[0] in _TITLES else _END_OF_STRING
            else:
                yield from _tokens(token)

    def _skip_string(self, text: str, at: int, ending: re.Pattern[str]) -> int:
        """Return the place after a string; what there is of one without an end is left out."""
        match = ending.search(text, at)
        if match is not None:
            self._string_end = None
            return match.end()
        self._pending = "\x1b" if text.endswith("\x1b") else ""
        return len(text)


def _tokens(token: re.Match[str]) -> Iterator[Token]:
    body = token["body"]
    if body is not None:
        yield from (_known if len(body) < _SHORT else _sequence)(body, token["final"])
    elif token["escape"] or token["between"]:
        yield Escape(token["between"] or "", token["escape"] or token["final_of_escape"])


def _sequence(body: str, final: str | None) -> tuple[Token, ...]:
    """The controls within a sequence, and itself where it is one that has an end."""
    controls = map(Control, _CONTROLS.findall(body))
    parts = _PARTS.fullmatch(_NO_PARAMETER.sub("", body))
    return (*controls, Sequence(parts[1], parts[2], final)) if final and parts is not None else tuple(controls)


_known = lru_cache(maxsize=1024)(_sequence)
