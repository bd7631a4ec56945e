"""Scenario files with something wrong in them: loaded, raced, and shown, whatever it is."""

from __future__ import annotations

import copy
import functools
import random
import re
import tomllib
import zlib
from pathlib import Path

import tomli_w

from optsim.console.ansi_style import AnsiStyle
from optsim.console.scenario_text import scenario_text
from optsim.report.csv.table import as_csv
from optsim.report.json.document import as_json
from optsim.report.text.summary import as_text
from optsim.scenario import ScenarioError, bundled, load
from optsim.system.printable import OWN_ESCAPE, printable_inked
from tests.fuzz.harness import Fuzz, check_message, check_text
from tests.fuzz.strange import TEXTS, key, misspelt, places, value

_VALID = Path(__file__).parent.parent / "scenario" / "valid"
_STEPS = 5
_CSV = (
    *(
        "x,y\n1,2\n3,4\n5,6\n",
        "1,2\n3,4\n5,7\n",
        "x;y\n1,5;2,5\n3,5;4\n",
        "a\tb\n1\t2\n2\t3\n4\t1\n",
        "",
        "x,y\n",
        "x,y\n1,nan\n",
    ),
    *(
        "x,y,z\n1,red,3\n2,blue,4\n,green,5\n7,red,6\n",
        'x,"y\n1,2\n',
        "x,y\n1,2\n3\n",
        "\u202e,\x1b[2J\n1,2\n2,3\n3,5\n",
        "x,x\n1,2\n3,4\n",
    ),
    *(
        "x,y\n1e308,1\n-1e308,2\n1e308,3\n",
        "x,y\n1_0,2\n٣,4\n5,6\n",
        "\x00",
        "i,y\n" + "".join(f"{n},{n * n % 7}\n" for n in range(50)),
    ),
)


@functools.cache
def _known() -> tuple[dict, ...]:
    files = [*bundled.folder().glob("*.toml"), *_VALID.glob("*.toml")]
    tables = [tomllib.loads(file.read_text(encoding="utf-8-sig")) for file in sorted(files)]
    return tuple(table for table in tables if len(tomli_w.dumps(table)) < 20_000)


def mutated(dice: random.Random) -> dict:
    """The tables of a scenario with some things changed."""
    table = copy.deepcopy(dice.choice(_known()))
    if dice.random() < 0.8:
        table.pop("demo", None)
        table.pop("description", None)
    for _ in range(dice.choice([1, 1, 1, 2, 2, 3, 5, 12])):
        _change(dice, table)
    return table


def _change(dice: random.Random, table: dict) -> None:
    found = places(table)
    if not found:
        table[key(dice)] = value(dice)
        return
    holder, at = dice.choice(found)
    match dice.randrange(16):
        case 0 | 1 | 2:
            holder[at] = value(dice)
        case 3:
            del holder[at]
        case 4 if isinstance(holder, dict):
            holder[dice.choice([key(dice), misspelt(dice, at)])] = holder.pop(at)
        case 5 if isinstance(holder, dict):
            holder[key(dice)] = value(dice)
        case 6:
            other, there = dice.choice(places(dice.choice(_known())))
            holder[at] = copy.deepcopy(other[there])
        case 7 if isinstance(holder[at], list | dict):
            _grow(dice, holder[at])
        case _:
            holder[at] = _alike(dice, holder[at])


def _alike(dice: random.Random, present: object) -> object:
    """Another value of the same type."""
    match present:
        case bool():
            return not present
        case int() | float() if abs(present) < 1e300:
            return type(present)(present * dice.choice([-1, 0, 2, 2, 3, 10, 0.1, 0.5, 1e3, 1e6]))
        case str():
            return dice.choice([misspelt(dice, present), dice.choice(TEXTS)])
        case list() | dict():
            _grow(dice, present)
    return present


def _grow(dice: random.Random, inner: list | dict) -> None:
    """Much more of what is there."""
    times = dice.choice([2, 2, 3, 5, 10]) if dice.random() < 0.98 else 1100
    if isinstance(inner, list):
        inner *= times if len(inner) * times < 20_000 else 1
        return
    items = list(inner.items())
    for number in range(min(times, 1200 // (len(items) or 1))):
        for name, each in items[:3]:
            inner[f"{name}{number}"] = each


def _broken(dice: random.Random, text: str) -> bytes:
    """The file with something wrong in its letters."""
    at = dice.randrange(len(text) + 1)
    match dice.randrange(6):
        case 0:
            return text[:at].encode()
        case 1:
            return (
                text[:at]
                + dice.choice(["[", "{a=", '"', "'''", "a.", "[[", "=", "\n", "0x"]) * dice.choice([1, 50, 5000])
                + text[at:]
            ).encode()
        case 2:
            return text[:at].encode() + dice.randbytes(dice.choice([1, 4])) + text[at:].encode()
        case 3:
            other = dice.randrange(len(text) + 1)
            return (text[: min(at, other)] + text[max(at, other) :]).encode()
        case 4:
            return text.replace("\n", dice.choice(["\r\n", "\r", "\n\n", " "])).encode(
                dice.choice(["utf-8", "utf-8-sig", "utf-16"])
            )
        case _:
            return text.replace(
                dice.choice("0123456789.=,[]"), dice.choice(["9" * 30, "-", "", "e9", "\u202e"])
            ).encode()


def made(dice: random.Random) -> bytes:
    """A data file, a line of its own length, and the scenario."""
    table = mutated(dice)
    data = dice.choice(_CSV).encode()
    if dice.random() < 0.1 and isinstance(table.get("objective"), dict):
        table["objective"] = {"kind": "mlp", "hidden": [3], "batch_size": 1, "data": {"path": "data.csv"}}
        if dice.random() < 0.5:
            table["objective"]["data"][key(dice)] = value(dice)
    try:
        text = tomli_w.dumps(table)
    except (ValueError, TypeError, RecursionError):  # a number of more digits than Python writes
        text = "[budget]\nsteps = 0x" + "f" * 5000
    content = _broken(dice, text) if dice.random() < 0.15 else text.encode()
    return f"{len(data)}\n".encode() + data + content


def tried(made: bytes, folder: Path) -> str:
    """Load, race, show; every output passes the sink that the command line has."""
    length, _, rest = made.partition(b"\n")
    file = folder / "scenario.toml"
    (folder / "data.csv").write_bytes(rest[: int(length)])
    file.write_bytes(rest[int(length) :])
    try:
        scenario = load(file)
    except ScenarioError as error:
        check_message(str(error), f"{file}: ")
        return "refused"
    ink = AnsiStyle(on=True, escape=OWN_ESCAPE)
    _check_shown(scenario_text(scenario, width=80, ink=ink))
    try:
        race = scenario.race(steps=min(scenario.steps, _STEPS))
    except (ValueError, OverflowError, MemoryError) as error:
        check_text(str(error))
        return "loaded, cannot race"
    race.advance(race.budget)
    if zlib.crc32(made) % 4:
        return "raced"
    _check_shown(as_text(scenario, race, width=80, ink=ink))
    for pieces in (as_csv(race), as_json(scenario, race)):
        assert sum(map(len, pieces))
    return "raced and reported"


def _check_shown(pieces) -> None:
    """Nothing but own ink is left."""
    for piece in pieces:
        foreign = printable_inked(piece)
        for part in foreign.split("\x1b")[1:]:
            code = part.partition("m")[0]
            assert re.fullmatch(r"\[[0-9;]+", code), ascii(part[:40])
        check_text(foreign.replace("\x1b", ""))


SCENARIOS = Fuzz(made, tried, ".toml")
