"""Lines of lists: names, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optsim.console.ansi_style import AnsiStyle
from optsim.plot.width import fit, shorten


def scenario_lines(titles: Mapping[str, str], width: int, ink: AnsiStyle) -> Iterator[str]:
    """Return a line for each scenario: its name and title."""
    name_width = max(map(len, titles))
    for name, title in titles.items():
        yield f"{ink.strong(fit(name, name_width))}  {fit(title, max(10, width - name_width - 2)).rstrip()}"


def class_lines(lines: Mapping[str, str], width: int, ink: AnsiStyle) -> Iterator[str]:
    """Return a line for each class of a kind: its name and what it is."""
    name_width = max(map(len, lines), default=0)
    for name, line in lines.items():
        yield f"{ink.strong(fit(name, name_width))}  {shorten(line, width - name_width - 2)}"
