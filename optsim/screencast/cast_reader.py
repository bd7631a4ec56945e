"""Reads asciicasts of versions 2 and 3: ours, and what other programs have sent to a terminal."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from optsim.screencast.faults import CastError
from optsim.screencast.film import Film, Frame, Mark, Row
from optsim.screencast.terminal.cell_buffer import Cells
from optsim.screencast.terminal.cells import Cell, row_of
from optsim.screencast.terminal.reflow import Place
from optsim.screencast.terminal.sgr import Colours
from optsim.screencast.terminal.terminal import Terminal
from optsim.system.limits import LARGEST_CAST, LONGEST_CAST, MOST_CELLS
from optsim.system.part_file import FORMAT as RECORDING
from optsim.system.printable import printable_line

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SIZE = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TOO_LARGE = f"has more than {LARGEST_CAST >> 20} MiB; record it anew with fewer frames"
_NO_FILE = "is no file; what comes through a pipe is read from standard input: optsim render -"
_EVENTS_BETWEEN = 20_000
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
    note: str


#: is told how many events have been read so far
Watch = Callable[[int], None]


def read(path: Path, idle: float | None = None, watch: Watch = lambda _: None) -> Film:
    """The film of a cast; no pause is longer than `idle` seconds, or than the cast itself says. Raises CastError."""
    return _film(str(path), _file(path), idle, watch)


def read_stream(stream: BinaryIO, idle: float | None, watch: Watch) -> Film:
    """The film of a cast that comes through a pipe, as `read`. Raises CastError."""
    name = "standard input"
    try:
        content = stream.read(LARGEST_CAST + 1)
    except OSError as error:
        raise CastError(name, 0, f"cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST_CAST:
        raise CastError(name, 0, _TOO_LARGE)
    return _film(name, content, idle, watch)


def _film(path: str, content: bytes, idle: float | None, watch: Watch) -> Film:
    lines = _lines(path, content)
    header = _header(path, lines)
    if idle is not None:
        header = header._replace(most_idle=Decimal(idle), note="")
    events = list(_events(path, lines, header, watch))
    sizes = [header.size, *(_size(path, 0, each.text) for each in events if each.code == "r")]
    width, height = (max(each) for each in zip(*sizes, strict=True))
    _check_size(path, 0, width, height)
    marks = tuple(Mark(each.time, _title(each.text)) for each in events if each.code == "m")
    frames = tuple(_frames(header, [each for each in events if each.code in "or"], (width, height), watch))
    duration = max([frame.time for frame in frames] + [each.time for each in events])
    return Film(
        width, height, frames, duration, header.title, tuple(each for each in marks if each.label), note=header.note
    )


def _file(path: Path) -> bytes:
    name = str(path)
    try:
        if not path.is_file():
            raise CastError(name, 0, _NO_FILE if path.exists() else "there is no such file")
        if path.stat().st_size > LARGEST_CAST:
            raise CastError(name, 0, _TOO_LARGE)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise CastError(name, 0, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _lines(path: str, content: bytes) -> list[str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:2]:
        raise CastError(path, 0, f"is UTF-16 text; make it UTF-8: iconv -f UTF-16 -t UTF-8 {path} > new.cast")
    try:
        # no other separators: a text may hold any of them
        return content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CastError(path, line, f"is not UTF-8 text; {_BY_HAND}") from error


def _header(path: str, lines: list[str]) -> _Header:
    table = _first_line(path, lines)
    if isinstance(table, dict) and table.get("format") == RECORDING:
        raise CastError(path, 1, f"is a recording of a race, not of a terminal; it plays in the app: optsim {path}")
    if not isinstance(table, dict) or "version" not in table:
        raise CastError(path, 1, 'is not the header of a cast; it begins with {"version": 2')
    version = table["version"]
    if version not in (2, 3) or isinstance(version, bool):
        way = f"convert it with: asciinema convert {path} new.cast" if _is_1(version) else "versions 2 and 3 are known"
        raise CastError(path, 1, f"is an asciicast of version {_short(version)}; {way}")
    term = table.get("term") if version == 3 else {"cols": table.get("width"), "rows": table.get("height")}
    if not isinstance(term, dict):
        raise CastError(path, 1, 'has no "term" with the size; it is for instance {"cols": 80, "rows": 24}')
    names = ("term.cols", "term.rows") if version == 3 else ("width", "height")
    size = _whole(path, names[0], term.get("cols")), _whole(path, names[1], term.get("rows"))
    _check_size(path, 1, *size)
    title = table.get("title")
    most_idle = _most_idle(table)
    return _Header(
        version,
        size,
        _title(title) if isinstance(title, str) else "",
        _colours(term.get("theme") if version == 3 else table.get("theme")),
        Decimal(LONGEST_CAST) if most_idle is None else most_idle,
        _idle_note(path, table) if most_idle is None else "",
    )


def _most_idle(table: dict[str, Any]) -> Decimal | None:
    """Seconds of a pause at most; None where the header does not say it."""
    idle = table.get("idle_time_limit")
    if not isinstance(idle, int | Decimal) or isinstance(idle, bool) or idle <= 0:
        return None
    return Decimal(idle)


def _idle_note(path: str, table: dict[str, Any]) -> str:
    idle = table.get("idle_time_limit")
    if idle is None:
        return ""
    shown = idle if isinstance(idle, Decimal) else _short(idle)
    return f"{path}: idle_time_limit must be a number above 0, it is {shown}: no pause is cut; to cut them: --idle-limit SECONDS"


def _is_1(version: object) -> bool:
    return version == 1 and not isinstance(version, bool)


def _first_line(path: str, lines: list[str]) -> Any:
    """The header. Where one is written over several lines, as those of version 1 often are, that is told."""
    try:
        return _json(path, 1, lines[0])
    except CastError:
        whole, _ = _first_value("\n".join(lines))
        if not isinstance(whole, dict) or "version" not in whole:
            raise
        if not _is_1(whole["version"]):
            raise CastError(
                path, 1, "has its header over several lines; a cast has it in the first: join them"
            ) from None
        return whole


def _first_value(text: str) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return None, 0


def _title(text: str) -> str:
    """A title or the name of a chapter on one line, as it can be shown anywhere."""
    return printable_line(_CONTROLS.sub(" ", text)).strip()


def _whole(path: str, name: str, value: object) -> int:
    """A number of columns or rows."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CastError(path, 1, f"{name} must be a whole number from 1 on, it is {_short(value)}")
    return value


