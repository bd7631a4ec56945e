"""Note of the chart: what it says about itself beside its title."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.engine.history.quantities import QUANTITIES
from optsim.playback.band import Band, banded
from optsim.plot.numbers import compact
from optsim.tui.panels.chart.chart_curves import Drawn
from optsim.tui.panels.chart.quantities import follows_cursor
from optsim.tui.panels.chart.theory_lines import forecast_note
from optsim.tui.snapshot import RaceSnapshot


def chart_note(view: RaceSnapshot, drawn: Drawn, *, zoomed: bool) -> str:
    """Return what the chart says about itself."""
    return " · ".join((*_axes(view, zoomed=zoomed), *_curves(view, drawn)))


def _axes(view: RaceSnapshot, *, zoomed: bool) -> Iterator[str]:
    """Yield what the axes are, and how much of a recording there is on them."""
    text, every = view.language.text, view.race.provenance.every
    yield text(f"chart.{view.scale.kind}", least=compact(view.scale.least))
    yield text("chart.by", count=text(f"unit.{view.look.x}"))
    if every > 1:
        yield text("chart.every", every=every)
    if zoomed:
        yield text("chart.zoomed")
    elif follows_cursor(view):
        yield text("chart.by_hand")


def _curves(view: RaceSnapshot, drawn: Drawn) -> Iterator[str]:
    """Yield what else is drawn, and what was done to the curves."""
    text, old = view.language.text, view.race.history.stretches
    if old is not None:
        yield text("chart.thinned", begin=old.begin, length=old.length)
    if view.band is not None:
        yield _band_note(view, view.band, drawn.main)
    if view.forecast is not None:
        yield forecast_note(view)
    if drawn.averaged:
        yield _smoothed(view, drawn)
    if len(drawn.every) > 1:
        yield text("chart.both_losses")


def _smoothed(view: RaceSnapshot, drawn: Drawn) -> str:
    """Return over how much the curves are averaged."""
    text, old, rows = view.language.text, view.race.history.stretches, drawn.rows
    if QUANTITIES[drawn.main].per == "epoch":
        return text("chart.smoothed_epochs", span=rows)
    if old is None:
        return text("chart.smoothed", span=rows)
    return text("chart.smoothed_thinned", span=rows, begin=old.begin, length=old.length)


def _band_note(view: RaceSnapshot, band: Band, main: str) -> str:
    """Return what the band is, or why there is none."""
    if main not in banded():
        return view.language.text("band.none")
    return view.language.text("band.computing" if band.behind else "band.told", seeds=len(band.seeds))
