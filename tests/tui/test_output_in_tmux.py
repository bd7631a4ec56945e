"""The app in a real tmux pane: after random keys and sizes a whole repaint changes no cell."""

import os
import select
import shlex
import sys
from random import Random

import pytest

from tests.screencast.tmux import PATIENCE, TMUX, Tmux, parsed
from tests.terminals import OPTSIM

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(sys.platform != "linux" or TMUX is None, reason="needs Linux and tmux"),
]
#: none of them shows a note that goes by itself
KEYS = "Space Right Left Home ] [ 1 2 3 4 F P Up Down l y x s c z 0 Tab t ? Escape".split()  # noqa: SIM905 as tmux reads them
SIZES = [(80, 24), (119, 36), (120, 36), (160, 45)]
#: seconds without a byte after which the pane stands still
STILL = 1
#: where these are set, the app is never told of another size, or has no colours
_ENVIRONMENT = ("-u", "COLUMNS", "-u", "LINES", "-u", "NO_COLOR", "COLORTERM=truecolor", "PYTHONUTF8=1")


class Pane:
    """A pane in which the app runs; what it is sent comes here as well."""

    def __init__(self, tmux, folder):
        self._tmux, fifo = tmux, folder / "sent"
        os.mkfifo(fifo)
        self._handle = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        self._ask("refresh-client -f no-output")
        command = shlex.join(["env", *_ENVIRONMENT, *OPTSIM, "saddle"])
        self._ask(f"new-window -k -t :1 {shlex.quote(f'read -r; exec {command}')}")
        self._ask(f"pipe-pane -t :1 {shlex.quote(f'exec cat > {fifo}')}")
        self.press("Enter")

    def _ask(self, command):
        return self._tmux._ask(command)

    def press(self, *keys):
        self._ask(f"send-keys -t :1 {shlex.join(keys)}")

    def resize(self, width, height):
        self._ask(f"resize-window -t :1 -x {width} -y {height}")

    def until(self, text):
        """Wait until it is sent something; returns what it is sent up to there, and a bit more."""
        sent = b""
        while text not in sent:
            assert select.select([self._handle], [], [], PATIENCE)[0], self.lines()
            sent += os.read(self._handle, 65536)
        return sent

    def rest(self):
        """What it is sent until that is nothing for a while."""
        sent = b""
        while select.select([self._handle], [], [], STILL)[0]:
            sent += os.read(self._handle, 65536)
        return sent

    def repainted(self, height):
        """What is sent when all is painted anew, its last row among it."""
        self.press("C-l")
        return self.until(f"\x1b[{height}H".encode()) + self.rest()

    def lines(self):
        return self._ask("capture-pane -p -e -N -t :1")

    def cells(self, width, height):
        """Cells as a person sees them."""
        shown = parsed(self.lines(), None, width, height, [])
        return [[_seen(*cell) for cell in line] for line in shown.lines]


def _seen(text, look):
    if look is None or text != " " or look.attributes - {"bold", "dim", "italic"}:
        return text, look
    return text, look.ground


def compared(pane, width, height):
    """Cells of the pane before a whole repaint and after, where nothing else was painted meanwhile."""
    for _ in range(5):
        pane.rest()
        before = pane.cells(width, height)
        sent, after = pane.repainted(height), pane.cells(width, height)
        if pane.repainted(height) == sent:
            return before, after
    raise AssertionError("it never stands still")


def test_after_random_keys_and_sizes_a_whole_repaint_changes_no_cell(tmp_path):
    random, size = Random(1), (120, 36)
    with Tmux(tmp_path) as tmux:
        pane = Pane(tmux, tmp_path)
        pane.until(b"step 0/")
        pane.resize(*size)
        for _ in range(4):
            pane.press(*random.choices(KEYS, k=10))
            if random.random() < 0.5:
                size = random.choice(SIZES)
                pane.resize(*size)
            pane.press(*random.choices(KEYS, k=6), "Left")
            before, after = compared(pane, *size)
            assert after == before
