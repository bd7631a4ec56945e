"""The keys of the race screen, those of its panels among them: bindings, key bar, palette and help are made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from optsim.analysis.quantities import counts, quantities
from optsim.analysis.smoothing import spans
from optsim.engine.capabilities.states import States
from optsim.engine.history.quantities import QUANTITIES
from optsim.tui import edit_commands
from optsim.tui.command import APP, RACE, SEE, TIME, Command
from optsim.tui.controller import RaceController
from optsim.tui.panel import Panel
from optsim.tui.panels import own_panels
from optsim.tui.snapshot import RaceSnapshot


def _toggle_scale(controller: RaceController) -> None:
    controller.look.log = not controller.look.log


def _next_quantity(controller: RaceController) -> None:
    shown = controller.look.y
    choices = [name for name in quantities(controller.player.race) if QUANTITIES[name].in_cycle or name == shown]
    controller.look.y = _after(shown, choices)


def _next_count(controller: RaceController) -> None:
    controller.look.x = _after(controller.look.x, counts(controller.player.race))


def _after(current: str, choices: list[str]) -> str:
    """The choice behind the current one, the first behind the last."""
    return choices[(choices.index(current) + 1) % len(choices)]


def _toggle_hair(controller: RaceController) -> None:
    controller.look.hair = controller.player.race.step if controller.look.hair is None else None


def _move_hair(columns: int) -> Callable[[RaceController], None]:
    def move(controller: RaceController) -> None:
        race = controller.player.race
        stands = race.step if controller.look.hair is None else controller.look.hair
        there = race.nearest(stands + columns * controller.stride)
        # of a thinned recording a column may be narrower than from one step to the next
        there = race.onward(stands, columns) if there == stands else there
        controller.look.hair = min(max(there, 0), race.head)

    return move


def _go_to_hair(controller: RaceController) -> None:
    if controller.look.hair is not None:
        controller.player.go_to(controller.look.hair)


def _next_span(controller: RaceController) -> None:
    if controller.look.y == "validation_loss":
        controller.tell("The validation loss is not smoothed: it is measured once an epoch, on all held-out examples.")
        return
    controller.look.smooth = (controller.look.smooth + 1) % len(spans(controller.player.race.budget))


_ZOOM = 1.5


def _play_word(view: RaceSnapshot) -> str:
    return "Pause" if view.playing else "Again" if view.race.finished else "Play"


def _scale_word(view: RaceSnapshot) -> str:
    return "Linear" if view.look.log else "Log"


def _zoom(factor: float) -> Callable[[RaceController], None]:
    def zoom(controller: RaceController) -> None:
        if controller.zoomed is not None:
            controller.zoomed.zoom(factor)

    return zoom


def _pan(right: int, up: int) -> Callable[[RaceController], None]:
    def pan(controller: RaceController) -> None:
        if controller.zoomed is not None:
            controller.zoomed.pan(right, up)

    return pan


def _fit(controller: RaceController) -> None:
    if controller.zoomed is not None:
        controller.zoomed.fit()


_BEFORE_PANELS: tuple[Command, ...] = (
    Command("play", "space", "space", "Play or pause", "At the end: play again from the start", lambda d: d.player.toggle(), TIME, _play_word, 1),
    Command("step", "right", "→", "One step", "Pause and take one step", lambda d: d.player.step(), TIME, "Step", 2),
    Command("back", "left", "←", "One step back", "Pause and take back one step, noise and all", lambda d: d.player.back(), TIME, "Back", 3),
    Command("step-ten", "shift+right", "⇧→", "Ten steps", "Pause and take ten steps", lambda d: d.player.step(10), TIME),
    Command("back-ten", "shift+left", "⇧←", "Ten steps back", "Pause and take back ten steps", lambda d: d.player.back(10), TIME),
    Command("home", "home", "home", "To the start", "Go to step 0; what is computed stays", lambda d: d.player.go_to(0), TIME),
    Command("end", "end", "end", "To the end", "Go to the last step of the race, computing what is missing", lambda d: d.player.go_to(d.player.race.budget), TIME, "End", 10),
    Command("next-happening", "right_parenthesis", ")", "Next mark", "The next thing that happened: early stop, target, overtaking, edit …", lambda d: d.player.go_to_happening(1), TIME),
    Command("previous-happening", "left_parenthesis", "(", "Mark before", "The last thing that happened before", lambda d: d.player.go_to_happening(-1), TIME),
    Command("faster", "right_square_bracket", "]", "Faster", "1 to 1000 steps a second, then as fast as the machine can", lambda d: d.player.motion.faster(), TIME, "Faster", 6),
    Command("slower", "left_square_bracket", "[", "Slower", "Fewer steps a second", lambda d: d.player.motion.slower(), TIME, "Slower", 7),
    Command("restart", "r", "r", "Restart", "Step 0 with the same seed: the same noise again", lambda d: d.player.restart(), RACE, "Restart", 9),
    Command("seed", "n", "n", "Next seed", "Step 0 with the next seed: other noise for all lanes alike", edit_commands.next_seed, RACE, "Next seed", 11, needs=States),
    Command("previous-seed", "N,shift+n", "N", "Previous seed", "Step 0 with the seed before", edit_commands.seed_before, RACE, needs=States),
    Command("edit", "e", "e", "Edit the lane", "Name and hyper-parameters of the selected lane, from the cursor on", edit_commands.edit, RACE, "Edit", 5, needs=States),
    Command("rate-up", "plus,equals_sign", "+", "Rate × 1.25", "The selected lane's learning rate, from the cursor on", edit_commands.raise_rate, RACE, "α×1.25", 12, needs=States),
    Command("rate-down", "minus", "−", "Rate ÷ 1.25", "The selected lane's learning rate, from the cursor on", edit_commands.lower_rate, RACE, "α÷1.25", 13, needs=States),
    Command("fork", "f", "f", "Fork the lane", "A copy of the selected lane at the cursor: change one and see both futures under the same noise", edit_commands.fork, RACE, "Fork", 6, needs=States),
    Command("add", "a", "a", "Add a lane", "Any optimizer, from step 0", edit_commands.add, RACE, "Add", 13, needs=States),
    Command("delete", "d", "d", "Delete the lane", "Take the selected lane out of the race; u brings it back", edit_commands.delete, RACE, "Delete", 15, needs=States),
    Command("undo", "u", "u", "Undo", "Take back the last edit, fork, new or deleted lane, or moved start", edit_commands.undo, RACE, "Undo", 11, needs=States),
    Command("hide", "v", "v", "Hide or show lane", "It races on, but is not drawn", edit_commands.hide, SEE, "Hide", 14),
    Command("lane-up", "up", "↑", "Lane above", "Select a lane: its curve comes to the front, its sentence below", lambda d: d.select(-1), SEE),
    Command("lane-down", "down", "↓", "Lane below", "Select a lane", lambda d: d.select(1), SEE, "Lane", 12),
    Command("scale", "l", "l", "Log or linear", "The scale of the chart", _toggle_scale, SEE, _scale_word, 8),
    Command("quantity", "y", "y", "Up the chart", "Loss, validation loss, norms of gradient and update, effective rate, distance to the minimum", _next_quantity, SEE, "Up", 13),
    Command("count", "x", "x", "Along the chart", "By step, epoch, evaluations or examples", _next_count, SEE, "Along", 14),
    Command("smooth", "s", "s", "Smooth", "A moving average over few or many steps; the raw curve stays, faint", _next_span, SEE, "Smooth", 15),
    Command("band", "b", "b", "Band over seeds", "Median and middle half of 20 seeds under the curves: what is luck, and what is not", lambda d: d.player.toggle_band(), SEE, "Band", 11, needs=States),
    Command("theory", "t", "t", "Theory", "Expected loss and its standard deviation (s.d.), floor, rate, limit: what is known before the race, beside what is measured", lambda d: d.player.toggle_theory(), SEE, "Theory", 10, needs=States),
    Command("hair", "c", "c", "Cross-hair", "Exact values of all lanes at a step; it follows the mouse", _toggle_hair, SEE, "Values", 12),
    Command("hair-left", "comma", ",", "Cross-hair left", "By a column, at least a step", _move_hair(-1), SEE),
    Command("hair-right", "full_stop", ".", "Cross-hair right", "By a column, at least a step", _move_hair(1), SEE),
    Command("go-to-hair", "enter", "enter", "To the cross-hair", "Go to its step", _go_to_hair, SEE),
    Command("zoom-in", "z", "z", "Zoom in", "The chart about its cross-hair or cursor, or the map; the mouse wheel does so, too", _zoom(_ZOOM), SEE, "Zoom", 16),
    Command("zoom-out", "Z,shift+z", "Z", "Zoom out", "Show more", _zoom(1 / _ZOOM), SEE),
    Command("fit", "0", "0", "Show all", "The whole chart or map again", _fit, SEE),
    Command("pan-left", "ctrl+left", "^←", "Move left", "What is shown of the chart or map; dragging it does so, too", _pan(-1, 0), SEE),
    Command("pan-right", "ctrl+right", "^→", "Move right", "What is shown of the chart or map", _pan(1, 0), SEE),
    Command("pan-up", "ctrl+up", "^↑", "Move up", "What is shown of the chart or map", _pan(0, 1), SEE),
    Command("pan-down", "ctrl+down", "^↓", "Move down", "What is shown of the chart or map", _pan(0, -1), SEE),
    Command("target", "tab", "tab", "Chart or map", "Which of them z, Z, 0 and the keys that move act on; its title has a ◂", lambda d: d.aim(), SEE),
)  # fmt: skip

_AFTER_PANELS: tuple[Command, ...] = (
    Command("notes-down", "pagedown", "pgdn", "Read on", "Scroll what to look at, or the explanation", lambda d: d.scroll(1), SEE, "More", 5, useful=lambda v: bool(v.training)),
    Command("notes-up", "pageup", "pgup", "Read back", "Scroll what to look at, or the explanation", lambda d: d.scroll(-1), SEE),
    Command("open", "o", "o", "Open a scenario", "The list of scenarios", lambda d: d.open_picker(), APP, "Open", 8),
    Command("save", "w", "w", "Save", "A recording, the table as CSV, the scenario with its edits, the screen as a picture", lambda d: d.open_save(), APP, "Save", 12),
    Command("help", "question_mark,f1", "?", "Help", "This page", lambda d: d.open_help(), APP, "Help", 3),
    Command("palette", "", "^p", "Palette", "All commands, to be searched", lambda d: d.open_palette(), APP, "Palette", 15),
    Command("suspend", "ctrl+z", "^z", "Suspend", "Back to the shell, where fg comes back to it", lambda d: d.suspend(), APP),
    Command("quit", "q", "q", "Quit", "Leave optsim", lambda d: d.leave(), APP, "Quit", 3),
)  # fmt: skip


def commands_of(panels: Iterable[type[Panel]]) -> tuple[Command, ...]:
    """Return all commands where there are these panels, in the order of the help page."""
    return (*_BEFORE_PANELS, *(each for panel in panels for each in panel.all_commands()), *_AFTER_PANELS)


#: all that optsim has by itself
COMMANDS = commands_of(own_panels())
