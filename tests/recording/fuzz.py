"""Recordings with something wrong in them: read, reported, verified and compared, whatever it is.

`python -m tests.recording.fuzz 10000 [FIRST]` tries so many, each for at most ten seconds and in two gigabytes.
"""

from __future__ import annotations

import copy
import json
import random
import re
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from optsim.console.verdict import verdict_text
from optsim.facts import kinds
from optsim.languages import english
from optsim.playback.sources.replay import Replay
from optsim.recording.format.lines import whole_lines
from optsim.recording.problems import RecordingError
from optsim.recording.reader import read
from optsim.recording.verification.compare import compare
from optsim.recording.verification.verify import verify
from optsim.report.csv.table import as_csv
from optsim.report.json.document import as_json
from optsim.report.text.summary import as_text
from tests.recording.support import noisy, recording_of, session
from tests.recording.test_reader import rehashed

STRANGE = [
    None,
    True,
    -1,
    0,
    1,
    7,
    2**31,
    2**53,
    2**53 + 1,
    2**64,
    10**30,
    -0.0,
    1e308,
    1e-320,
    "",
    "nan",
    "inf",
    "x" * 1000,
]
STRANGE += [[], {}, [[]], [1.0], {"a": 1}, "\x1b[2J", "\x00", "勾配", "adam", "gd", "0" * 16, "stopped early", 1.5]
#: values that a field of a fact may have
OF_A_FACT = [*STRANGE, 0, 1, 3, 12, 0.5, 2.5, -3, "loss", "adam", "nan", "inf", [0, 1], [0.5, "nan"], True]
OF_A_FACT += [{"code": "parameters", "first": [], "count": 0, "dim": 0}, {"code": "out_of_steps", "steps": -1}]
SAMPLES = Path(__file__).parent / "samples"


def samples() -> list[bytes]:
    made = [
        recording_of(name, every=every, with_params=params)
        for name, every, params in (("ends", 1, False), ("rich", 1, True), ("rich", 4, False), ("epochs", 3, True))
    ]
    requested = recording_of("batches", also=("cosine", "update_ratio", "effective_rate"))
    old = [file.read_bytes() for file in sorted(SAMPLES.glob("version-1-*.jsonl"))]
    return [
        *made,
        requested,
        *old,
        *(session(number, noisy(), every=1 + 3 * (number % 3), commands=4)[1] for number in range(4)),
    ]


def another_cause(dice: random.Random, data: bytes) -> bytes:
    """Causes have other fields and codes: those of other facts, those of nothing, and any values."""
    lines = data.splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if b'"cause":{' in line]
    if not at:
        return replace_value(dice, data)
    number = dice.choice(at)
    try:
        value = json.loads(lines[number])
        causes = [container for container, key in places(value, []) if key == "cause" and isinstance(container, dict)]
        holder = dice.choice(causes)
        holder["cause"] = dice.choice([cause_of_a_kind(dice), cause_of_a_kind(dice), any_cause(dice, holder["cause"])])
        lines[number] = json.dumps(value, ensure_ascii=dice.random() < 0.5).encode() + b"\n"
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return flip(dice, data)
    return b"".join(lines)


def cause_of_a_kind(dice: random.Random) -> object:
    """The code of a fact that there is, its fields with any values."""
    kind = dice.choice(list(kinds().values()))
    names = [each.name for each in fields(kind)]
    return {"code": kind.code, **{name: copy.deepcopy(dice.choice(OF_A_FACT)) for name in names}}


def any_cause(dice: random.Random, cause: object) -> object:
    """A cause with a value more, or another one, or one within another, as deep as can be."""
    if not isinstance(cause, dict):
        return dice.choice(STRANGE)
    match dice.randrange(3):
        case 0:
            return {**cause, dice.choice([*cause, "x", "\x1b[2J"]): copy.deepcopy(dice.choice(STRANGE))}
        case 1:
            return dict.fromkeys(cause, cause)
        case _:
            for _ in range(dice.choice([2, 9, 60, 500])):
                cause = {"code": "diverged", "why": cause}
            return cause


