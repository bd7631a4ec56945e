"""The line at the top: what races, and how it stands."""

from __future__ import annotations

from collections import Counter

from optsim.analysis.quantities import epoch_at
from optsim.engine.capabilities.curves import Curves
from optsim.engine.status import Status
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width
from optsim.tui.language import medium_named
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

#: cells of the program's name, with a little space
_NAME = 10


class StatusBar(CellView):
    """Name, formula, seed, playing or paused, speed, step, and how many lanes run."""

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
    race, language, text = view.race, view.language, view.language.text
    step = text("status_bar.step", step=race.step, budget=race.budget)
    parts = ["   ".join(filter(None, (_medium(view), _pace(view)))), step]
    if race.counting.in_epochs:
        parts.append(language.sentence(epoch_at(race, race.step, view.look.selected)))
    counts = Counter(lane.status for lane in view.lanes)
    if wide:
        if race.seed is not None:
            parts.insert(0, text("status_bar.seed", seed=race.seed))
        parts.append(" · ".join(_lanes(view, status, count) for status, count in counts.items()))
    elif counts[Status.RUNNING]:
        parts.append(_lanes(view, Status.RUNNING, counts[Status.RUNNING]))
    return parts


def _lanes(view: RaceSnapshot, status: Status, count: int) -> str:
    """Return how many lanes have a status."""
    return view.language.text("status_bar.lanes", count=count, status=view.status_word(status))


def _medium(view: RaceSnapshot) -> str:
    """Return whether it is recorded, or read from somewhere; empty where it is neither."""
    medium = view.race.provenance.medium
    if view.writing:
        return view.language.text("status_bar.recording")
    return medium_named(view.language, medium) if medium else ""


def _pace(view: RaceSnapshot) -> str:
    """Return whether it plays, and how fast."""
    race, text = view.race, view.language.text
    if view.rushing:
        return text("status_bar.computing")
    if race.finished and not view.playing:
        return text(_ended(race))
    speed = text("status_bar.full_speed" if view.speed is None else "status_bar.speed", speed=view.speed)
    return f"{text('status_bar.playing' if view.playing else 'status_bar.paused')} {speed}"


def _ended(race: Curves) -> str:
    """Return the id of the end's text: of the race, or of a recording that does not go so far."""
    if len(race.ends) == len(race.lanes):
        return "status_bar.ended"
    return "status_bar.ends_here" if race.provenance.complete else "status_bar.cut_off"
