"""The process that makes a film: a fresh one, which sees nothing of the surroundings that could change the film."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from optsim.cli.film.request import Request
from optsim.cli.language import VARIABLE

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
    "import signal, sys; signal.getsignal(signal.SIGINT) == signal.SIG_IGN or signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "sys.path.append(sys.argv[1]); from optsim.cli.film.__main__ import main; main(sys.argv[2])"
)
_PATIENCE = 2.0


def environment(present: Mapping[str, str], encoding: str, messages: str) -> dict[str, str]:
    """The variables that the process gets; `encoding` and language are those in which `messages` are to be written."""
    inherited = {name: present[name] for name in _KEPT if name in present}
    return {**inherited, **_SET, "PYTHONIOENCODING": f"{encoding}:backslashreplace", VARIABLE: messages}


def run(request: Request, present: Mapping[str, str]) -> int:
    """Make a film in a process of its own, and wait for it; returns its exit code.

    It ends when this one ends, however that is: it reads from a pipe that this one holds.
    """
    root = str(Path(__file__).parents[3])
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    process = subprocess.Popen(  # noqa: S603 it is Python itself
        [sys.executable, "-P", "-c", _START, root, request.text()],
        env=environment(present, encoding, request.messages),
        stdin=subprocess.PIPE,
    )
    try:
        return process.wait()
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let it end: it has been interrupted, too, where that came from the keyboard, and else its pipe says so."""
    if process.stdin is not None:
        process.stdin.close()
    for stop in (process.terminate, process.kill):
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            stop()
