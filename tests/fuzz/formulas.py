"""Hostile texts in place of formulas: read, raced where they are some, and never run by Python."""

from __future__ import annotations

import random
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from optsim.engine.formulas.parse import FUNCTIONS, LONGEST, FormulaError, parse
from optsim.scenario import ScenarioError, load
from optsim.scenario.of_formula import is_formula
from optsim.system.printable import printable
from tests.fuzz.harness import Fuzz, check_text
from tests.hostile import HARMFUL

#: what reading a text must never do
_DONE = ("exec", "import", "open", "os.", "subprocess", "socket", "ctypes", "pickle", "shutil", "code.__new__")
_ATTACKS = (
    *("__import__('os').system('true')", "().__class__.__bases__[0]", "x.__class__", "open('/etc/passwd')", "exit()"),
    *("(lambda: x)()", "[x for x in y]", "{x: y}", "{x}", "x if y else z", "(x := 2)", "f'{x}'", "await x", "yield x"),
    *("x and y", "not x", "x < y", "x == 1", "x is x", "x @ y", "x // y", "x % y", "x << 9", "x | y", "~x", "1j * x"),
    *("9**9**9**9*x", "x**9999999999", "x**(10**400)", "1e999*x", "-1e999*x", "x/0", "0*x/0", f"{'9' * 5000}*x", "x**x**x**x"),
    *("x[1e9]", "x[-1]", "x[99999999999]", "x[x]", "x[0:9]", "x[None]", "x[0][0]", "x[...]", "x[0,1]", "sum(*x)", "sum(x=1)"),
    *("sum()", "dot(x)", "norm(x, x)", "sum(sum(x))", "max(x)", "min(*[x])", "sin(sin)", "sin", "pi(x)", "True*x", "None", "..."),
    *("ｘ**2", "𝐱+𝐲", "x\u0301", "х**2", "x\u202e+y", "x·y", "x²", "x−1", "٣*x", "0x1F*x", "1_0*x", "0b1*x", "0o7*x", "1e-999*x"),
    *("x;y", "x\n+y", "x\\\n+y", "x # y", "x = 2", "import os", "del x", "'x'", '"""x', "b'x'*x", "x.real", "(x", "x)", "[x", "x]"),
)  # fmt: skip
#: one in so many is raced, too
_RACED = 10
_PARTS = (
    *(
        "x",
        "y",
        "z",
        "x[0]",
        "x[1]",
        "x[7]",
        "e",
        "pi",
        "w",
        "0",
        "1",
        "2",
        "0.5",
        "1e-300",
        "1e300",
        "10",
        "-1",
        "1e5",
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "**",
        "^",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        ".",
        " ",
        "\t",
        "=",
        "!",
        "@",
        "%",
        "&",
        "'",
        "#",
        "\\",
    ),
    *(f"{name}(" for name in FUNCTIONS),
    *("lambda", "if", "else", "for", "in", "and", "not", "__", "λ", "½", "\u00a0", "\u2028", "é", "🙂"),
)


def formula(dice: random.Random) -> bytes:
    """A text that is one, nearly one, or an attack."""
    match dice.randrange(8):
        case 0:
            text = dice.choice(_ATTACKS)
        case 1:
            text = _written(dice, 3).replace(dice.choice("xyz"), dice.choice(_ATTACKS), 1)
        case 2:
            text = "".join(dice.choices(_PARTS, k=dice.choice([1, 2, 5, 12, 40, 900])))
        case 3:
            text = _deep(dice)
        case 4:
            text = "".join(chr(dice.randrange(1, 0x11000)) for _ in range(dice.randrange(1, 30))) + dice.choice(HARMFUL)
        case 5:
            text = _written(dice, dice.randrange(1, 7))
        case _:
            text = _misspelt(dice, _written(dice, dice.randrange(1, 6)))
    return text.encode("utf-8", "surrogatepass")


def _written(dice: random.Random, depth: int) -> str:
    """A formula that is one, at least nearly always."""
    if depth == 0 or dice.random() < 0.1:
        return dice.choice(["x", "y", "z", "x", "y", "2", "0.5", "pi", f"{dice.uniform(-9, 9):.3g}", "1e200", "0"])
    one, other = _written(dice, depth - 1), _written(dice, depth - 1)
    match dice.randrange(4):
        case 0:
            return f"{dice.choice(FUNCTIONS[:13])}({one})"
        case 1:
            return f"({one})**{dice.choice(['2', '3', '-1', '0.5', '64', '65', '-2.5', '0', f'({other})'])}"
        case _:
            return f"({one}){dice.choice('+-*/')}({other})"


def _deep(dice: random.Random) -> str:
    """Much of one kind, within one another or one after the other."""
    many = dice.choice([10, 59, 60, 61, 200, 650, 1999])
    before, after = dice.choice(
        [
            ("(", ")"),
            ("-", ""),
            ("sin(", ")"),
            ("x**", ""),
            ("x+", ""),
            ("x*y*", ""),
            ("[", "]"),
            ("(x+", ")"),
            ("2**-", ""),
        ]
    )
    return before * many + "x" + after * (many if dice.random() < 0.9 else many - 1)


def _misspelt(dice: random.Random, text: str) -> str:
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice([*_PARTS, ""]) + text[at + dice.randrange(3) :]
    return text


class _Watch:
    """Notes what Python is asked to do while it watches; a hook cannot be taken away, so there is one."""

    def __init__(self) -> None:
        self.watches = False
        self.events: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, _: object) -> None:
        if self.watches and event.startswith(_DONE):
            self.events.append(event)


_watch: list[_Watch] = []


def tried(data: bytes, _: Path) -> str:
    """Say what became of a text: refused with its place, or raced for some steps."""
    text = data.decode("utf-8", "surrogatepass")
    if not _watch:
        load("sin(x)*y**2 + 1").race().advance(2)  # what is imported later is there
        with suppress(FormulaError):
            parse("sine(x)")
        _watch.append(_Watch())
    watch = _watch[0]
    watch.events.clear()
    watch.watches = True
    try:
        parse(text)
    except FormulaError as error:
        check_text(printable("\n".join((error.message, *error.excerpt(text)))))
        outcome = "refused" if error.place in range(max(len(text), LONGEST) + 1) else ""
    else:
        outcome = "a formula"
    finally:
        watch.watches = False
    assert outcome, "a place outside of the text"
    assert not watch.events, watch.events
    # a race takes fifty times as long as reading
    return f"{outcome}, {_raced(text)}" if zlib.crc32(data) % _RACED == 0 and is_formula(text) else outcome


def _raced(text: str) -> str:
    """Race on it as the command line does."""
    try:
        scenario = load(text)
    except ScenarioError as error:
        check_text(printable(str(error)))
        return "told on the command line"
    race = scenario.race(steps=3)
    race.advance(3)
    ended = np.isfinite(race.history.loss[0]).all()
    return "raced" if ended else "raced from a start without a value"


FORMULAS = Fuzz(formula, tried, ".txt")
