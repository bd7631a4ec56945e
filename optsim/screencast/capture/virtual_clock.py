"""A clock of its own: its time passes only when nothing is left to do, so that a slow machine changes nothing."""

from __future__ import annotations

import asyncio
import selectors
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from threading import get_ident
from typing import Any, Protocol

#: where the time of a film begins: some code takes a time of 0 for none
_BEGIN = 1000.0
#: timers that are due as close as this to a picture are waited for
_CLOSE = 1e-6
#: rounds of the loop without any time passing after which it is said to hang
_MOST_ROUNDS = 500_000
_FUNCTIONS = ("monotonic", "perf_counter", "time")


#: packages that take hold of functions of `time` when they are imported
_TAKING_HOLD = ("optsim", "rich", "textual")


class ClockError(Exception):
    """Time cannot go on: nothing will ever happen, or nothing ever comes to rest."""


class Shutter(Protocol):
    """Looks at what is there at certain times, when everything that was due by then is done."""

    #: the next such time, infinite where there is none
    due: float

    def snap(self) -> None:
        """Look, and set the next time."""


class Clock:
    """Seconds that are counted only while nothing else is to be done; `longest` of them at most.

    Not before `install` do other modules see this time, and then only within `running`.
    """

    def __init__(self, longest: float = 3600.0) -> None:
        self.now = _BEGIN
        self.shutter: Shutter | None = None
        #: the real seconds, from anywhere
        self.real: Callable[[], float] = time.perf_counter
        self._longest = longest
        self._rounds = 0
        #: the thread whose time this is
        self._thread: int | None = None

    def install(self) -> None:
        """Put switches into the module `time`. Raises RuntimeError where Textual is there already, and took hold of them."""
        if "textual" in sys.modules:
            raise RuntimeError("the clock has to be there before Textual is imported")
        for name, switch in self._switches().items():
            setattr(time, name, switch)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Put switches into `time`, and where modules took hold of it before; afterwards all is as it was.

        This is for a program that goes on after the film, and may have had Textual before it.
        """
        switches = self._switches()
        real = {name: getattr(time, name) for name in switches}
        _exchange({real[name]: switch for name, switch in switches.items()})
        try:
            yield
        finally:
            _exchange({switch: real[name] for name, switch in switches.items()})

    def _switches(self) -> dict[str, Callable[[], Any]]:
        """Return what goes in the place of the functions of `time`, by name."""
        seconds = {name: self._switch(getattr(time, name), lambda: self.now) for name in _FUNCTIONS}
        parts = {
            f"{name}_ns": self._switch(getattr(time, f"{name}_ns"), lambda: round(self.now * 1e9))
            for name in _FUNCTIONS
        }
        return seconds | parts

    def _switch(self, real: Callable[[], Any], ours: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: ours() if self._thread == get_ident() else real()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let this be the time of everything in this thread."""
        self._thread = get_ident()
        try:
            yield
        finally:
            self._thread = None

    def work(self) -> None:
        """A round of the loop in which something was to be done. Raises ClockError when that never ends."""
        self._rounds += 1
        if self._rounds > _MOST_ROUNDS:
            self._rounds = 0
            raise ClockError("the app never comes to rest: something in it waits without letting time pass")

    def rest(self, seconds: float | None) -> None:
        """Nothing is to be done for so long (None: for ever): go there, or to the next picture. Raises ClockError."""
        self._rounds = 0
        if seconds is None:
            raise ClockError("nothing is left that could ever happen")
        then, shutter = self.now + seconds, self.shutter
        if then - _BEGIN > self._longest:
            raise ClockError(f"it takes longer than {self._longest:g} seconds")
        if shutter is not None and shutter.due + _CLOSE < then:
            self.now = max(self.now, shutter.due)
            shutter.snap()
        else:
            self.now = then


def _exchange(functions: Mapping[Any, Callable[[], Any]]) -> None:
    """Put functions into the place of others, in `time` and in all modules that took hold of them."""
    for module in [time, *(each for name, each in list(sys.modules.items()) if name.partition(".")[0] in _TAKING_HOLD)]:
        for name, value in list(vars(module).items()):
            if callable(value) and isinstance(value, Hashable) and value in functions:
                setattr(module, name, functions[value])


class _Selector(selectors.DefaultSelector):
    """Never waits: it lets the clock go on instead."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._film_clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now; where there is nothing, let time pass."""
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            self._film_clock.work()
        else:
            self._film_clock.rest(timeout)
        return ready


class FilmLoop(asyncio.SelectorEventLoop):
    """An event loop on the clock of a film. Signals are left to who makes the film."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(_Selector(clock))
        self._film_clock = clock
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """The clock's time."""
        return self._film_clock.now

    def run_in_executor(  # type: ignore[override] # as below
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Call it here and now: time would pass as it liked while a thread works."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 it is the caller's
            done.set_exception(error)
        return done

    def add_signal_handler(self, sig: int, callback: Callable[..., object], *args: Any) -> None:  # type: ignore[override] # typed by its arguments there
        """Nothing: a signal ends the making of the film, not the app in it."""

    def remove_signal_handler(self, sig: int) -> bool:
        """Nothing was added."""
        return False
