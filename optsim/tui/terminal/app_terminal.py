"""The terminal that the app runs in: what ends or suspends it does so in order, and leaves the terminal as it was."""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import termios
from contextlib import suppress
from threading import Thread
from types import FrameType
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from optsim.tui.terminal import FilteredApp, width_questions
from optsim.tui.terminal.output_filter import OutputFilter
from optsim.tui.terminal.terminal_output import TerminalOutput

#: signals that do not end a program, cannot be handled, or say that it is broken
_OTHERS = {
    getattr(signal, name, None)
    for name in (
        "SIGKILL", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGTTIN", "SIGTTOU", "SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO", "SIGPIPE",
        "SIGXFSZ", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGSYS", "SIGTRAP",
    )
}  # fmt: skip
#: a variable of the environment that has the app send what it paints as it is
SEND_ALL = "OPTSIM_SEND_ALL"
#: what a terminal that is gone would have said
_HANGUP = 128 + signal.SIGHUP


class Terminal(LinuxDriver):
    """Textual's driver, but signals are seen to between two turns of the loop, and a terminal that is gone ends the app.

    Textual's own handlers start and stop it in the midst of whatever it does, and start it again on a terminal that is gone.
    """

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._output = TerminalOutput(sys.__stderr__, self._on_hangup)  # type: ignore[arg-type]
        self._file = self._output  # type: ignore[assignment]
        self._waiting = self._ended = False
        for number in _ending():
            signal.signal(number, self._end)
        Thread(target=self._watch, name="optsim-terminal", daemon=True).start()

    def start_application_mode(self) -> None:
        """Take the terminal over; what it shows is unknown."""
        if isinstance(self._app, FilteredApp):
            self._app.forget_terminal()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # once: a terminal that is gone meanwhile would take no more
        if isinstance(self._app, FilteredApp) and self._app.asks_width and self.input_tty:
            self._app.asks_width = False
            self.write(width_questions())
            self.flush()

    def run_input_thread(self) -> None:
        """Read keys, until the terminal is gone."""
        with suppress(OSError):
            super().run_input_thread()
            return
        self._output.lose()

    def _end(self, number: int, _: FrameType | None) -> None:
        """A signal that ends: leave the app, with the exit code that says so."""
        self._output.hurry()
        self._soon(self._leave, 128 + number)

    def _on_hangup(self) -> None:
        self._soon(self._leave, _HANGUP)

    def _leave(self, code: int) -> None:
        if not self._ended:
            self._ended = True
            self._app.exit(return_code=code)

    def _soon(self, call: Any, *arguments: Any) -> None:
        with suppress(RuntimeError):  # the loop is closed: it ends anyway
            self._loop.call_soon_threadsafe(call, *arguments)

    def _watch(self) -> None:
        """Wait until the other end of the terminal is closed: without a signal nothing else would tell."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
            self._output.lose()

    def _sigtstp_application(self, *_: object) -> None:
        if not self._waiting:
            self._waiting = True
            self._soon(self._suspend)

    def _sigcont_application(self, *_: object) -> None:
        if not self._waiting:
            self._soon(self._start_again)

    def _suspend(self) -> None:
        """Stop this process and those that it is run by, as ctrl+z does in other programs, and go on when they do."""
        self.suspend_application_mode()
        self._must_signal_resume = True
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        os.killpg(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        # where no shell could continue it, the system does not stop it
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._start_again()

    def _start_again(self) -> None:
        """Take the terminal over, also where it was only stopped, or in the background: others have written to it."""
        if self._output.is_hung_up or not self._auto_restart:
            return
        self._waiting = True
        self._wait_for_foreground()
        self._waiting = False
        if self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
        self.resume_application_mode()

    def _wait_for_foreground(self) -> None:
        """Be stopped by the system as long as this process runs in the background: it may not write to the terminal."""
        while True:
            try:
                # what it asks for holds anyway, but it is nothing that the background may ask for
                termios.tcflow(self.fileno, termios.TCOON)
            except termios.error as error:
                if error.args[0] == errno.EINTR:
                    continue
            return


def _ending() -> list[int]:
    """The signals that would end this process, and were not told to be ignored."""
    deaf = (signal.SIG_IGN, None)
    return [number for number in signal.valid_signals() - _OTHERS if signal.getsignal(number) not in deaf]


def run_in_terminal(app: FilteredApp) -> None:
    """Run an app in the terminal that this process has; after it signals are handled as before.

    Only cells that have changed are sent, unless OPTSIM_SEND_ALL is set.
    """
    if app.driver_class is LinuxDriver:
        app.driver_class = Terminal
        if not os.environ.get(SEND_ALL):
            app.output_filter = OutputFilter(app)
    numbers = [*_ending(), signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        app.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
