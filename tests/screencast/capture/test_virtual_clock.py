"""The clock of a film and the loop on it."""

import asyncio
import subprocess
import sys
import time

import pytest

from optsim.screencast.capture.virtual_clock import Clock, ClockError, FilmLoop


class Shutter:
    """Notes when it is asked, every so many seconds."""

    def __init__(self, clock, every):
        self.clock, self.every, self.seen = clock, every, []
        self.due = clock.now
        self.look = lambda: None

    def snap(self):
        self.seen.append((round(self.clock.now - 1000, 9), self.look()))
        self.due = 1000 + self.every * len(self.seen)


def run(main, clock=None):
    clock = clock or Clock()
    with asyncio.Runner(loop_factory=lambda: FilmLoop(clock)) as runner:
        return runner.run(main)


def test_hours_pass_at_once_and_to_the_second():
    async def main():
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.gather(*(asyncio.sleep(seconds) for seconds in (3, 0.25, 3000)))
        return loop.time() - before

    began = time.perf_counter()
    assert run(main()) == pytest.approx(3000, abs=1e-6)
    assert time.perf_counter() - began < 60


def test_timers_come_in_their_order_however_long_each_takes():
    async def main():
        loop, seen = asyncio.get_running_loop(), []

        def work(name):
            sum(range(100_000))
            seen.append((name, round(loop.time() - 1000, 6)))

        for delay in (0.3, 0.1, 0.2):
            loop.call_later(delay, work, delay)
        await asyncio.sleep(1)
        return seen

    assert run(main()) == [(0.1, 0.1), (0.2, 0.2), (0.3, 0.3)]


def test_the_shutter_looks_when_all_that_is_due_is_done():
    clock = Clock()
    shutter = clock.shutter = Shutter(clock, 0.25)

    async def main():
        counted = []
        shutter.look = lambda: len(counted)
        for _ in range(4):
            await asyncio.sleep(0.25)
            for _ in range(5):
                await asyncio.sleep(0)
            counted.append(1)

    run(main(), clock)
    # the fourth is done at the very end, when nothing waits for a picture any more
    assert shutter.seen == [(0.0, 0), (0.25, 1), (0.5, 2), (0.75, 3)]


def test_what_would_run_in_a_thread_takes_no_time():
    async def main():
        loop = asyncio.get_running_loop()
        before = loop.time()
        done = await asyncio.to_thread(lambda: sum(range(1_000_000)))
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(None, lambda: 1 / 0)
        return done, loop.time() - before

    assert run(main()) == (499999500000, 0)


def test_waiting_for_nothing_is_told():
    async def main():
        await asyncio.Event().wait()

    with pytest.raises(ClockError, match="nothing is left that could ever happen"):
        run(main())


def test_a_loop_without_rest_is_told(monkeypatch):
    monkeypatch.setattr("optsim.screencast.capture.virtual_clock._MOST_ROUNDS", 1000)

    async def main():
        while True:  # noqa: ASYNC110 that is what is tested
            await asyncio.sleep(0)

    with pytest.raises(ClockError, match="never comes to rest"):
        run(main())


def test_too_long_is_told():
    async def main():
        while True:  # noqa: ASYNC110 that is what is tested
            await asyncio.sleep(1)

    with pytest.raises(ClockError, match="longer than 90 seconds"):
        run(main(), Clock(longest=90))


def test_signals_are_left_to_who_makes_the_film():
    loop = FilmLoop(Clock())
    try:
        loop.add_signal_handler(15, lambda: None)
        assert not loop.remove_signal_handler(15)
    finally:
        loop.close()


def test_everybody_sees_its_time_while_it_runs_and_only_then():
    code = """
from optsim.screencast.capture.virtual_clock import Clock
clock = Clock()
clock.install()
from time import monotonic, perf_counter, time, monotonic_ns
real = monotonic()
with clock.running():
    assert monotonic() == perf_counter() == time() == 1000.0, monotonic()
    clock.now += 2.5
    assert monotonic() == 1002.5 and monotonic_ns() == 1002_500_000_000
    assert clock.real() != 1002.5
assert real <= monotonic() < real + 60
import textual
try:
    clock.install()
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "before Textual is imported" in done.stdout
