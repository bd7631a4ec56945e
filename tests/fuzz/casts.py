"""Casts with something wrong in them: read and written in other formats, whatever it is."""

from __future__ import annotations

import functools
import json
import random
from pathlib import Path

from optsim.screencast.cast_reader import read
from optsim.screencast.encoding.asciicast import cast
from optsim.screencast.faults import CastError
from tests.fuzz.harness import Fuzz, check_message, check_text
from tests.fuzz.strange import places, value
from tests.hostile import HARMFUL
from tests.screencast.sequences import script

_SIZES = ("80x24", "1x1", "300x100", "0x0", "99999x99999", "-1x4", "10x3", "x", "٣x٣")
_LONGEST = 5_000_000


@functools.cache
def _script(seed: int) -> tuple:
    return script(seed)


def _lines(dice: random.Random) -> list:
    """A cast as values, a line each."""
    width, height, events = _script(dice.randrange(400))
    version = dice.choice([2, 3])
    size = {"term": {"cols": width, "rows": height}} if version == 3 else {"width": width, "height": height}
    lines: list = [{"version": version, **size, "title": dice.choice(["", "A title", *HARMFUL])}]
    time = 0.0
    for event in events[:60]:
        time += dice.choice([0, 0, 0.1, 1, 7.25])
        told = time if version == 2 else dice.choice([0, 0.1, 2])
        text, code = (event, "o") if isinstance(event, str) else ("x".join(map(str, event)), "r")
        lines.append([told, code, text])
        if dice.random() < 0.05:
            lines.append([told, dice.choice("mixo"), dice.choice(HARMFUL)])
    return lines


def _change(dice: random.Random, lines: list) -> None:
    holder, at = dice.choice(places(lines))
    match dice.randrange(6):
        case 0:
            holder[at] = value(dice)
        case 1:
            del holder[at]
        case 2:
            holder[at] = dice.choice([*_SIZES, "r", "o", "m", 1e9, -1, 1e-9, 86400, 10**400])
        case 3 if isinstance(holder[at], str):
            times = dice.choice([0, 2, 50, 3000])
            holder[at] *= min(times, _LONGEST // max(1, len(holder[at])))  # more than once, it would fill the memory
        case 4 if isinstance(holder[at], str):
            cut = dice.randrange(len(holder[at]) + 1)
            holder[at] = (
                holder[at][:cut]
                + dice.choice([*HARMFUL, "\x1b[9999999;9999999H", "\x1b[99999999L", "\x1b[" + "1;" * 500 + "m"])
                + holder[at][cut:]
            )
        case _:
            lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))


def made(dice: random.Random) -> bytes:
    """A cast with some things changed in what it says, and sometimes in its bytes."""
    lines = _lines(dice)
    for _ in range(dice.choice([0, 1, 1, 2, 4])):
        if places(lines):
            _change(dice, lines)
    try:
        data = "\n".join(json.dumps(line, ensure_ascii=dice.random() < 0.5, default=str) for line in lines).encode(
            "utf-8", "surrogatepass"
        )
    except ValueError:
        data = b'{"version": 2, "width": ' + b"9" * 5000 + b"}"
    if dice.random() < 0.2 and data:
        at = dice.randrange(len(data))
        data = dice.choice(
            [
                data[:at],
                data[:at] + dice.randbytes(3) + data[at:],
                data[at:],
                data[:at] + b"[" * 30_000,
                data + b"\n" + data[:at],
            ]
        )
    return data


def tried(made: bytes, folder: Path) -> str:
    """Read it, and write what was read."""
    file = folder / "film.cast"
    file.write_bytes(made)
    try:
        film = read(file)
    except CastError as error:
        check_message(str(error), str(file))
        return "refused"
    check_text(film.title)
    for _, label in ((mark.time, mark.label) for mark in film.marks):
        check_text(label)
    assert film.duration >= 0
    file.write_text(cast(film, 2), encoding="utf-8")
    assert read(file).height == film.height
    return "read and written"


CASTS = Fuzz(made, tried, ".cast")
