"""Ends what writes files at random moments, and looks at what is left: `python -m tests.kills 200 [SEED]`.

So many times each of `replay --out`, `replay --format jsonl --out`, `--record` in a pseudo-terminal and `record -o`; half of them over a
file that is there, by KILL, TERM, HUP and INT in turn. Nothing may be torn, everything must be readable, and only KILL may leave
anything, one `.part` at most.
"""

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from optsim.recording.reader import read
from tests.terminals import OPTSIM, Window

NUMBERS = [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
FILM = """
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.25]
start = [2.0, -2.0]
[budget]
steps = 40
[lanes.gd]
optimizer = "gd"
[demo]
size = [60, 18]
fps = 5
[[demo.do]]
press = ["end"]
[[demo.do]]
wait = 0.5
"""
#: what each writes, and by which words
KINDS = {
    "report": ("run.csv", ["replay", "saddle", "--steps", "2000", "--out", "run.csv"]),
    "json": ("run.json", ["replay", "saddle", "--steps", "2000", "--out", "run.json"]),
    "recording": ("run.jsonl", ["replay", "saddle", "--steps", "4000", "--out", "run.jsonl", "--overwrite"]),
    "recording by format": (
        "run.txt",
        ["replay", "saddle", "--steps", "4000", "--format", "jsonl", "--out", "run.txt", "--overwrite"],
    ),
    "session": ("run.jsonl", ["saddle", "--record", "run.jsonl", "--overwrite"]),
    "film": ("film.html", ["record", "film.toml", "-o", "film.html"]),
}
RECORDINGS = ("recording", "recording by format", "session")
#: seconds within which a moment lies
SPANS = {"report": 1.5, "json": 1.5, "recording": 1.5, "recording by format": 1.5, "session": 3.0, "film": 4.0}


def ended(folder, kind, number, moment, whole):
    """Start it, send it a signal after so many seconds; returns its exit code as a shell tells it, and what it said."""
    words = KINDS[kind][1]
    environment = os.environ | {"TMPDIR": str(folder / "temporary")}
    if kind == "session":
        return played(folder, words, number, moment)
    with subprocess.Popen(
        [*OPTSIM, *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        process_group=0,
    ) as child:
        try:
            child.wait(moment)
        except subprocess.TimeoutExpired:
            (os.killpg if whole else os.kill)(child.pid, number)
        said = child.communicate()[1]
    return child.returncode, said


def played(folder, words, number, moment):
    """The app in a window, that plays as fast as it can."""
    end, sent, said = time.monotonic() + moment, False, b""
    window = Window([*OPTSIM, *(str(folder / word) if word.endswith(".jsonl") else word for word in words)])
    window.leave_side()
    while (left := end - time.monotonic()) > 0:
        if select.select([window.handle], [], [], left)[0]:
            said += window.read()
            if b"step 0/" in said and not sent:
                window.press(b"]" * 8 + b" ")
                sent = True
    window.program.send_signal(number)
    said += window.rest()
    code = window.program.wait()
    window.close()
    return code, said


def faults(folder, kind, number, code, said, old):
    """What is not as it should be."""
    name = KINDS[kind][0]
    file, part = folder / name, folder / f"{name}.part"
    killed = number == signal.SIGKILL
    # ctrl+c while Python itself starts, and imports what it runs, is told by Python
    starting = number == signal.SIGINT and b"KeyboardInterrupt" in said and b"optsim/__main__.py" not in said
    if code not in (0, -number, 128 + number) and not starting:
        yield f"exit code {code}"
    if b"Traceback" in said and not starting:
        yield "a traceback"
    others = {path.name for path in folder.iterdir()} - {name, "temporary", "film.toml"}
    own = {path.name for path in (part, *folder.glob(f".{name}.optsim-*.part"))}
    if others - (own if killed else set()) or len(others) > 1:
        yield f"left: {sorted(others)}"
    if not killed and any((folder / "temporary").iterdir()):
        yield "temporary files are left"
    if old and not file.exists():
        yield "the old file is gone"
    if file.exists() and file.read_bytes() != old:
        yield from torn(kind, file, whole=bool(old) or not killed or kind not in RECORDINGS)
    if part.exists() and kind in RECORDINGS:
        yield from torn(kind, part, whole=False)


def torn(kind, file, *, whole):
    """Whether a file is not what it should be."""
    try:
        if kind in RECORDINGS:
            if whole and not read(file).complete:
                yield f"{file.name} has no end"
        else:
            end = {".csv": b"\n", ".json": b"}\n", ".html": b"</html>\n"}[file.suffix]
            if not file.read_bytes().endswith(end):
                yield f"{file.name} is torn"
    except (ValueError, OSError) as error:
        yield f"{file.name} cannot be read: {error}"


def tried(kind, number, dice, counts):
    """One of them; returns what is wrong."""
    with tempfile.TemporaryDirectory(prefix="kills-") as made:
        folder = Path(made)
        (folder / "temporary").mkdir()
        (folder / "film.toml").write_text(FILM)
        old = b"old\n" if dice.random() < 0.5 else None
        if old:
            (folder / KINDS[kind][0]).write_bytes(old)
        moment, whole = dice.uniform(0, SPANS[kind]), dice.random() < 0.5
        code, said = ended(folder, kind, number, moment, whole)
        found = list(faults(folder, kind, number, code, said, old))
        counts[kind, "done before"] += code == 0
        counts[kind, "left a .part"] += any(folder.glob("*.part"))
        counts[kind, "file there"] += (folder / KINDS[kind][0]).exists()
        return [
            f"{kind}, {signal.Signals(number).name} after {moment:.3f} s, old {old}: {fault}\n{said[-800:]}"
            for fault in found
        ]


def main():
    """Totals, and everything that is wrong; the exit code is 1 where anything is."""
    for number in NUMBERS[1:]:
        # a background job is started to ignore some, and so would be what is started here; a handler is not inherited
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    kinds = sys.argv[3].split(",") if len(sys.argv) > 3 else list(KINDS)
    dice, counts, wrong = random.Random(seed), Counter(), 0
    for kind in kinds:
        for time_ in range(times):
            found = tried(kind, NUMBERS[time_ % len(NUMBERS)], dice, counts)
            wrong += bool(found)
            for fault in found:
                print(fault, flush=True)
        told = ", ".join(f"{what} {counts[kind, what]}" for what in ("done before", "file there", "left a .part"))
        print(f"{kind}: {times} times; {told}", flush=True)
    print(f"{times * len(kinds)} times ended, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
