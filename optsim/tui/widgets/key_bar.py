"""The line at the bottom: which keys do what now."""

from __future__ import annotations

from textual import events

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width
from optsim.tui.commands import COMMANDS, Command
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView


class KeyBar(CellView):
    """Commands as far as they fit, the most needed first, in the order of the table; a click does what the key does."""

    NAME = "Keys"
    ABOUT = "The keys that are of use now; a click presses them. ^p lists all commands."

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.raised)
        for command, x in _placed(view, width):
            end = grid.put(0, x, command.shown, colours.accent, Attr.BOLD)
            grid.put(0, end + 1, _word(command, view), colours.text)
        return grid

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for command, x in _placed(self.view, self.size.width) if self.view else ():
            if x <= event.x < x + _width(command, self.view):
                await self.screen.run_action(f"command({command.name!r})")


def _word(command: Command, view: RaceSnapshot) -> str:
    """Return what the key does now."""
    match command.name:
        case "play":
            return "Pause" if view.playing else "Again" if view.race.finished else "Play"
        case "scale":
            return "Linear" if view.look.log else "Log"
        case _:
            return command.bar


def _width(command: Command, view: RaceSnapshot | None) -> int:
    return cell_width(command.shown) + 1 + (cell_width(_word(command, view)) if view else 0)


def _useful(command: Command, view: RaceSnapshot) -> bool:
    """Tell if there is anything for it to do: not where its panel is there already, or cannot be."""
    match command.name:
        case "chart":
            return view.look.narrow and view.look.panel != "chart"
        case "map":
            return view.look.panel != "map"
        case "map-mode":
            return view.look.panel == "map" and view.race.counting.in_epochs
        case "notes-down":
            return view.look.panel == "explain" and bool(view.training)
        case "notes" | "explain":
            return view.look.panel != command.name
        case _:
            return True


def _placed(view: RaceSnapshot, width: int) -> list[tuple[Command, int]]:
    """The commands that fit, and where they begin."""
    room, chosen = width - 1, []
    for command in sorted(
        (c for c in COMMANDS if c.rank and not c.lacks(view.race) and _useful(c, view)), key=lambda c: c.rank
    ):
        needed = _width(command, view) + 2
        if needed <= room:
            chosen.append(command)
            room -= needed
    placed, x = [], 1
    for command in COMMANDS:
        if command in chosen:
            placed.append((command, x))
            x += _width(command, view) + 2
    return placed
