"""A real tmux pane as a referee: it is sent the same bytes and sizes as our terminal, and tells what it shows."""

import re
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from typing import NamedTuple

from optsim.plot.width import cell_width

TMUX = shutil.which("tmux")
#: how long to wait for an answer, seconds
PATIENCE = 20
#: what runs in the pane: it hands on what it gets, and answers when tmux has taken all of it
_HAND_ON = """
import os, re, signal, socket, sys, tty
link = socket.socket(socket.AF_UNIX)
link.connect(sys.argv[1])
tty.setraw(0)
while head := link.recv(8, socket.MSG_WAITALL):
    sent = link.recv(int(head, 16), socket.MSG_WAITALL) + b"\\x1b\\\\\\x1b[6n"
    while sent:
        sent = sent[os.write(1, sent):]
    answer = b""
    while not re.search(rb"\\x1b\\[\\d+;\\d+R", answer):
        answer += os.read(0, 4096)
    link.send(b".")
signal.pause()
"""
_SETTINGS = (
    "set -g status off", "set -g remain-on-exit on", "set -g history-limit 5000",
    "set -s escape-time 0", "set -g visual-bell off",
)  # fmt: skip
_PIECE = re.compile(r"\x1b\[([0-9;:]*)m|([\x0e\x0f])|\x1b\]8;[^\x1b]*\x1b\\|(.)", re.DOTALL)
#: DEC special graphics, as in the manual of the VT100
_GRAPHICS = dict(zip("`afgjklmnopqrstuvwxyz{|}~", "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·", strict=True))
_PLAIN = frozenset()
_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 8: "conceal", 9: "strike"}


class ViewState(NamedTuple):
    """How a cell is written: attributes by name, colours as ("number", n) or ("rgb", r, g, b), None for the terminal's own."""

    attributes: frozenset[str] = _PLAIN
    colour: tuple | None = None
    ground: tuple | None = None


class Shown(NamedTuple):
    """Lines of (text, look), an empty text where a full-width character goes on; where the cursor is, None where hidden.

    The look is None of cells that were never written to: tmux does not tell in which colour they were erased.
    """

    lines: list[list[tuple[str, ViewState | None]]]
    cursor: tuple[int, int] | None


class Tmux:
    """One pane of a tmux of its own, with sockets in a folder."""

    def __init__(self, folder):
        self._path, self._program = folder / "pane", folder / "hand_on.py"
        self._program.write_text(_HAND_ON)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen(1)
        self._listener.settimeout(PATIENCE)
        command = [
            TMUX,
            "-u",
            "-S",
            str(folder / "tmux"),
            "-f",
            "/dev/null",
            "-C",
            "new-session",
            "-x",
            "80",
            "-y",
            "24",
        ]
        self._client = subprocess.Popen(
            [*command, "sleep 3600"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._answer()
        for setting in _SETTINGS:
            self._ask(setting)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End tmux, if it has not ended."""
        with suppress(OSError):
            self._client.stdin.write("kill-server\n")
            self._client.stdin.flush()
        with suppress(OSError):
            self._client.communicate(timeout=PATIENCE)
        self._listener.close()

    def play(self, width, height, events):
        """What a fresh pane shows after texts and new sizes (width, height)."""
        return parsed(*self.captured(width, height, events), width, height, events)

    def captured(self, width, height, events):
        """The lines as tmux captures them with their attributes, and the cursor."""
        # a pane that is used again may still get what was meant for the one before
        self._ask(f"new-window -k -t :1 'exec {sys.executable} -S -E {self._program} {self._path}'")
        self._ask(f"resize-window -x {width} -y {height}")
        link, _ = self._listener.accept()
        with link:
            link.settimeout(PATIENCE)
            for event in events:
                if isinstance(event, str):
                    sent = event.encode()
                    link.sendall(b"%08x" % len(sent) + sent)
                    link.recv(1)
                else:
                    self._ask(f"resize-window -x {event[0]} -y {event[1]}")
            lines = self._ask("capture-pane -p -e -N")
            x, y, shown = map(int, self._ask("display-message -p '#{cursor_x} #{cursor_y} #{cursor_flag}'")[0].split())
        return lines, ([x, y] if shown else None)

    def _ask(self, command):
        self._client.stdin.write(f"{command}\n")
        self._client.stdin.flush()
        return self._answer()

    def _answer(self):
        """The lines between %begin and %end, whatever else tmux has to tell."""
        lines, inside = [], ""
        for raw in self._client.stdout:
            line = raw.removesuffix("\n")
            words = line.split()
            if not inside and words[:1] == ["%begin"]:
                inside = words[2]
            elif inside and words[:1] == ["%error"] and words[2] == inside:
                raise RuntimeError(f"tmux: {lines}")
            elif inside and words[:1] == ["%end"] and words[2] == inside:
                return lines
            elif inside:
                lines.append(line)
        raise RuntimeError("tmux has ended")


def size_after(width, height, events):
    """The size that all events leave."""
    return next((tuple(each) for each in reversed(events) if not isinstance(each, str)), (width, height))


def parsed(lines, cursor, width, height, events):
    """What was captured, cell by cell; attributes go on from line to line."""
    width, height = size_after(width, height, events)
    look, graphics, found = ViewState(), False, []
    for captured in [*lines, *[""] * height][:height]:
        line = []
        for piece in _PIECE.finditer(captured):
            codes, shift, char = piece.groups()
            if codes is not None:
                look = _after(look, codes)
            elif shift:
                graphics = shift == "\x0e"
            elif char:
                _add(line, _GRAPHICS.get(char, char) if graphics else char, look)
        found.append((line + [(" ", None)] * width)[:width])
    place = None if cursor is None else (min(cursor[0], width - 1), cursor[1])
    return Shown(found, place)


def _add(line, char, look):
    wide = cell_width(char)
    if wide:
        line += [(char, look), *[("", look)] * (wide - 1)]
    elif line:
        at = -1 if line[-1][0] else -2
        line[at] = (line[at][0] + char, look)


def _after(look, codes):
    """The look after the codes that tmux writes."""
    attributes, colour, ground = set(look.attributes), look.colour, look.ground
    rest = codes.split(";")
    while rest:
        first, *parts = rest.pop(0).split(":")
        code = int(first or 0)
        if code in (38, 48, 58) and not parts:
            taken = {"5": 2, "2": 4}[rest[0]]
            parts, rest = rest[:taken], rest[taken:]
        asked = ("rgb", *map(int, parts[-3:])) if parts[:1] == ["2"] else ("number", int(parts[-1])) if parts else None
        if code == 0:
            attributes, colour, ground = set(), None, None
        elif code in {4, 21}:
            attributes.discard("underline") if parts == ["0"] else attributes.add("underline")
        elif code in _ON:
            attributes.add(_ON[code])
        elif code in (38, 48):
            colour, ground = (asked, ground) if code == 38 else (colour, asked)
        elif code // 10 in (3, 9) and code != 39:
            colour = ("number", code % 10 + 8 * (code >= 90))
        elif code // 10 in (4, 10) and code != 49:
            ground = ("number", code % 10 + 8 * (code >= 100))
        elif code in (39, 49):
            colour, ground = (None, ground) if code == 39 else (colour, None)
    return ViewState(frozenset(attributes), colour, ground)
