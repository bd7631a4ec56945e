"""What a paint sends to the terminal, with the filter of the output and without it, in turns: bytes, and processor time.

Run it from the repository's root with `python -m tests.benchmarks.output [SCENARIO …]`; it takes about two minutes. The cells that a
paint changes are counted by our terminal. The bytes are the same each time; of the processor time trust the ratio.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from rich.color import ColorSystem

from optsim.scenario import load
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from optsim.tui.terminal.output_filter import OutputFilter
from tests.tui.emulated import Emulated, begun, seen
from tests.tui.support import Hand, in_loop, press, settle

WIDTH, HEIGHT = 160, 45
_WARM_UP, _PAINTS, _TURNS = 20, 80, 5
#: speed -> keys that choose it, steps that a tick may take
_SPEEDS = {"20 steps/s": ("", 1000), "max": ("]" * 9, 40)}
#: scenario -> keys that choose its panels
_PANELS = {"noisy-quadratic": "", "saddle": "3"}
#: so that no race ends
_STEPS = 10**6


class Sent(NamedTuple):
    """Texts of paints, and the processor time of each."""

    paints: list[list[str]]
    seconds: list[float]


class Written(Emulated):
    """A driver that remembers what is written, and nothing else."""

    def write(self, data: str) -> None:
        self.texts.append(data)


@in_loop
async def _play(found: list[Sent], name: str, speed: str, *, filters: bool) -> None:
    keys, times = _SPEEDS[speed]
    shown = replace(load(name), steps=_STEPS, epochs=None)
    app: Any = OptsimApp(shown, pace=Hand(times), preferences=Preferences(None, "braille"))
    app.driver_class = Written
    app.console._color_system = ColorSystem.TRUECOLOR
    app.output_filter = OutputFilter(app) if filters else None
    app._sync_available = True
    async with app.run_test(headless=False, size=(WIDTH, HEIGHT)) as pilot:
        await settle(pilot)
        await press(pilot, *_PANELS.get(name, ""), *keys, "space")
        gc.collect()
        gc.freeze()
        paints, seconds = [driver_texts(app)], []
        for _ in range(_WARM_UP + _PAINTS):
            began = time.process_time()
            app.screen.tick()
            await pilot.pause(0)
            app.screen._on_timer_update()
            seconds.append(time.process_time() - began)
            paints.append(driver_texts(app))
        gc.unfreeze()
    found.append(Sent(paints, seconds[_WARM_UP:]))


def driver_texts(app: Any) -> list[str]:
    """Take what was written since."""
    texts, app._driver.texts = app._driver.texts, []
    return texts


def changed_cells(sent: Sent) -> list[int]:
    """Return how many cells each paint has changed, after the warm-up."""
    terminal, counts = begun(WIDTH, HEIGHT), []
    before = seen(terminal, WIDTH, HEIGHT)
    for texts in sent.paints:
        terminal.feed("".join(texts))
        after = seen(terminal, WIDTH, HEIGHT)
        counts.append(sum(a != b for a, b in zip(chain(*before), chain(*after), strict=True)))
        before = after
    return counts[1 + _WARM_UP :]


def size(sent: Sent) -> list[int]:
    """Return the bytes of each paint, after the warm-up."""
    return [len("".join(texts).encode()) for texts in sent.paints[1 + _WARM_UP :]]


def measure(name: str, speed: str) -> str:
    """Measure in turns, and say it."""
    filtered: list[Sent] = []
    unfiltered: list[Sent] = []
    for turn in range(_TURNS):
        for filters in (True, False)[:: -1 if turn % 2 else 1]:
            _play(filtered if filters else unfiltered, name, speed, filters=filters)
    few, whole, cells = sum(size(filtered[0])), sum(size(unfiltered[0])), sum(changed_cells(filtered[0]))
    ratio = statistics.median(
        statistics.median(a.seconds) / statistics.median(b.seconds) for a, b in zip(filtered, unfiltered, strict=True)
    )
    return (
        f"{name}, {speed}: {few / _PAINTS:,.0f} bytes a paint, {100 * few / whole:.1f} % of {whole / _PAINTS:,.0f}; "
        f"{few / cells:.1f} bytes a changed cell ({cells / _PAINTS:.0f} a paint), were {whole / cells:.0f}; "
        f"× {ratio:.2f} of the processor time ({1000 * statistics.median(filtered[0].seconds):.1f} ms)"
    )


def main() -> None:
    """Measure and print."""
    for name in sys.argv[1:] or _PANELS:
        for speed in _SPEEDS:
            sys.stdout.write(f"{measure(name, speed)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
