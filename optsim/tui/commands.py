"""Every key of the race screen, in one table: bindings, key bar, palette and help are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from optsim.analysis.quantities import counts, quantities
from optsim.analysis.smoothing import spans
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import States
from optsim.engine.history.quantities import QUANTITIES
from optsim.tui import edit_commands

if TYPE_CHECKING:
    from optsim.tui.controller import RaceController


#: why a command cannot be, by what it needs
_UNKNOWN: Mapping[type, str] = {
    Points: "only curves are known here, and not the parameters of the lanes",
    States: "only curves are known here, and not what made them",
}


class Command(NamedTuple):
    """A key and what it does. `bar` is its word in the key bar and `rank` how soon it comes there (1 first, 0 never).

    `needs` is what has to be known of what is played; where that is not, the command is not offered.
    """

    name: str
    keys: str
    shown: str
    title: str
    help: str
    run: Callable[[RaceController], None]
    group: str
    bar: str = ""
    rank: int = 0
    needs: type = Curves

    def lacks(self, race: Curves) -> str:
        """Why it can do nothing here; empty where it can."""
        return "" if isinstance(race, self.needs) else f"{self.title}: {_UNKNOWN[self.needs]}."


def _toggle_scale(desk: RaceController) -> None:
    desk.look.log = not desk.look.log


def _next_quantity(desk: RaceController) -> None:
    shown = desk.look.y
    choices = [name for name in quantities(desk.player.race) if QUANTITIES[name].in_cycle or name == shown]
    desk.look.y = _after(shown, choices)


def _next_count(desk: RaceController) -> None:
    desk.look.x = _after(desk.look.x, counts(desk.player.race))


def _after(current: str, choices: list[str]) -> str:
    """The choice behind the current one, the first behind the last."""
    return choices[(choices.index(current) + 1) % len(choices)]


def _show_panel(panel: str) -> Callable[[RaceController], None]:
    def show(desk: RaceController) -> None:
        desk.look.panel = panel

    return show


def _toggle_hair(desk: RaceController) -> None:
    desk.look.hair = desk.player.race.step if desk.look.hair is None else None


def _move_hair(columns: int) -> Callable[[RaceController], None]:
    def move(desk: RaceController) -> None:
        race = desk.player.race
        stands = race.step if desk.look.hair is None else desk.look.hair
        there = race.nearest(stands + columns * desk.stride)
        # of a thinned recording a column may be narrower than from one step to the next
        there = race.onward(stands, columns) if there == stands else there
        desk.look.hair = min(max(there, 0), race.head)

    return move


def _go_to_hair(desk: RaceController) -> None:
    if desk.look.hair is not None:
        desk.player.go_to(desk.look.hair)


def _next_span(desk: RaceController) -> None:
    if desk.look.y == "validation_loss":
        desk.tell("The validation loss is not smoothed: it is measured once an epoch, on all held-out examples.")
        return
    desk.look.smooth = (desk.look.smooth + 1) % len(spans(desk.player.race.budget))


def _next_target(desk: RaceController) -> None:
    desk.look.target = "map" if desk.look.target == "chart" else "chart"


def _next_picture(desk: RaceController) -> None:
    desk.look.map_mode += 1
    desk.look.panel = "map"


_ZOOM = 1.5


def _pin(desk: RaceController) -> None:
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
    Command("next-happening", "right_parenthesis", ")", "Next mark", "The next thing that happened: early stop, target, overtaking, edit …", lambda d: d.player.go_to_happening(1), _TIME),
    Command("previous-happening", "left_parenthesis", "(", "Mark before", "The last thing that happened before", lambda d: d.player.go_to_happening(-1), _TIME),
    Command("faster", "right_square_bracket", "]", "Faster", "1 to 1000 steps a second, then as fast as the machine can", lambda d: d.player.motion.faster(), _TIME, "Faster", 6),
    Command("slower", "left_square_bracket", "[", "Slower", "Fewer steps a second", lambda d: d.player.motion.slower(), _TIME, "Slower", 7),
    Command("restart", "r", "r", "Restart", "Step 0 with the same seed: the same noise again", lambda d: d.player.restart(), _RACE, "Restart", 9),
    Command("seed", "n", "n", "Next seed", "Step 0 with the next seed: other noise for all lanes alike", edit_commands.next_seed, _RACE, "Next seed", 11, needs=States),
    Command("previous-seed", "N,shift+n", "N", "Previous seed", "Step 0 with the seed before", edit_commands.seed_before, _RACE, needs=States),
    Command("edit", "e", "e", "Edit the lane", "Name and hyper-parameters of the selected lane, from the cursor on", edit_commands.edit, _RACE, "Edit", 5, needs=States),
    Command("rate-up", "plus,equals_sign", "+", "Rate × 1.25", "The selected lane's learning rate, from the cursor on", edit_commands.raise_rate, _RACE, "α×1.25", 12, needs=States),
    Command("rate-down", "minus", "−", "Rate ÷ 1.25", "The selected lane's learning rate, from the cursor on", edit_commands.lower_rate, _RACE, "α÷1.25", 13, needs=States),
    Command("fork", "f", "f", "Fork the lane", "A copy of the selected lane at the cursor: change one and see both futures under the same noise", edit_commands.fork, _RACE, "Fork", 6, needs=States),
    Command("add", "a", "a", "Add a lane", "Any optimizer, from step 0", edit_commands.add, _RACE, "Add", 13, needs=States),
    Command("delete", "d", "d", "Delete the lane", "Take the selected lane out of the race; u brings it back", edit_commands.delete, _RACE, "Delete", 15, needs=States),
    Command("undo", "u", "u", "Undo", "Take back the last edit, fork, new or deleted lane, or moved start", edit_commands.undo, _RACE, "Undo", 11, needs=States),
    Command("hide", "v", "v", "Hide or show lane", "It races on, but is not drawn", edit_commands.hide, _SEE, "Hide", 14),
    Command("lane-up", "up", "↑", "Lane above", "Select a lane: its curve comes to the front, its sentence below", lambda d: d.select(-1), _SEE),
    Command("lane-down", "down", "↓", "Lane below", "Select a lane", lambda d: d.select(1), _SEE, "Lane", 12),
    Command("scale", "l", "l", "Log or linear", "The scale of the chart", _toggle_scale, _SEE, "Log", 8),
    Command("quantity", "y", "y", "Up the chart", "Loss, validation loss, norms of gradient and update, effective rate, distance to the minimum", _next_quantity, _SEE, "Up", 13),
    Command("count", "x", "x", "Along the chart", "By step, epoch, evaluations or examples", _next_count, _SEE, "Along", 14),
    Command("smooth", "s", "s", "Smooth", "A moving average over few or many steps; the raw curve stays, faint", _next_span, _SEE, "Smooth", 15),
    Command("band", "b", "b", "Band over seeds", "Median and middle half of 20 seeds under the curves: what is luck, and what is not", lambda d: d.player.toggle_band(), _SEE, "Band", 11, needs=States),
    Command("theory", "t", "t", "Theory", "Expected loss and its standard deviation (s.d.), floor, rate, limit: what is known before the race, beside what is measured", lambda d: d.player.toggle_theory(), _SEE, "Theory", 10, needs=States),
    Command("hair", "c", "c", "Cross-hair", "Exact values of all lanes at a step; it follows the mouse", _toggle_hair, _SEE, "Values", 12),
    Command("hair-left", "comma", ",", "Cross-hair left", "By a column, at least a step", _move_hair(-1), _SEE),
    Command("hair-right", "full_stop", ".", "Cross-hair right", "By a column, at least a step", _move_hair(1), _SEE),
    Command("go-to-hair", "enter", "enter", "To the cross-hair", "Go to its step", _go_to_hair, _SEE),
    Command("zoom-in", "z", "z", "Zoom in", "The chart about its cross-hair or cursor, or the map; the mouse wheel does so, too", lambda d: d.lens.zoom(_ZOOM), _SEE, "Zoom", 16),
    Command("zoom-out", "Z,shift+z", "Z", "Zoom out", "Show more", lambda d: d.lens.zoom(1 / _ZOOM), _SEE),
    Command("fit", "0", "0", "Show all", "The whole chart or map again", lambda d: d.lens.fit(), _SEE),
    Command("pan-left", "ctrl+left", "^←", "Move left", "What is shown of the chart or map; dragging it does so, too", lambda d: d.lens.pan(-1, 0), _SEE),
    Command("pan-right", "ctrl+right", "^→", "Move right", "What is shown of the chart or map", lambda d: d.lens.pan(1, 0), _SEE),
    Command("pan-up", "ctrl+up", "^↑", "Move up", "What is shown of the chart or map", lambda d: d.lens.pan(0, 1), _SEE),
    Command("pan-down", "ctrl+down", "^↓", "Move down", "What is shown of the chart or map", lambda d: d.lens.pan(0, -1), _SEE),
    Command("target", "tab", "tab", "Chart or map", "Which of them z, Z, 0 and the keys that move act on; its title has a ◂", _next_target, _SEE),
    Command("chart", "1", "1", "Chart", "In a small window: show the chart alone", _show_panel("chart"), _SEE, "Chart", 4),
    Command("notes", "2", "2", "Notes", "What to look at, and what happened", _show_panel("notes"), _SEE, "Notes", 4),
    Command("map", "3", "3", "Map", "The landscape and the paths; the fitted curves; or the plane of many parameters. A click on a map moves the start", _show_panel("map"), _SEE, "Map", 4, needs=Points),
    Command("map-mode", "m", "m", "Fit or plane", "With data: the fitted curves, or the main plane of all trajectories", _next_picture, _SEE, "Picture", 16, needs=Points),
    Command("explain", "4", "4", "Explain", "The selected lane's update at the cursor, line by line", _show_panel("explain"), _SEE, "Explain", 5, needs=States),
    Command("pin", "k", "k", "Pin to compare", "Keep its update beside another lane's; again: let go", _pin, _SEE, "Pin", 16, needs=States),
    Command("notes-down", "pagedown", "pgdn", "Read on", "Scroll what to look at, or the explanation", lambda d: d.scroll_notes(1), _SEE, "More", 5),
    Command("notes-up", "pageup", "pgup", "Read back", "Scroll what to look at, or the explanation", lambda d: d.scroll_notes(-1), _SEE),
    Command("open", "o", "o", "Open a scenario", "The list of scenarios", lambda d: d.open_picker(), _APP, "Open", 8),
    Command("save", "w", "w", "Save", "A recording, the table as CSV, the scenario with its edits, the screen as a picture", lambda d: d.open_save(), _APP, "Save", 12),
    Command("help", "question_mark,f1", "?", "Help", "This page", lambda d: d.open_help(), _APP, "Help", 3),
    Command("palette", "", "^p", "Palette", "All commands, to be searched", lambda d: d.open_palette(), _APP, "Palette", 15),
    Command("suspend", "ctrl+z", "^z", "Suspend", "Back to the shell, where fg comes back to it", lambda d: d.suspend(), _APP),
    Command("quit", "q", "q", "Quit", "Leave optsim", lambda d: d.leave(), _APP, "Quit", 3),
)  # fmt: skip

BY_NAME = {command.name: command for command in COMMANDS}
