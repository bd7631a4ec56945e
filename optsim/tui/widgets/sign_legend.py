"""Legend of the signs that are on the screen: of what happened to the lanes, and where they were best."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.analysis.chart_marks import BEST, marks
from optsim.analysis.events import Kind
from optsim.plot.width import cell_width
from optsim.tui.snapshot import RaceSnapshot

_GAP = "  "


def sign_legend(view: RaceSnapshot, room: int) -> str:
    """Return what the signs on chart and timeline mean, the weightiest first, as many as have room."""
    meanings = [*_happenings(view), *_best(view)]
    ways = (_GAP.join(meanings[:count]) for count in range(len(meanings), 0, -1))
    return next((way for way in ways if cell_width(way) <= room), "")


def _happenings(view: RaceSnapshot) -> Iterator[str]:
    """Yield the meaning of each kind of event that has a sign on the timeline."""
    for kind in sorted(Kind, key=lambda kind: -kind.weight):
        signs = dict.fromkeys(each.sign for each in view.signed if each.kind is kind)
        if signs:
            yield f"{' '.join(signs)} {view.language.text(f'legend.{kind.name.lower()}')}"


def _best(view: RaceSnapshot) -> Iterator[str]:
    """Yield the meaning of ★ where it is on the chart."""
    there = (each.place for each in marks(view.race) if each.sign == BEST)
    if "loss" in view.look.y and any(view.lanes[place].name not in view.look.hidden for place in there):
        yield f"{BEST} {view.language.text('legend.best')}"
