"""Note of the chart: what it says about itself beside its title."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.playback.band import Band, banded
from optsim.tui.panels.chart.chart_curves import span_of
from optsim.tui.panels.chart.theory_lines import forecast_note
from optsim.tui.snapshot import RaceSnapshot


def chart_note(view: RaceSnapshot, part: str) -> str:
    """Return what the chart says about itself; `part` is what of the curves is not in it, empty where all is."""
    return " · ".join(filter(None, (*_axes(view), part, *_curves(view))))


def _axes(view: RaceSnapshot) -> Iterator[str]:
    """Yield what the axes are, and how much of a recording there is on them."""
    text, every = view.language.text, view.race.provenance.every
    yield text("chart.log" if view.look.log else "chart.linear")
    yield text("chart.by", count=text(f"unit.{view.look.x}"))
    if every > 1:
        yield text("chart.every", every=every)


def _curves(view: RaceSnapshot) -> Iterator[str]:
    """Yield what was done to the curves, and what else is drawn."""
    text, old, span = view.language.text, view.race.history.stretches, span_of(view)
    if old is not None:
        yield text("chart.thinned", begin=old.begin, length=old.length)
    if span > 1 and old is None:
        yield text("chart.smoothed", span=span)
    elif span > 1 and old is not None:
        yield text("chart.smoothed_thinned", span=span, begin=old.begin, length=old.length)
    if view.band is not None:
        yield _band_note(view, view.band)
    if view.forecast is not None:
        yield forecast_note(view)
    if view.look.y == "loss" and view.race.has_validation:
        yield text("chart.two_losses")


def _band_note(view: RaceSnapshot, band: Band) -> str:
    """Return what the band is, or why there is none."""
    if view.look.y not in banded():
        return view.language.text("band.none")
    return view.language.text("band.computing" if band.behind else "band.told", seeds=len(band.seeds))
