"""Legend of the chart, where there is no table: the drawn lanes with the values of the main quantity at the cursor."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.analysis.quantities import ChartedQuantity
from optsim.plot.numbers import compact
from optsim.plot.readout import Colours, Reading
from optsim.tui.colours.palette import Palette
from optsim.tui.panels.chart.quantities import main_of
from optsim.tui.panels.chart.strokes import visible
from optsim.tui.snapshot import RaceSnapshot


def legend_of(view: RaceSnapshot, shown: Mapping[str, ChartedQuantity]) -> list[Reading]:
    """Return mark, name and value of each drawn lane, in the order of the lanes, so that no row moves while it plays."""
    quantity = shown[main_of(view)]
    return [
        Reading(
            view.sign(lane.place),
            lane.name,
            compact(quantity.at(view.race.step, lane.place)),
            view.colour(lane.place),
        )
        for lane in visible(view)
    ]


def box_colours(palette: Palette) -> Colours:
    """Return the colours of a box that stands in the chart."""
    return Colours(palette.text, palette.muted, palette.raised)
