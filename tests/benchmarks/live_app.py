"""The app in a real pseudo-terminal: paints a second, share of a core, key latency, memory, first paint.

Run it from the repository's root with `python -m tests.benchmarks.live_app`; it takes about two minutes. Linux only: it reads
/proc. Compare ratios of one run, not seconds of two.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

_FRAME_END = b"\x1b[?2026l"
_TICKS = os.sysconf("SC_CLK_TCK")
_BARE = """
from textual.app import App
from textual.widgets import DataTable, Header
class Bare(App):
    def compose(self):
        yield Header()
        yield DataTable()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("lane", "loss", "status")
        table.add_rows([("adam", "0.5", "running")] * 7)
Bare().run()
"""
_LONG = """
title = "long"
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.25]
noise = 0.1
start = [2.0, -2.0]
[budget]
steps = 100000
"""
_LANES = "".join(
    f'[lanes.{name}]\noptimizer = "{name}"\nlearning_rate = 0.01\n'
    for name in ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
)


class Terminal:
    """A program in a pseudo-terminal of 160×45."""

    def __init__(self, *argv: str) -> None:
        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))

    def read(self, seconds: float, until: bytes | None = None) -> bytes:
        """Take in what it prints for so long, or until something is among it."""
        got, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not (until and until in got):
            if select.select([self.fd], [], [], left)[0]:
                try:
                    data = os.read(self.fd, 1 << 16)
                except OSError:
                    break
                if b"\x1b[?2026$p" in data:
                    os.write(self.fd, b"\x1b[?2026;2$y")
                got += data
        self.output += got
        return got

    def keys(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def cpu(self) -> float:
        """Seconds of processor time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Resident megabytes."""
        line = next(s for s in Path(f"/proc/{self.pid}/status").read_text().splitlines() if s.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def load(terminal: Terminal, seconds: float) -> tuple[float, float]:
    """(paints a second, share of a core) over a while."""
    terminal.read(0.2)
    cpu, begin = terminal.cpu(), time.monotonic()
    paints = terminal.read(seconds).count(_FRAME_END)
    took = time.monotonic() - begin
    return paints / took, (terminal.cpu() - cpu) / took


def latency(terminal: Terminal, key: str, times: int) -> list[float]:
    """Milliseconds from a key to the next paint that shows it (the step back pauses, so each is preceded by play)."""
    found = []
    for number in range(times):
        terminal.read(0.25 + 0.013 * (number % 7))
        begin = time.monotonic()
        terminal.keys(key)
        terminal.read(3, until=_FRAME_END)
        found.append((time.monotonic() - begin) * 1000)
    return found


def click(column: int, row: int) -> str:
    """What a terminal sends for a click on a cell, counted from 0."""
    place = f"{column + 1};{row + 1}"
    return f"\x1b[<0;{place}M\x1b[<0;{place}m"


def workbench(optsim: list[str], name: str, panel: str) -> None:
    """Chart and another panel playing; keys while it plays."""
    terminal = Terminal(*optsim, name)
    terminal.read(4)
    terminal.keys(panel + " ")
    paints, share = load(terminal, 10)
    found = latency(terminal, "l", 20)
    print(
        f"{Path(name).stem} with panel {panel}, playing: {paints:.1f} paints/s, {100 * share:.0f} % of a core; "
        f"key to paint: median {statistics.median(found):.0f} ms, worst {max(found):.0f} ms"
    )
    terminal.close()


def theory(optsim: list[str], name: str) -> None:
    """What theory adds to the processor time while it plays: on and off in turns."""
    terminal = Terminal(*optsim, name)
    terminal.read(4)
    terminal.keys(" ")
    ratios = []
    for _ in range(4):
        _, without = load(terminal, 5)
        terminal.keys("t")
        terminal.read(1)
        _, shown = load(terminal, 5)
        terminal.keys("t")
        terminal.read(0.5)
        ratios.append(shown / without)
    print(f"{Path(name).stem} playing: with theory × {statistics.median(ratios):.2f} of the processor time")
    terminal.close()


def seeks(optsim: list[str], name: str, panel: str) -> None:
    """Clicks all over the timeline of 20,000 recorded steps."""
    terminal = Terminal(*optsim, name)
    terminal.read(4)
    terminal.keys(panel + "\x1b[F")
    terminal.read(60, until=b"ended")
    terminal.read(1)
    row = 45 - 2 - 9 - 1 + 1
    found = []
    for number in range(30):
        terminal.read(0.3)
        begin = time.monotonic()
        terminal.keys(click(5 + (number * 67) % 140, row))
        terminal.read(3, until=_FRAME_END)
        found.append((time.monotonic() - begin) * 1000)
    print(
        f"20,000 steps with panel {panel}: click in the timeline to paint: median {statistics.median(found):.0f} ms, "
        f"worst {max(found):.0f} ms"
    )
    terminal.close()


def until_seen(text: bytes, *argv: str) -> float:
    """Seconds from the start until something is on the screen."""
    begin = time.monotonic()
    terminal = Terminal(*argv)
    terminal.read(20, until=text)
    took = time.monotonic() - begin
    terminal.close()
    return took


def main() -> None:
    """Measure and print."""
    optsim = [sys.executable, "-m", "optsim"]
    with tempfile.TemporaryDirectory() as folder:
        bare, long = Path(folder, "bare.py"), Path(folder, "long.toml")
        bare.write_text(_BARE)
        long.write_text(_LONG + _LANES)
        for name in ("noisy-quadratic", str(long)):
            terminal = Terminal(*optsim, name)
            terminal.read(4)
            print(f"{Path(name).stem}: paused: {100 * load(terminal, 5)[1]:.1f} % of a core")
            terminal.keys(" ")
            paints, share = load(terminal, 10)
            print(f"{Path(name).stem}: playing at 20 steps/s: {paints:.1f} paints/s, {100 * share:.0f} % of a core")
            terminal.close()
        theory(optsim, str(long))
        recorded = Path(folder, "recorded.toml")
        recorded.write_text((_LONG + _LANES).replace("100000", "20000"))
        for name, panel in (("noisy-quadratic", "3"), ("saddle", "3"), ("regression", "3"), ("regression", "4")):
            workbench(optsim, name, panel)
        for panel in ("2", "3", "4"):
            seeks(optsim, str(recorded), panel)
        terminal = Terminal(*optsim, str(long))
        terminal.read(4)
        terminal.keys("]" * 9 + " ")
        found = latency(terminal, "l", 30)
        print(f"at max speed: key to paint: median {statistics.median(found):.0f} ms, worst {max(found):.0f} ms")
        terminal.keys(" ")
        terminal.close()
        ratios: list[tuple[float, float]] = []
        for _ in range(9):
            first, race = until_seen(b"saddle", *optsim, "saddle"), until_seen(b"2.32", *optsim, "saddle")
            other = until_seen(b"running", sys.executable, str(bare))
            ratios.append((first / other, race / other))
        first, race = (statistics.median(column) for column in zip(*ratios, strict=True))
        print(
            f"optsim saddle, against a bare app with a header and a table: first line {first:.2f}, the race {race:.2f} times"
        )


if __name__ == "__main__":
    main()