def _check_size(path: str, line: int, width: int, height: int) -> None:
    if width * height > MOST_CELLS:
        raise CastError(path, line, f"is {width}×{height} cells large; {MOST_CELLS:,} cells can be drawn at most")


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


def _events(path: str, lines: list[str], header: _Header, watch: Watch) -> Iterator[_Event]:
    """All that happens, by the millisecond and in order."""
    last_time = shown = Decimal(0)
    for number, line in enumerate(lines[1:], start=2):
        if number % _EVENTS_BETWEEN == 0:
            watch(number)
        if not line.strip() or line.startswith("#"):
            continue
        match _event(path, number, line, last=number == len(lines)):
            case [int() | Decimal() as time, str() as code, str() as text, *_] if not isinstance(time, bool):
                pass
            case [int() | Decimal() as time, str() as code, *_] if code not in ("o", "m", "r"):
                text = ""
            case _:
                raise CastError(path, number, f'is no event, such as [1.5, "o", "text"]; {_BY_HAND}')
        if not 0 <= time <= LONGEST_CAST:
            raise CastError(path, number, f"its time must be from 0 to {LONGEST_CAST} seconds; {_BY_HAND}")
        now = last_time + time if header.version == 3 else max(last_time, Decimal(time))
        shown += min(now - last_time, header.most_idle)
        last_time = now
        if shown > LONGEST_CAST:
            raise CastError(path, number, f"the film is longer than {LONGEST_CAST // 3600} hours")
        if code == "r":
            _size(path, number, text)
        yield _Event(round(shown * 1000), code, _SURROGATES.sub("\ufffd", text))


def _size(path: str, line: int, text: str) -> tuple[int, int]:
    """The size that a window gets."""
    match = _SIZE.fullmatch(text)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not width or not height:
        raise CastError(path, line, f"{_short(text)} is no size, such as 80x24; {_BY_HAND}")
    _check_size(path, line, width, height)
    return width, height


def _event(path: str, number: int, line: str, *, last: bool) -> Any:
    """A line of JSON; where the last one is none, the recording was cut off."""
    try:
        return _json(path, number, line)
    except CastError as error:
        if not last or number <= 2:
            raise
        way = f"to use what is left: head -n {number - 1} {path} > new.cast"
        raise CastError(path, number, f"{error.problem.partition('; ')[0]}: the end is missing; {way}") from error


def _frames(header: _Header, events: list[_Event], size: tuple[int, int], watch: Watch) -> Iterator[Frame]:
    """Return the terminal's screen after all events of one time."""
    terminal = Terminal(*header.size, header.colours)
    lines: list[Cells] = []
    rows: list[Row] = []
    for place, (time, code, text) in enumerate([_Event(0, "", ""), *events]):
        if place % _EVENTS_BETWEEN == 0:
            watch(place)
        last = place == len(events)
        before, cursor = (terminal.padded(*size), terminal.cursor) if last else ([], None)
        if code == "r":
            terminal.resize(*map(int, text.split("x")))
        else:
            terminal.feed(text)
        if not last and events[place].time == time:
            continue
        fresh = terminal.padded(*size)
        # a recorder gives the cursor back in the end, which is no picture of its own
        fresh = _with_cursor(fresh, cursor if last and fresh == before else terminal.cursor)
        changed = {y: row_of(line) for y, line in enumerate(fresh) if not lines or line is not lines[y]}
        changed = {y: row for y, row in changed.items() if not rows or row != rows[y]}
        lines, rows = fresh, [changed.get(y) or rows[y] for y in range(size[1])]
        if changed:
            yield Frame(time, changed)


def _with_cursor(lines: list[Cells], cursor: Place | None) -> list[Cells]:
    """The lines with the colours of the character changed over that the cursor is on."""
    if cursor is None:
        return lines
    line = list(lines[cursor.y])
    first = cursor.x - (not line[cursor.x].text and cursor.x > 0)
    for x in (first, first + 1):
        if x == first or (x < len(line) and not line[x].text):
            text, pen = line[x]
            line[x] = Cell(text, pen._replace(colour=pen.ground, ground=pen.colour))
    return [*lines[: cursor.y], tuple(line), *lines[cursor.y + 1 :]]


def _json(path: str, number: int, line: str) -> Any:
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
