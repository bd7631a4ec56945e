"""Ranking of the lanes by what the chart shows of their loss: held out, averaged, or the loss itself."""

from __future__ import annotations

from optsim.analysis.last_average import last_averages
from optsim.analysis.ranking import ranked_by
from optsim.tui.panels.chart.quantities import main_of, rows_averaged
from optsim.tui.snapshot import RaceSnapshot


def ranked_as_drawn(view: RaceSnapshot) -> RaceSnapshot:
    """Return the snapshot with its lanes ranked by the loss as it is drawn, and what that is; as it is where no loss is drawn."""
    quantity = main_of(view)
    span = 1 if view.race.history.stretches is not None else rows_averaged(view, quantity)
    if view.look.y != "loss" or (quantity, span) == ("loss", 1):
        return view
    lanes = ranked_by(view.lanes, last_averages(view.race, quantity, span, view.scale))
    key = quantity if span == 1 or quantity == "loss" else f"smoothed_{quantity}"
    return view._replace(lanes=tuple(lanes), ranked_by=view.language.text(f"ranked_by.{key}"))
