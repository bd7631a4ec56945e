"""The app in a real terminal: whatever ends or stops it, the terminal is as it was, and nothing stays behind."""

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

from optsim.recording.reader import read
from tests.terminals import CURSOR, ENTERED, LEFT, OPTSIM, ROWS, window
from tests.tui.support import SEVEN

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")]
_FASTEST = b"]" * 8
_ENDING = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGABRT", "SIGXCPU"]


def playing(terminal):
    """Let it race as fast as it can."""
    terminal.until_shown("step 0/")
    terminal.press(_FASTEST + b" ")
    terminal.until_shown("▶")


def stuck(terminal):
    """Let the terminal take nothing any more, as by ctrl+s."""
    termios.tcflow(terminal.side, termios.TCOOFF)


@pytest.mark.parametrize("name", _ENDING)
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(name):
    number = getattr(signal, name)
    with window("saddle") as terminal:
        playing(terminal)
        assert termios.tcgetattr(terminal.side) != terminal.modes
        terminal.program.send_signal(number)
        text = terminal.until(CURSOR)
        assert terminal.program.wait() == 128 + number
        assert LEFT in text
        assert b"Traceback" not in text
        assert termios.tcgetattr(terminal.side) == terminal.modes


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_where_the_terminal_takes_nothing_a_signal_ends_it_too(name, tmp_path):
    number, file = getattr(signal, name), tmp_path / "run.jsonl"
    with window("saddle", "--record", file) as terminal:
        playing(terminal)
        stuck(terminal)
        terminal.program.send_signal(number)
        assert terminal.program.wait() == 128 + number
        assert termios.tcgetattr(terminal.side) == terminal.modes
    assert read(file).complete


@pytest.mark.parametrize("ignored", [(), (signal.SIGHUP,), (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)])
@pytest.mark.parametrize("plays", [True, False])
def test_a_window_that_is_closed_ends_it(plays, ignored, tmp_path):
    file = tmp_path / "run.jsonl"
    with window("saddle", "--record", file, ignoring=ignored) as terminal:
        if plays:
            playing(terminal)
        else:
            terminal.until_shown("step 0/")
        terminal.close()
        assert terminal.program.wait() == 128 + signal.SIGHUP
    assert read(file).complete


def test_a_closed_window_at_full_speed_with_hang_up_and_continue_again_and_again():
    with window("saddle") as terminal:
        playing(terminal)
        stuck(terminal)
        for number in (signal.SIGCONT, signal.SIGHUP, signal.SIGCONT, signal.SIGHUP, signal.SIGCONT):
            terminal.program.send_signal(number)
        terminal.close()
        assert terminal.program.wait() == 128 + signal.SIGHUP


@pytest.mark.parametrize("name", ["SIGTSTP", "SIGSTOP"])
def test_it_can_be_suspended_and_comes_back(name):
    """By a key, by another program, and where it is not asked: each time in a shell, and once in its background."""
    with window(command=["bash", "--norc", "-i"], PS1="ready> ") as terminal:
        terminal.until(b"ready> ")
        terminal.press(f"{' '.join(OPTSIM)} saddle\n".encode())
        terminal.until_shown("step 0/")
        for ask in (lambda: terminal.press(b"\x1a"), lambda: _children_get(terminal, getattr(signal, name))):
            ask()
            terminal.until(b"Stopped")
            terminal.until(b"ready> ")
            # the shell has the terminal: it echoes and sends whole lines; in its background nothing is written and it stops
            terminal.press(b"bg; wait %1; echo $((40 + 2))\n")
            terminal.until(b"42\r\n")
            terminal.press(b"fg\n")
            terminal.until(ENTERED)
            terminal.until_shown("step 0/")
        terminal.press(b"\x1b[C")
        terminal.until_shown("step 1/")
        terminal.press(b"q")
        assert LEFT in terminal.until(CURSOR)
        # what is typed before the shell has the terminal again is thrown away with the keys that the app has not read
        terminal.until(b"ready> ")
        terminal.press(b"exit $?\n")
        assert terminal.program.wait() == 0


def _children_get(terminal, number):
    children = Path(f"/proc/{terminal.program.pid}/task/{terminal.program.pid}/children")
    for child in children.read_text().split():
        os.kill(int(child), number)


@pytest.mark.parametrize("ask", ["key", "SIGTSTP", "SIGCONT"])
def test_where_no_shell_could_bring_it_back_it_stays(ask):
    with window("saddle") as terminal:
        terminal.until_shown("step 0/")
        if ask == "key":
            terminal.press(b"\x1a")
        else:
            terminal.program.send_signal(getattr(signal, ask))
        terminal.until(ENTERED)
        terminal.press(b"\x1b[C")
        terminal.until_shown("step 1/")
        terminal.press(b"q")
        terminal.until(CURSOR)
        assert terminal.program.wait() == 0


@pytest.mark.parametrize("ask", ["key", "SIGTSTP", "SIGCONT"])
def test_what_comes_back_is_sent_whole(ask):
    """The other screen is blank when it is entered: what was sent before is not on it any more."""
    with window("saddle") as terminal:
        terminal.until_shown("└")
        if ask == "key":
            terminal.press(b"\x1a")
        else:
            terminal.program.send_signal(getattr(signal, ask))
        terminal.until(ENTERED)
        text = terminal.until(f"\x1b[{ROWS}H".encode()).decode()
        assert all(name in text for name in ("Saddle point", *SEVEN, "step 0/"))


def test_it_can_be_asked_to_send_all():
    """With the filter no stretch ends with all attributes off, as each does that Textual sends."""
    for value, count in (("1", True), ("", False)):
        with window("saddle", OPTSIM_SEND_ALL=value) as terminal:
            assert (b"\x1b[0m" in terminal.until_shown("└")) is count
