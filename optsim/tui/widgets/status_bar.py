"""The line at the top: what races, and how it stands."""

from __future__ import annotations

from collections import Counter

from optsim.analysis.quantities import epoch_at
from optsim.engine.capabilities.curves import Curves
from optsim.engine.status import Status
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

#: cells of the program's name, with a little space
_NAME = 10


class StatusBar(CellView):
    """Name, formula, seed, playing or paused, speed, step, and how many lanes run."""

    NAME = "Top"
    ABOUT = (
        "The scenario and its formula; the seed of all randomness; whether it is a recording, or being "
        "recorded (● rec); the speed; the step that is shown, of how many; how many lanes run or have ended."
    )

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line; what is least needed is left out where room is short."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.raised)
        parts = _right(view, wide=width >= 110)
        while len(parts) > 1 and cell_width("   ".join(parts)) > width - _NAME:
            parts.pop()
        right = "   ".join(parts)
        grid.put(0, width - cell_width(right) - 1, right)
        room = width - cell_width(right) - 4
        x = grid.put(0, 1, "optsim", colours.accent, Attr.BOLD)
        for text, attr in ((" ".join(view.presentation.title.split()), Attr.BOLD), (view.race.formula, Attr.PLAIN)):
            sayable = self.glyphs is None or "?" not in self.glyphs.text(text) or "?" in text
            if sayable and x + 2 + cell_width(text) <= room:
                x = grid.put(0, x + 2, text, colours.text, attr)
        return grid


def _right(view: RaceSnapshot, *, wide: bool) -> list[str]:
    race = view.race
    speed = "max speed" if view.speed is None else f"{view.speed}/s"
    playing = "▶ playing" if view.playing else _ended(race) if race.finished else "▮▮ paused"
    state = "» computing" if view.rushing else playing
    pace = state if view.rushing or (race.finished and not view.playing) else f"{state} {speed}"
    written = f"{race.provenance.medium}   " if race.provenance.medium else ""
    parts = [("● rec   " if view.writing else written) + pace, f"step {race.step}/{race.budget}"]
    if race.counting.in_epochs:
        parts.append(view.language.sentence(epoch_at(race, race.step, view.look.selected)))
    counts = Counter(lane.status for lane in view.lanes)
    if wide:
        if race.seed is not None:
            parts.insert(0, f"seed {race.seed}")
        parts.append(" · ".join(f"{count} {status}" for status, count in counts.items()))
    elif counts[Status.RUNNING]:
        parts.append(f"{counts[Status.RUNNING]} running")
    return parts


def _ended(race: Curves) -> str:
    """Return the label of the end: of the race, or of a recording that does not go so far."""
    if len(race.ends) == len(race.lanes):
        return "■ ended"
    return "■ ends here" if race.provenance.complete else "■ cut off"
