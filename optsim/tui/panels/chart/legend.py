"""Legend of the chart, where there is no table: the drawn lanes with the values of the main quantity at the cursor."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.analysis.quantities import ChartedQuantity
from optsim.plot.frame import Frame
from optsim.plot.grid import Grid
from optsim.plot.labels.legend import Corner, put_legend
from optsim.plot.numbers import compact
from optsim.plot.readout import Colours, Reading
from optsim.tui.panels.chart.quantities import main_of
from optsim.tui.panels.chart.strokes import visible
from optsim.tui.snapshot import RaceSnapshot


def put_lanes(
    grid: Grid,
    view: RaceSnapshot,
    shown: Mapping[str, ChartedQuantity],
    box: Frame,
    *,
    colours: Colours,
    before: Corner | None,
) -> Corner | None:
    """Write the legend into a blank corner of the chart, and return where; None where none is blank."""
    return put_legend(grid, _readings(view, shown), box, colours=colours, before=before)


def _readings(view: RaceSnapshot, shown: Mapping[str, ChartedQuantity]) -> list[Reading]:
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
