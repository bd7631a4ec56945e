"""Reads asciicasts of versions 2 and 3: ours, and what other programs have sent to a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from optsim.recording.version_1 import FORMAT as RECORDING
from optsim.screencast.cells import row_of
from optsim.screencast.faults import CastError
from optsim.screencast.film import Film, Frame, Mark, Row
from optsim.screencast.sgr import Colours
from optsim.screencast.sheet import Line
from optsim.screencast.terminal import Terminal

_LARGEST_FILE = 256 * 1024 * 1024
_MOST_CELLS = 100_000
_LONGEST = 24 * 3600
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SIZE = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BY_HAND = "delete the line, or the rest of the file from it, to use what is left"


class _Event(NamedTuple):
    time: int
    code: str
    text: str


class _Header(NamedTuple):
    version: int
    size: tuple[int, int]
    title: str
    colours: Colours
    most_idle: Decimal


def read(path: Path) -> Film:
    """The film of a cast. Raises CastError."""
    lines = _lines(path)
    header = _header(path, lines)
    events = list(_events(path, lines, header))
    sizes = [header.size, *(_size(path, 0, each.text) for each in events if each.code == "r")]
    width, height = (max(each) for each in zip(*sizes, strict=True))
    _check_size(path, 0, width, height)
    marks = tuple(Mark(each.time, _CONTROLS.sub(" ", each.text).strip()) for each in events if each.code == "m")
    frames = tuple(_frames(header, [each for each in events if each.code in "or"], (width, height)))
    duration = max([frame.time for frame in frames] + [each.time for each in events])
    return Film(width, height, frames, duration, header.title, tuple(each for each in marks if each.label))


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file():
            raise CastError(path, 0, "is no file" if path.exists() else "there is no such file")
        if path.stat().st_size > _LARGEST_FILE:
            raise CastError(path, 0, f"has more than {_LARGEST_FILE >> 20} MiB; record it anew with fewer frames")
        # no other separators: a text may hold any of them
        return path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CastError(path, line, f"is not UTF-8 text; {_BY_HAND}") from error
    except (OSError, ValueError) as error:
        raise CastError(path, 0, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _header(path: Path, lines: list[str]) -> _Header:
    table = _json(path, 1, lines[0])
    if isinstance(table, dict) and table.get("format") == RECORDING:
        raise CastError(path, 1, f"is a recording of a race, not of a terminal; it plays in the app: optsim {path}")
    if not isinstance(table, dict) or "version" not in table:
        raise CastError(path, 1, 'is not the header of a cast; it begins with {"version": 2')
    version = table["version"]
    if version not in (2, 3) or isinstance(version, bool):
        way = (
            "convert it with: asciinema convert"
            if version is not True and version == 1
            else "versions 2 and 3 are known"
        )
        raise CastError(path, 1, f"is an asciicast of version {_short(version)}; {way}")
    term = table.get("term") if version == 3 else {"cols": table.get("width"), "rows": table.get("height")}
    if not isinstance(term, dict):
        raise CastError(path, 1, 'has no "term" with the size; it is for instance {"cols": 80, "rows": 24}')
    names = ("term.cols", "term.rows") if version == 3 else ("width", "height")
    size = _whole(path, names[0], term.get("cols")), _whole(path, names[1], term.get("rows"))
    _check_size(path, 1, *size)
    title = table.get("title")
    idle = table.get("idle_time_limit")
    return _Header(
        version,
        size,
        _CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", title)).strip() if isinstance(title, str) else "",
        _colours(term.get("theme") if version == 3 else table.get("theme")),
        Decimal(idle) if isinstance(idle, int | Decimal) and idle > 0 else Decimal(_LONGEST),
    )


def _whole(path: Path, name: str, value: object) -> int:
    """A number of columns or rows."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CastError(path, 1, f"{name} must be a whole number from 1 on, it is {_short(value)}")
    return value


def _check_size(path: Path, line: int, width: int, height: int) -> None:
    if width * height > _MOST_CELLS:
        raise CastError(path, line, f"is {width}×{height} cells large; {_MOST_CELLS:,} cells can be drawn at most")


def _colours(theme: Any) -> Colours:
    """The terminal's own colours; what cannot be read of them is as usual."""
    usual = Colours()
    if not isinstance(theme, dict):
        return usual
    palette = str(theme.get("palette")).split(":")
    known = all(map(_COLOUR.fullmatch, palette)) and len(palette) in (8, 16)
    return Colours(
        _colour(theme.get("fg"), usual.text),
        _colour(theme.get("bg"), usual.ground),
        tuple(int(each[1:], 16) for each in palette) if known else usual.palette,
    )


def _colour(text: Any, default: int) -> int:
    return int(text[1:], 16) if isinstance(text, str) and _COLOUR.fullmatch(text) else default


def _events(path: Path, lines: list[str], header: _Header) -> Iterator[_Event]:
    """All that happens, by the millisecond and in order."""
    told = shown = Decimal(0)
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        match _json(path, number, line):
            case [int() | Decimal() as time, str() as code, str() as text, *_] if not isinstance(time, bool):
                pass
            case [int() | Decimal() as time, str() as code, *_] if code not in ("o", "m", "r"):
                text = ""
            case _:
                raise CastError(path, number, f'is no event, such as [1.5, "o", "text"]; {_BY_HAND}')
        if not 0 <= time <= _LONGEST:
            raise CastError(path, number, f"its time must be from 0 to {_LONGEST} seconds; {_BY_HAND}")
        now = told + time if header.version == 3 else max(told, Decimal(time))
        shown += min(now - told, header.most_idle)
        told = now
        if shown > _LONGEST:
            raise CastError(path, number, f"the film is longer than {_LONGEST // 3600} hours")
        if code == "r":
            _size(path, number, text)
        yield _Event(round(shown * 1000), code, _SURROGATES.sub("\ufffd", text))


def _size(path: Path, line: int, text: str) -> tuple[int, int]:
    """The size that a window gets."""
    found = _SIZE.fullmatch(text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not width or not height:
        raise CastError(path, line, f"{_short(text)} is no size, such as 80x24; {_BY_HAND}")
    _check_size(path, line, width, height)
    return width, height


def _frames(header: _Header, events: list[_Event], size: tuple[int, int]) -> Iterator[Frame]:
    """What the terminal shows when all that comes at the same time has come."""
    terminal = Terminal(*size, header.colours)
    terminal.resize(*header.size)
    lines: list[Line] = []
    rows: list[Row] = []
    for place, (time, code, text) in enumerate([_Event(0, "", ""), *events]):
        if code == "r":
            terminal.resize(*map(int, text.split("x")))
        else:
            terminal.feed(text)
        following = events[place].time if place < len(events) else -1
        if following == time:
            continue
        fresh = terminal.padded(*size)
        changed = {y: row_of(line) for y, line in enumerate(fresh) if not lines or line is not lines[y]}
        changed = {y: row for y, row in changed.items() if not rows or row != rows[y]}
        lines, rows = fresh, [changed.get(y) or rows[y] for y in range(size[1])]
        if changed:
            yield Frame(time, changed)


def _json(path: Path, number: int, line: str) -> Any:
    def never(word: str) -> NoReturn:
        raise ValueError(f"{word} is no number")

    try:
        return json.loads(line, parse_float=Decimal, parse_constant=never)
    except (ValueError, RecursionError) as error:
        way = "a cast begins with a line of JSON" if number == 1 else _BY_HAND
        raise CastError(path, number, f"is not JSON: {_reason(error)}; {way}") from error


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else getattr(error, "msg", None) or str(error)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
