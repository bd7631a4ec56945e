"""Asciicasts, as asciinema writes and plays them: versions 2 and 3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from optsim.screencast.encoding.ansi_encoder import AnsiEncoder
from optsim.screencast.film import Film

Version = Literal[2, 3]

_BEGIN = "\x1b[?25l"


def cast(film: Film, version: Version = 2) -> str:
    """The film as lines of JSON: a header, then what the terminal is sent and the chapters, each with its time.

    Version 2, which all players know, counts times from the start; version 3 from the event before.
    """
    events = sorted([*_output(film), *((mark.time, "m", mark.label) for mark in film.marks)], key=lambda each: each[0])
    lines = [json.dumps(_header(film, version), ensure_ascii=False)]
    before = 0
    for time, code, text in events:
        seconds = time if version == 2 else time - before
        before = time
        lines.append(f"[{_seconds(seconds)}, {json.dumps(code)}, {json.dumps(text, ensure_ascii=False)}]")
    return "".join(f"{line}\n" for line in lines)


def _header(film: Film, version: Version) -> dict[str, Any]:
    size: dict[str, Any] = {"width": film.width, "height": film.height}
    if version == 3:
        size = {"term": {"cols": film.width, "rows": film.height}}
    return {"version": version, **size, **({"title": film.title} if film.title else {})}


def _output(film: Film) -> Iterator[tuple[int, str, str]]:
    """Return what is sent when; at the end the cursor is there again, in the last line."""
    encoder = AnsiEncoder(film.width, film.height)
    begin = _BEGIN
    for time, rows in film.frames:
        text = encoder.paint(rows)
        if text:
            yield time, "o", begin + text
            begin = ""
    yield film.duration, "o", f"\x1b[0m\x1b[{film.height}H\x1b[?25h"


def _seconds(milliseconds: int) -> str:
    """Return milliseconds as a decimal number of seconds, exactly."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}.{rest:03}"
