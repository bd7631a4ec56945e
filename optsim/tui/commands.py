"""Every key of the race screen, in one table: bindings, key bar, palette and help are made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from optsim.engine.noise import LARGEST_SEED
from optsim.playback.player import Player
from optsim.playback.quantity import counts, quantities
from optsim.tui.view import Look


class Desk(Protocol):
    """What a command may touch."""

    player: Player
    look: Look

    def select(self, by: int) -> None:
        """Select another lane."""

    def scroll_notes(self, pages: int) -> None:
        """Scroll what to look at, or the explanation."""

    def open_picker(self) -> None:
        """Show the picker."""

    def open_help(self) -> None:
        """Show the help."""

    def open_palette(self) -> None:
        """Show the command palette."""

    def leave(self) -> None:
        """End the app."""


class Command(NamedTuple):
    """A key and what it does. `bar` is its word in the key bar and `rank` how soon it comes there (1 first, 0 never)."""

    name: str
    keys: str
    shown: str
    title: str
    help: str
    run: Callable[[Desk], None]
    group: str
    bar: str = ""
    rank: int = 0


def _toggle_scale(desk: Desk) -> None:
    desk.look.log = not desk.look.log


def _next_quantity(desk: Desk) -> None:
    desk.look.y = _after(desk.look.y, quantities(desk.player.race))


def _next_count(desk: Desk) -> None:
    desk.look.x = _after(desk.look.x, counts(desk.player.race))


def _after(current: str, choices: list[str]) -> str:
    """The choice behind the current one, the first behind the last."""
    return choices[(choices.index(current) + 1) % len(choices)]


def _show_panel(panel: str) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        desk.look.panel = panel

    return show


def _pin(desk: Desk) -> None:
    """Pin the selected lane and show the panel that compares; the pinned lane again lets go of it."""
    look, name = desk.look, desk.player.race.lanes[desk.look.selected].name
    look.pinned = None if look.pinned == name else name
    if look.pinned and (look.narrow or look.panel != "map"):
        look.panel = "explain"


_TIME, _RACE, _SEE, _APP = "Time", "Race", "See", "App"

COMMANDS: tuple[Command, ...] = (
    Command("play", "space", "space", "Play or pause", "At the end: play again from the start", lambda d: d.player.toggle(), _TIME, "Play", 1),
    Command("step", "right", "→", "One step", "Pause and take one step", lambda d: d.player.step(), _TIME, "Step", 2),
    Command("back", "left", "←", "One step back", "Pause and take back one step, noise and all", lambda d: d.player.back(), _TIME, "Back", 3),
    Command("step-ten", "shift+right", "⇧→", "Ten steps", "Pause and take ten steps", lambda d: d.player.step(10), _TIME),
    Command("back-ten", "shift+left", "⇧←", "Ten steps back", "Pause and take back ten steps", lambda d: d.player.back(10), _TIME),
    Command("home", "home", "home", "To the start", "Go to step 0; what is computed stays", lambda d: d.player.go_to(0), _TIME),
    Command("end", "end", "end", "To the end", "Go to the last step of the race, computing what is missing", lambda d: d.player.go_to(d.player.race.budget), _TIME, "End", 10),
    Command("faster", "right_square_bracket", "]", "Faster", "1 to 1000 steps a second, then as fast as the machine can", lambda d: d.player.faster(), _TIME, "Faster", 6),
    Command("slower", "left_square_bracket", "[", "Slower", "Fewer steps a second", lambda d: d.player.slower(), _TIME, "Slower", 7),
    Command("restart", "r", "r", "Restart", "Step 0 with the same seed: the same noise again", lambda d: d.player.restart(), _RACE, "Restart", 9),
    Command("seed", "n", "n", "Next seed", "Step 0 with the next seed: other noise for all lanes alike", lambda d: d.player.seed(min(d.player.race.seed + 1, LARGEST_SEED)), _RACE, "Next seed", 11),
    Command("previous-seed", "N,shift+n", "N", "Previous seed", "Step 0 with the seed before", lambda d: d.player.seed(max(0, d.player.race.seed - 1)), _RACE),
    Command("lane-up", "up", "↑", "Lane above", "Select a lane: its curve comes to the front, its sentence below", lambda d: d.select(-1), _SEE),
    Command("lane-down", "down", "↓", "Lane below", "Select a lane", lambda d: d.select(1), _SEE, "Lane", 12),
    Command("scale", "l", "l", "Log or linear", "The scale of the chart", _toggle_scale, _SEE, "Log", 8),
    Command("quantity", "y", "y", "Up the chart", "Loss, validation loss, gradient norm, update norm", _next_quantity, _SEE, "Up", 13),
    Command("count", "x", "x", "Along the chart", "By step, epoch, evaluations or examples", _next_count, _SEE, "Along", 14),
    Command("chart", "1", "1", "Chart", "In a small window: show the chart alone", _show_panel("chart"), _SEE, "Chart", 4),
    Command("notes", "2", "2", "Notes", "What to look at, and what happened", _show_panel("notes"), _SEE, "Notes", 4),
    Command("map", "3", "3", "Map", "The landscape, the paths, the selected lane's step", _show_panel("map"), _SEE, "Map", 4),
    Command("explain", "4", "4", "Explain", "The selected lane's update at the cursor, line by line", _show_panel("explain"), _SEE, "Explain", 5),
    Command("pin", "k", "k", "Pin to compare", "Keep its update beside another lane's; again: let go", _pin, _SEE, "Pin", 16),
    Command("notes-down", "pagedown", "pgdn", "Read on", "Scroll what to look at, or the explanation", lambda d: d.scroll_notes(1), _SEE, "More", 5),
    Command("notes-up", "pageup", "pgup", "Read back", "Scroll what to look at, or the explanation", lambda d: d.scroll_notes(-1), _SEE),
    Command("open", "o", "o", "Open a scenario", "The list of scenarios", lambda d: d.open_picker(), _APP, "Open", 8),
    Command("help", "question_mark,f1", "?", "Help", "This page", lambda d: d.open_help(), _APP, "Help", 3),
    Command("palette", "", "^p", "Palette", "All commands, to be searched", lambda d: d.open_palette(), _APP, "Palette", 15),
    Command("quit", "q", "q", "Quit", "Leave optsim", lambda d: d.leave(), _APP, "Quit", 3),
)  # fmt: skip

BY_NAME = {command.name: command for command in COMMANDS}
