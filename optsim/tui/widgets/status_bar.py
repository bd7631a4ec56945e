"""The line at the top: what races, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from optsim.analysis.quantities import epoch_at
from optsim.engine.capabilities.curves import Curves
from optsim.engine.status import Status
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, shorten
from optsim.tui.language import medium_named
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_NAME = "optsim"
#: what goes where the line is too short, first to last; a title is shortened before it goes
_GOES = ("every_status", "seed", "formula", "running", "epoch", "title", "medium", "step")
#: cells of a title that says something
_LEAST_TITLE = 8
#: what stands at the left
_LEFT = ("title", "formula")


class StatusBar(CellView):
    """Name, formula, seed, playing or paused, speed, step, and how many lanes run."""

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The line; what is least needed is left out where room is short."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.raised)
        texts = _fitting({name: text for name, text in _texts(view).items() if self._can_show(name, text)}, width)
        right = _right(texts)
        grid.put(0, width - cell_width(right) - 1, right)
        x = grid.put(0, 1, _NAME, colours.accent, Attr.BOLD)
        for name in _LEFT:
            if name in texts:
                x = grid.put(0, x + 2, texts[name], colours.text, Attr.BOLD if name == "title" else Attr.PLAIN)
        return grid

    def _can_show(self, name: str, text: str) -> bool:
        """Tell if there is something to show, and the terminal has the characters of what comes from a file."""
        return bool(text) and (
            name not in _LEFT or self.glyphs is None or "?" not in self.glyphs.text(text) or "?" in text
        )


def _texts(view: RaceSnapshot) -> dict[str, str]:
    """Return all that the line may say, by names, in its order; `running` is what stays of `every_status`."""
    race, language, text = view.race, view.language, view.language.text
    counts = Counter(lane.status for lane in view.lanes)
    running = counts[Status.RUNNING]
    return {
        "title": " ".join(view.presentation.title.split()),
        "formula": race.formula,
        "seed": "" if race.seed is None else text("status_bar.seed", seed=race.seed),
        "medium": _medium(view),
        "pace": _pace(view),
        "step": text("status_bar.step", step=race.step, budget=race.budget),
        "epoch": language.sentence(epoch_at(race, race.step, view.look.selected)) if race.counting.in_epochs else "",
        "every_status": " · ".join(_lanes(view, status, count) for status, count in counts.items()),
        "running": _lanes(view, Status.RUNNING, running) if running else "",
    }


def _right(texts: Mapping[str, str]) -> str:
    """Return what stands at the right."""
    said_already = "running" if "every_status" in texts else ""
    return "   ".join(text for name, text in texts.items() if name not in (*_LEFT, said_already))


def _cells(texts: Mapping[str, str]) -> int:
    """Return the cells of a line, blanks among them."""
    return cell_width(f" {_NAME}   {_right(texts)} ") + sum(
        2 + cell_width(texts[name]) for name in _LEFT if name in texts
    )


def _fitting(texts: dict[str, str], width: int) -> dict[str, str]:
    """Return what fits in a line."""
    for going in _GOES:
        if _cells(texts) <= width:
            break
        text = texts.pop(going, "")
        room = width - _cells(texts) - 2
        if going == "title" and room >= _LEAST_TITLE:
            return {"title": shorten(text, room), **texts}
    return texts


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
    if race.waits and not view.playing:
        return text("status_bar.follows")
    if race.finished and not view.playing:
        return text(_ended(race))
    speed = text("status_bar.full_speed" if view.speed is None else "status_bar.speed", speed=view.speed)
    return f"{text('status_bar.playing' if view.playing else 'status_bar.paused')} {speed}"


def _ended(race: Curves) -> str:
    """Return the id of the end's text: of the race, or of a recording that does not go so far."""
    if len(race.ends) == len(race.lanes):
        return "status_bar.ended"
    return "status_bar.ends_here" if race.provenance.complete else "status_bar.cut_off"
