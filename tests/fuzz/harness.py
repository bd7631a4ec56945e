"""Tries many broken inputs one after the other, and tells what became of them."""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.hostile import is_harmful

#: a case that takes longer hangs
PATIENCE = 10


class Hang(BaseException):
    """It took too long. No Exception: whatever catches those must not catch this."""


class Fuzz(NamedTuple):
    """How inputs of a kind are made and tried.

    `made` gives the input of a number, the same everywhere; `tried` says what became of it in a folder that is empty at first, in
    a few words, and raises for everything that is no documented end.
    """

    made: Callable[[random.Random], bytes]
    tried: Callable[[bytes, Path], str]
    ending: str
    #: seconds for one, where it is no single file that is read
    patience: float = PATIENCE


def check_message(text: str, begins: str) -> None:
    """Raise AssertionError for a message without the file's name, or one that would do something to a terminal."""
    assert text.startswith(begins), f"does not begin with the file: {text[:200]!r}"
    check_text(text)


def check_text(text: str) -> None:
    """Raise AssertionError for a text that would do something to a terminal."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return
    harm = {f"U+{ord(char):04X}" for char in text if char != "\n" and is_harmful(char)}
    assert not harm, f"has {sorted(harm)}: {text[:200]!r}"


@contextmanager
def limited(seconds: float = PATIENCE):
    """Raise Hang in what takes more seconds of the processor, or six times as long as that: others may need the machine, too."""

    def too_long(*_: object) -> None:
        raise Hang

    timers = {signal.ITIMER_PROF: (signal.SIGPROF, seconds), signal.ITIMER_REAL: (signal.SIGALRM, 6 * seconds)}
    before = {sign: signal.signal(sign, too_long) for sign, _ in timers.values()}
    for timer, (_, limit) in timers.items():
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for timer, (sign, _) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(sign, before[sign])


def case(fuzz: Fuzz, number: int) -> bytes:
    """The input of a number."""
    return fuzz.made(random.Random(number))


def run(name: str, fuzz: Fuzz, count: int, first: int = 0, kept: Path = Path("fuzz-failures")) -> int:
    """Try so many inputs; what fails is kept with its number. Returns how many did."""
    _limit_memory()
    outcomes: Counter[str] = Counter()
    faults = hangs = 0
    began = told = time.monotonic()
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
        for number in range(first, first + count):
            data = case(fuzz, number)
            try:
                with limited(fuzz.patience):
                    outcomes[fuzz.tried(data, Path(folder))] += 1
            except (Hang, Exception) as error:  # noqa: BLE001 all of them are what is looked for
                hangs += isinstance(error, Hang)
                faults += not isinstance(error, Hang)
                kept.mkdir(exist_ok=True)
                (kept / f"{name}-{number}{fuzz.ending}").write_bytes(data)
                _say(f"{name} {number}: {type(error).__name__}: {str(error)[:300]!r}")
                traceback.print_exc(limit=-6)
            if time.monotonic() - told > 60:
                told = time.monotonic()
                _say(f"{name}: {number + 1 - first:,} of {count:,}, {faults} tracebacks, {hangs} hangs")
    took = time.monotonic() - began
    for outcome, times in outcomes.most_common():
        _say(f"  {times:>9,}  {outcome}")
    _say(f"{name}: {count:,} from {first} in {took:.0f} s: {faults} tracebacks, {hangs} hangs over {PATIENCE} s")
    return faults + hangs


def _fast_folder() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108 a folder of its own is made in it
    return str(memory) if memory.is_dir() else None


def _limit_memory() -> None:
    import resource  # noqa: PLC0415 not everywhere

    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
