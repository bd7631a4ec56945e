"""Themes that the app offers: those whose colours are known, so that what is written in them can be read."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from rich.theme import Theme as RichTheme
from textual.theme import BUILTIN_THEMES, Theme

from optsim.tui.colours.terminal import Depth

#: what there always is
DEFAULT_THEME = "textual-dark"
#: code in texts stands on what they stand on: Rich would put it on black
RICH_THEME = RichTheme(
    {"markdown.code": Style(color="cyan", bold=True), "markdown.code_block": Style(color="cyan")},
)


def offered(depth: Depth, themes: Mapping[str, Theme] = BUILTIN_THEMES) -> list[str]:
    """Return the names of the themes that are offered on a terminal.

    Colours of the terminal's own are not known: nothing written in them is sure to be seen. Of sixteen colours too few can
    be read on white.
    """
    return [name for name, theme in themes.items() if not theme.ansi and (theme.dark or depth is not Depth.FEW)]
