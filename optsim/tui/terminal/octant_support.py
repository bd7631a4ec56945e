"""Octants by themselves only where a terminal is certain to draw them: one that does not shows blanks, or boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Ghostty draws octants from 1.2 on, VTE (GNOME Terminal, Ptyxis …) from 0.78 on
_GHOSTTY, _VTE = (1, 2), 7800
#: what other terminals set: VTE_VERSION is inherited by those that are started from one of its terminals
_OTHERS = (
    "ALACRITTY_WINDOW_ID", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE", "WT_SESSION", "XTERM_VERSION",
)  # fmt: skip


def certain_glyphs(environment: Mapping[str, str]) -> str:
    """Return "octant" where the terminal of these variables draws octants for certain, else "braille".

    In a multiplexer never: the variables are those of another terminal then, and it may swallow what it does not know.
    """
    if _in_multiplexer(environment):
        return "braille"
    program = environment.get("TERM_PROGRAM", "")
    if program == "ghostty":
        return "octant" if _version(environment.get("TERM_PROGRAM_VERSION", "")) >= _GHOSTTY else "braille"
    alone = not program and not any(environment.get(name) for name in _OTHERS)
    return "octant" if alone and _number(environment.get("VTE_VERSION", "")) >= _VTE else "braille"


def _in_multiplexer(environment: Mapping[str, str]) -> bool:
    terminal = environment.get("TERM", "")
    return bool(environment.get("TMUX") or environment.get("STY")) or terminal.startswith(("screen", "tmux"))


def _version(text: str) -> tuple[int, ...]:
    """The numbers a version begins with: (1, 2, 0) for 1.2.0-dev; (0,) for none."""
    numbers = re.match(r"\d{1,9}(?:\.\d{1,9})*", text)
    return tuple(map(int, numbers[0].split("."))) if numbers else (0,)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
