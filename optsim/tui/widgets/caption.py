"""The caption of a tour: what is said, and the keys that it presses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from optsim.plot.width import cell_width, fit, shorten, wrap

#: lines of a caption
LINES = 2


class Said(NamedTuple):
    """A caption, the keys that were pressed, the newest last, and hints for the person at the screen: the first that fits."""

    caption: str = ""
    keys: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Caption(Widget):
    """Two lines at the bottom of whatever screen is there: the caption from the left, keys and hint at the right."""

    DEFAULT_CSS = """
    Caption { dock: bottom; height: 2; width: 100%; background: $accent 24%; color: $foreground; }
    Caption.silent { background: $background; }
    """
    ALLOW_SELECT = False
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._said = Said()

    def say(self, said: Said) -> None:
        """Show something else."""
        if said != self._said:
            self._said = said
            self.set_class(not said.caption, "silent")
            self.refresh()

    def render(self) -> Content:
        """The lines, as wide as the widget."""
        width = self.size.width
        keys = _chips(self._said.keys, width // 2)
        hint = _hint_beside(self._said, width - 3, keys.cell_length)
        room = width - 3 - max(keys.cell_length, cell_width(hint))
        lines = caption_lines(self._said.caption, room)
        parts: list[Content | str | tuple[str, str]] = []
        for number, right in enumerate((keys, Content.styled(hint, "dim"))):
            line = lines[number] if number < len(lines) else ""
            parts += [
                ("▌", "$accent") if self._said.caption else " ",
                (fit(line, width - 3 - right.cell_length), "bold"),
            ]
            parts += [" ", right, " ", "\n" if number == 0 else ""]
        return Content.assemble(*parts)


def caption_lines(text: str, room: int) -> list[str]:
    """Return a caption in lines of `room` cells, the last one shortened where it takes more lines than there are."""
    lines = _all_lines(text, room)
    if len(lines) > LINES:
        rest = " ".join(lines[LINES - 1 :])
        return [*lines[: LINES - 1], shorten(rest, room)]
    return lines


def _all_lines(text: str, room: int) -> list[str]:
    """All lines that a caption takes."""
    return [part for line in text.splitlines() for part in wrap(line, max(room, 1))]


def _hint_beside(said: Said, room: int, keys: int) -> str:
    """The first hint that leaves room for the caption; none where each would be cut, or would cut it."""
    for hint in said.hints:
        beside = max(keys, cell_width(hint))
        if beside <= room and len(_all_lines(said.caption, room - beside)) <= LINES:
            return hint
    return ""


def _chips(keys: Sequence[str], room: int) -> Content:
    """Keys as on a keyboard, as many of the newest as there is room for."""
    chosen: list[str] = []
    for key in reversed(keys):
        room -= cell_width(key) + 3
        if room < 0:
            break
        chosen.insert(0, key)
    parts: list[str | tuple[str, str]] = []
    for number, key in enumerate(chosen):
        parts += [" " if number else "", (f" {key} ", "bold reverse")]
    return Content.assemble(*parts)
