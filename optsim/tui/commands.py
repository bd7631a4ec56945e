"""The keys of the race screen, those of its panels among them: bindings, key bar, palette and help are made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from optsim.engine.capabilities.states import States
from optsim.tui import edit_commands
from optsim.tui.chart_commands import (
    at_large,
    by_hand,
    next_count,
    next_losses,
    next_quantity,
    next_scale,
    next_span,
    scale_word,
)
from optsim.tui.command import APP, RACE, SEE, TIME, Command
from optsim.tui.controller import RaceController
from optsim.tui.panel import Panel
from optsim.tui.panels import own_panels
from optsim.tui.snapshot import RaceSnapshot


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


_ZOOM = 1.5


def _play(controller: RaceController) -> None:
    """Play or pause; at the end say what goes on from there, and leave the picture as it is."""
    if controller.race.finished or controller.race.waits:
        controller.tell(controller.language.text("play.ended" if controller.race.finished else "play.follows"))
        return
    controller.look.by_hand = False
    controller.player.toggle()


def _can_play(view: RaceSnapshot) -> bool:
    return not (view.race.finished or view.race.waits)


def _play_word(view: RaceSnapshot) -> str:
    return view.language.text("play.pause" if view.playing else "play.play")


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


#: percent of the width, and rows, that a key moves a divider by
_SHARE, _ROWS = 4, 1


def _move_divider(by: int) -> Callable[[RaceController], None]:
    def move(controller: RaceController) -> None:
        controller.divide(share=controller.look.share + by)
        controller.keep_division()

    return move


def _resize_table(by: int) -> Callable[[RaceController], None]:
    def resize(controller: RaceController) -> None:
        controller.divide(rows_of_lanes=controller.rows_of_lanes + by)
        controller.keep_division()

    return resize


def _toggle_full(controller: RaceController) -> None:
    controller.look.full = not controller.look.full


def _full_word(view: RaceSnapshot) -> str:
    return view.language.text("full.back" if view.look.full else "full.full")


def _toggle_presenter(controller: RaceController) -> None:
    controller.look.presenter = not controller.look.presenter
    controller.app.clear_notifications()
    if controller.look.presenter:
        controller.tell(controller.language.text("presenter.on"))


def _show_all(controller: RaceController) -> None:
    """Show all panels, with nothing left of what was told of the way back; where all are seen say which key leaves the race."""
    if controller.look.alone:
        controller.app.clear_notifications()
    else:
        controller.tell(controller.language.text("race.leave"))
    controller.look.full = controller.look.presenter = False


_BEFORE_PANELS: tuple[Command, ...] = (
    Command("play", "space", "space", _play, TIME, 1, bar=_play_word, useful=_can_play),
    Command("step", "right", "→", by_hand(lambda d: d.player.step()), TIME, 2),
    Command("back", "left", "←", by_hand(lambda d: d.player.back()), TIME, 3),
    Command("step-ten", "shift+right", "⇧→", by_hand(lambda d: d.player.step(10)), TIME),
    Command("back-ten", "shift+left", "⇧←", by_hand(lambda d: d.player.back(10)), TIME),
    Command("home", "home", "home", lambda d: d.player.go_to(0), TIME),
    Command("end", "end", "end", at_large(lambda d: d.player.go_to(d.player.race.budget)), TIME, 10),
    Command("next-happening", "right_parenthesis", ")", lambda d: d.player.go_to_happening(1), TIME),
    Command("previous-happening", "left_parenthesis", "(", lambda d: d.player.go_to_happening(-1), TIME),
    Command("faster", "right_square_bracket", "]", lambda d: d.player.motion.faster(), TIME, 6, useful=_can_play),
    Command("slower", "left_square_bracket", "[", lambda d: d.player.motion.slower(), TIME, 8, useful=_can_play),
    Command("restart", "r", "r", at_large(lambda d: d.player.restart()), RACE, 9),
    Command("seed", "n", "n", edit_commands.next_seed, RACE, 11, needs=States),
    Command("previous-seed", "N,shift+n", "N", edit_commands.seed_before, RACE, needs=States),
    Command("edit", "e", "e", edit_commands.edit, RACE, 5, needs=States),
    Command("rate-up", "plus", "+", edit_commands.raise_rate, RACE, 12, needs=States),
    Command("rate-down", "minus", "−", edit_commands.lower_rate, RACE, 13, needs=States),
    Command("fork", "f", "f", edit_commands.fork, RACE, 6, needs=States),
    Command("add", "a", "a", edit_commands.add, RACE, 13, needs=States),
    Command("delete", "d", "d", edit_commands.delete, RACE, 15, needs=States),
    Command("undo", "u", "u", edit_commands.undo, RACE, 11, needs=States),
    Command("redo", "U,shift+u", "U", edit_commands.redo, RACE, needs=States),
    Command("sweep", "S,shift+s", "S", lambda d: d.open_sweep(), RACE, 16, needs=States),
    Command("hide", "v", "v", edit_commands.hide, SEE, 14),
    Command("lane-up", "up", "↑", lambda d: d.select(-1), SEE),
    Command("lane-down", "down", "↓", lambda d: d.select(1), SEE, 12),
    Command("scale", "l", "l", next_scale, SEE, 8, bar=scale_word),
    Command("quantity", "y", "y", next_quantity, SEE, 13),
    Command("count", "x", "x", next_count, SEE, 14),
    Command("smooth", "s", "s", next_span, SEE, 15),
    Command("losses", "T,shift+t", "T", next_losses, SEE, 14, useful=lambda v: v.race.has_validation),
    Command("band", "b", "b", lambda d: d.player.toggle_band(), SEE, 11, needs=States),
    Command("theory", "t", "t", lambda d: d.player.toggle_theory(), SEE, 10, needs=States),
    Command("hair", "c", "c", _toggle_hair, SEE, 12),
    Command("hair-left", "comma", ",", _move_hair(-1), SEE),
    Command("hair-right", "full_stop", ".", _move_hair(1), SEE),
    Command("go-to-hair", "enter", "enter", _go_to_hair, SEE),
    Command("zoom-in", "z", "z", _zoom(_ZOOM), SEE, 16),
    Command("zoom-out", "Z,shift+z", "Z", _zoom(1 / _ZOOM), SEE),
    Command("fit", "0", "0", at_large(_fit), SEE),
    Command("pan-left", "ctrl+left", "^←", _pan(-1, 0), SEE),
    Command("pan-right", "ctrl+right", "^→", _pan(1, 0), SEE),
    Command("pan-up", "ctrl+up", "^↑", _pan(0, 1), SEE),
    Command("pan-down", "ctrl+down", "^↓", _pan(0, -1), SEE),
    Command("target", "tab", "tab", lambda d: d.choose_next(), SEE),
    Command("full", "F,shift+f", "F", _toggle_full, SEE, 7, bar=_full_word),
    Command("presenter", "P,shift+p", "P", _toggle_presenter, SEE, 7),
    Command("all-panels", "escape", "esc", _show_all, SEE),
    Command("divider-left", "less_than_sign", "<", _move_divider(-_SHARE), SEE),
    Command("divider-right", "greater_than_sign", ">", _move_divider(_SHARE), SEE),
    Command("fewer-lanes", "left_curly_bracket", "{", _resize_table(-_ROWS), SEE),
    Command("more-lanes", "right_curly_bracket", "}", _resize_table(_ROWS), SEE),
)  # fmt: skip

_AFTER_PANELS: tuple[Command, ...] = (
    Command("notes-down", "pagedown", "pgdn", lambda d: d.scroll(1), SEE, 5, useful=lambda v: bool(v.training)),
    Command("notes-up", "pageup", "pgup", lambda d: d.scroll(-1), SEE),
    Command("open", "o", "o", lambda d: d.open_picker(), APP, 3),
    Command("save", "w", "w", lambda d: d.open_save(), APP, 12),
    Command("copy", "Y,shift+y", "Y", lambda d: d.open_copy(), APP),
    Command("help", "question_mark,f1", "?", lambda d: d.open_help(), APP, 3),
    Command("palette", "", "^p", lambda d: d.open_palette(), APP, 15),
    Command("suspend", "ctrl+z", "^z", lambda d: d.suspend(), APP),
    Command("repaint", "ctrl+l", "^l", lambda d: d.repaint(), APP),
    Command("quit", "q", "q", lambda d: d.leave(), APP, 3),
)  # fmt: skip


def commands_of(panels: Iterable[type[Panel]]) -> tuple[Command, ...]:
    """Return all commands where there are these panels, in the order of the help page."""
    return (*_BEFORE_PANELS, *(each for panel in panels for each in panel.all_commands()), *_AFTER_PANELS)


#: all that optsim has by itself
COMMANDS = commands_of(own_panels())
