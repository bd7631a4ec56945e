"""The process that makes a film: a fresh one, which sees nothing of the surroundings that could change the film."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import optsim
from optsim.screencast.order import Order

_KEPT = (
    "PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV",
    # how NumPy computes on this machine; what depends on it is not the same everywhere anyway
    "NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE",
)  # fmt: skip
_SET = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TEXTUAL_FPS": "60",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "COLUMNS": "80",
    "LINES": "24",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
# the present folder is not searched for modules: a film can be made anywhere; ctrl+c ends it without a word while it imports
_START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "sys.path.append(sys.argv[1]); from optsim.screencast.__main__ import main; main(sys.argv[2])"
)
_PATIENCE = 2.0


def environment(present: Mapping[str, str], encoding: str) -> dict[str, str]:
    """The variables that the process gets; `encoding` is what messages are to be written in."""
    kept = {name: present[name] for name in _KEPT if name in present}
    return {**kept, **_SET, "PYTHONIOENCODING": f"{encoding}:backslashreplace"}


def run(order: Order, present: Mapping[str, str]) -> int:
    """Make a film in a process of its own, and wait for it; returns its exit code. It ends when this one is ended."""
    root = str(Path(optsim.__file__).parent.parent)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    with _told_of_the_end():
        process = subprocess.Popen(  # noqa: S603 it is Python itself
            [sys.executable, "-P", "-c", _START, root, order.text()],
            env=environment(present, encoding),
            stdin=subprocess.DEVNULL,
        )
        try:
            return process.wait()
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it end: it has been interrupted, too, where that came from the keyboard."""
    for stop in (process.terminate, process.kill):
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            stop()


def endings() -> list[int]:
    """The signals that are to end it in order: a SIGTERM, and a terminal that is closed, but for those told to be ignored."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    return [number for name in names if signal.getsignal(number := getattr(signal, name)) != signal.SIG_IGN]


@contextmanager
def _told_of_the_end() -> Iterator[None]:
    """So that what ends this process ends the other one, too."""
    try:
        before = {number: signal.signal(number, _raise) for number in endings()}
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
