"""The signals that ask a program to end: what they do, and what they must not interrupt."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer, main_thread
from types import FrameType

#: ctrl+c, a request, a terminal that is closed
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
#: seconds until a signal that was lost comes again
_MOMENT = 0.02
#: the code of Python's imports, and how often signals may wait for one to end: two seconds in all
_IMPORTING, _WAITS = "<frozen importlib._bootstrap>", iter(range(100))


def endings() -> list[int]:
    """Those of this system that were not told to be ignored, as a background job or `nohup` does."""
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) not in (signal.SIG_IGN, None)]


@contextmanager
def deferred() -> Iterator[list[int]]:
    """Let no such signal interrupt what is within; each comes once after it, and until then is in the list."""
    came: list[int] = []
    try:
        before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in endings()}
    except ValueError:  # not the main thread: there they interrupt nothing
        yield came
        return
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


class _Ended(SystemExit):
    """A signal ends the program."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def end_in_order() -> None:
    """From now on a signal unwinds the program before it ends it, with exit code 128 + n; ctrl+c raises KeyboardInterrupt."""
    for number in endings():
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else _raise)
    sys.unraisablehook = _again


def forget_interrupt() -> None:
    """Let the exit code be the program's own where ctrl+c came while Python ran a text, as it does to make a dataclass.

    Python takes such an interrupt for one that nobody has handled, and kills itself at the end of `python -m optsim`; the next
    text that it runs to the end makes it forget that.
    """
    exec("")  # noqa: S102 nothing is run


def _raise(number: int, frame: FrameType | None) -> None:
    """End the program; in the midst of an import a moment later: compiled modules clear what is raised while they are made."""
    if _imports(frame) and next(_WAITS, None) is not None:
        _send_later(number)
        return
    raise _Ended(number)


def _imports(frame: FrameType | None) -> bool:
    """Tell if a module is being imported."""
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTING:
            return True
        frame = frame.f_back
    return False


def _again(unraisable: sys.UnraisableHookArgs) -> None:
    """Send a signal again, a moment later, where Python can raise nothing and it would be lost."""
    match unraisable.exc_value:
        case _Ended(number=number):
            pass
        case KeyboardInterrupt():
            number = signal.SIGINT
        case _:
            sys.__unraisablehook__(unraisable)
            return
    _send_later(number)


def _send_later(number: int) -> None:
    timer = Timer(_MOMENT, _send, (number,))
    timer.daemon = True
    timer.start()


def _send(number: int) -> None:
    """Send a signal to the thread that handles it: another one would take it without waking that. Where there is no such call, to all."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, number)
    else:
        os.kill(os.getpid(), number)
