"""Note of the chart: what it says about itself beside its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.band import Band, banded
from optsim.plot.axis import Axis
from optsim.plot.numbers import compact
from optsim.tui.panels.chart.chart_curves import Drawn
from optsim.tui.panels.chart.quantities import follows_cursor
from optsim.tui.panels.chart.theory_lines import forecast_note
from optsim.tui.snapshot import RaceSnapshot


class _Part(NamedTuple):
    """A part of the note, and what is said of it where there is little room."""

    text: str
    shorter: str


def chart_notes(view: RaceSnapshot, drawn: Drawn, x: Axis, *, zoomed: bool) -> list[str]:
    """Return what the chart says about itself, and the same in fewer and fewer words, its last parts being shortened first."""
    parts = [*_axes(view, x, zoomed=zoomed), *_curves(view, drawn)]
    if not view.race.head and not view.playing:
        # the key bar says it, too
        parts.append(_Part(view.language.text("chart.not_begun"), ""))
    ways = ([each.text for each in parts[:whole]] + [each.shorter for each in parts[whole:]] for whole in _down(parts))
    return list(dict.fromkeys(" · ".join(filter(None, way)) for way in ways))


def _down(parts: list[_Part]) -> range:
    """Return the numbers of parts that are whole, from all of them to none."""
    return range(len(parts), -1, -1)


def _axes(view: RaceSnapshot, x: Axis, *, zoomed: bool) -> Iterator[_Part]:
    """Yield what the axes are, and how much of a recording there is on them."""
    text, every = view.language.text, view.race.provenance.every
    yield _same(text(f"chart.{view.scale.kind}", least=compact(view.scale.least)))
    yield _same(text("chart.by", count=text(f"unit.{view.look.x}")))
    if every > 1 and view.race.own_steps(view.look.y) is None:
        yield _same(text("chart.every", every=every))
    if zoomed:
        yield _Part(text("chart.zoomed"), text("chart.by_hand"))
    elif follows_cursor(view):
        low, high = (compact(each, 4) for each in (x.low, x.high))
        yield _Part(text("chart.part", low=low, high=high), text("chart.by_hand"))


def _curves(view: RaceSnapshot, drawn: Drawn) -> Iterator[_Part]:
    """Yield what else is drawn, and what was done to the curves."""
    text, old = view.language.text, view.race.history.stretches
    if old is not None:
        yield _same(text("chart.thinned", begin=old.begin, length=old.length))
    if view.band is not None:
        yield _same(_band_note(view, view.band, drawn.main))
    if view.forecast is not None:
        yield _Part(forecast_note(view), forecast_note(view, short=True))
    if drawn.averaged:
        yield _smoothed(view, drawn)
    if len(drawn.every) > 1:
        yield _same(text("chart.both_losses"))


def _same(text: str) -> _Part:
    """Return a part that is short as it is."""
    return _Part(text, text)


def _smoothed(view: RaceSnapshot, drawn: Drawn) -> _Part:
    """Return over how much the curves are averaged."""
    text, old, rows = view.language.text, view.race.history.stretches, drawn.rows
    if view.race.own_steps(drawn.main) is not None:
        return _Part(text("chart.smoothed_rows", span=rows), text("chart.smoothed_rows_short", span=rows))
    if QUANTITIES[drawn.main].per == "epoch":
        return _Part(text("chart.smoothed_epochs", span=rows), text("chart.smoothed_epochs_short", span=rows))
    if old is None:
        return _Part(text("chart.smoothed", span=rows), text("chart.smoothed_short", span=rows))
    return _same(text("chart.smoothed_thinned", span=rows, begin=old.begin, length=old.length))


def _band_note(view: RaceSnapshot, band: Band, main: str) -> str:
    """Return what the band is, or why there is none."""
    if main not in banded():
        return view.language.text("band.none")
    return view.language.text("band.computing" if band.behind else "band.told", seeds=len(band.seeds))
