"""The command palette: Textual's, with the words of the app's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen
from textual.theme import ThemeProvider

from optsim.system.glyph_names import GLYPHS, NOTATIONS
from optsim.tui.language import language_of
from optsim.tui.screens.race import RaceScreen


def open_palette(app: App[Any]) -> None:
    """Show all commands, unless that is done already."""
    if not CommandPalette.is_open(app):
        app.push_screen(CommandPalette(placeholder=language_of(app).text("palette.search"), id="--command-palette"))


def open_themes(app: App[Any]) -> None:
    """Show all themes."""
    app.push_screen(CommandPalette([ThemeProvider], placeholder=language_of(app).text("palette.themes")))


def commands_in_palette(
    app: App[Any],
    screen: Screen[Any],
    choose_glyphs: Callable[[str], None],
    choose_notation: Callable[[str], None],
) -> Iterator[SystemCommand]:
    """Yield what the app can do wherever it is, and everything that has a key.

    Textual's screenshot is not among them: it writes to a folder that need not be there, in a thread of its own; w saves the
    same picture.
    """
    text = language_of(app).text
    yield SystemCommand(text("palette.theme"), text("palette.theme.help"), app.action_change_theme)
    for kind in GLYPHS:
        yield SystemCommand(text(f"palette.{kind}"), text(f"palette.{kind}.help"), partial(choose_glyphs, kind))
    for kind in NOTATIONS:
        yield SystemCommand(
            text(f"palette.notation.{kind}"), text(f"palette.notation.{kind}.help"), partial(choose_notation, kind)
        )
    yield SystemCommand(text("palette.quit"), text("palette.quit.help"), app.action_quit)
    if screen.query("HelpPanel"):
        yield SystemCommand(text("palette.keys"), text("palette.keys.hide"), app.action_hide_help_panel)
    else:
        yield SystemCommand(text("palette.keys"), text("palette.keys.show"), app.action_show_help_panel)
    if screen.maximized is not None:
        yield SystemCommand(text("palette.minimize"), text("palette.minimize.help"), screen.action_minimize)
    elif screen.focused is not None and screen.focused.allow_maximize:
        yield SystemCommand(text("palette.maximize"), text("palette.maximize.help"), screen.action_maximize)
    if isinstance(screen, RaceScreen):
        yield from _with_keys(screen)


def _with_keys(screen: RaceScreen) -> Iterator[SystemCommand]:
    """Yield what the keys of a race do."""
    language = screen.language
    for command in screen.offered:
        if command.name != "palette":
            title = language.text("palette.command", command=command.words(language), key=command.shown)
            yield SystemCommand(title, command.words(language, "help"), _runner(screen, command.name))


def _runner(screen: RaceScreen, name: str) -> Callable[[], None]:
    return lambda: screen.action_command(name)