def flip(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8])):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def shuffle_lines(dice: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            del lines[min(one, other) : max(one, other)]
        case 2:
            lines.insert(one, lines[other])
        case _:
            lines[one] = lines[one].rstrip(b"\n") + lines[other]
    return b"".join(lines)


def cut(dice: random.Random, data: bytes) -> bytes:
    at, other = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return dice.choice([data[:at], data[at:], data[:at] + data[other:], data[:at] + dice.randbytes(50) + data[at:]])


def places(value: object, found: list[tuple[object, object]]) -> list[tuple[object, object]]:
    """Every container with every key in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found.append((value, key))
        places(inner, found)
    return found


def replace_value(dice: random.Random, data: bytes) -> bytes:
    """A value of a line, or a key, is another one; a header's hash may be made to fit again."""
    lines = data.splitlines(keepends=True)
    at = dice.choice([0, 0, dice.randrange(len(lines)), len(lines) - 1])
    try:
        value = json.loads(lines[at])
        for _ in range(dice.choice([1, 1, 3])):
            container, key = dice.choice(places(value, []))
            match dice.randrange(4):
                case 0 if isinstance(container, dict):
                    container[dice.choice(["loss", "x", str(dice.choice(STRANGE))[:30]])] = container.pop(key)
                case 1:
                    del container[key]
                case _:
                    container[key] = copy.deepcopy(dice.choice(STRANGE))
        if at == 0 and dice.random() < 0.8:
            value = rehashed(value)
        lines[at] = json.dumps(value, ensure_ascii=dice.random() < 0.5).encode() + b"\n"
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return flip(dice, data)
    return b"".join(lines)


def nest(dice: random.Random, data: bytes) -> bytes:
    at, depth = dice.randrange(len(data)), dice.choice([10, 2000, 200000])
    return data[:at] + dice.choice([b"[", b'{"a":', b'"']) * depth + data[at:]


def renumber(dice: random.Random, data: bytes) -> bytes:
    """Another number somewhere, of a kind that may stand there."""
    found = list(re.finditer(rb"(?<=[:,\[])-?\d+\.?\d*(e-?\d+)?(?=[,\]}])", data))
    if not found:
        return flip(dice, data)
    for match in sorted(dice.sample(found, min(len(found), dice.choice([1, 3, 40]))), key=lambda each: -each.start()):
        new = dice.choice([b"0", b"1", b"5", b"12", b"1e300", b"-1.5", b"1e-310", b"9007199254740992", b"3.25"])
        data = data[: match.start()] + new + data[match.end() :]
    return data


MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    flip,
    shuffle_lines,
    cut,
    replace_value,
    replace_value,
    another_cause,
    nest,
]


def mutated(number: int, known: list[bytes]) -> bytes:
    dice = random.Random(number)
    data = dice.choice(known)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        data = dice.choice(MUTATIONS)(dice, data) or b"\n"
    return data


def tried(file: Path, whole: Path) -> str:
    """What became of a file; anything but what is caught here is a fault."""
    try:
        recording = read(file)
    except RecordingError as error:
        if "\x1b" in str(error) or not str(error).startswith(str(file)):
            raise AssertionError(str(error)) from error
        return f"refused ({error.kind.name.lower()})"
    assert "".join(whole_lines(file))
    for check in (lambda: verify(file), lambda: compare(whole, file), lambda: compare(file, whole)):
        try:
            assert all("\x1b" not in text for text in verdict_text(str(file), check(), english()))
        except RecordingError:
            continue
    try:
        replay = Replay(recording)
    except (ValueError, MemoryError):
        return "read, not played"
    replay.seek(replay.head)
    texts = (
        as_text(recording.scenario, replay, recorded=recording),
        as_csv(replay, with_params=recording.params is not None),
        as_json(recording.scenario, replay, recorded=recording),
    )
    assert all("\x1b" not in piece for text in texts for piece in text)
    return "fine" if recording.complete and recording.intact else "fine, with a note"


def too_slow(*_: object) -> None:
    raise TimeoutError


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> int:
    import resource  # noqa: PLC0415 not everywhere

    count, first = (
        (int(argument) for argument in (*sys.argv[1:], 1000, 0)[:2])
        if len(sys.argv) == 2
        else (int(sys.argv[1]), int(sys.argv[2]))
    )
    known, seen, faults = samples(), Counter(), 0
    resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))
    signal.signal(signal.SIGALRM, too_slow)
    with tempfile.TemporaryDirectory() as folder:
        file, whole = Path(folder) / "run.jsonl", Path(folder) / "whole.jsonl"
        whole.write_bytes(known[0])
        for number in range(first, first + count):
            file.write_bytes(mutated(number, known))
            signal.alarm(10)
            try:
                seen[tried(file, whole)] += 1
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                faults += 1
                say(f"number {number}: {type(error).__name__}: {error}"[:300])
                traceback.print_exc(limit=-4)
            signal.alarm(0)
    say(f"{dict(seen)}: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
