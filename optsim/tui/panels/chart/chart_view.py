"""The chart panel: a measured quantity of every lane over steps, epochs, evaluations or examples, with its marks."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.quantities import ChartedQuantity, counted, epoch_at, per_step, step_at
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.quantities import QUANTITIES
from optsim.plot.axis import Axis, outside_of
from optsim.plot.chart import Chart, column_of, draw, frame_of
from optsim.plot.frame import Frame
from optsim.plot.grid import Grid
from optsim.plot.numbers import compact
from optsim.plot.readout import Colours, Reading, Readout, put_readout
from optsim.tui.colours.palette import Palette
from optsim.tui.frame_clock import AFTER_FIRST_PAINT
from optsim.tui.messages import Pointed, Sought
from optsim.tui.panels.chart.axes import opening_axis, steps_axis, steps_on, values_axis, values_of
from optsim.tui.panels.chart.band_lines import medians, shades
from optsim.tui.panels.chart.chart_curves import ChartCurves, Drawn
from optsim.tui.panels.chart.chart_note import chart_notes
from optsim.tui.panels.chart.quantities import main_of
from optsim.tui.panels.chart.signs import signs
from optsim.tui.panels.chart.strokes import lane_lines, lane_span
from optsim.tui.panels.chart.theory_lines import escapes, expected, floor_line, spreads
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.start.imports import with_plotext
from optsim.tui.widgets.zoomable import Zoomable

_FEWEST_STEPS = 5
_LEAST_SPAN = 1e-9


class ChartView(Zoomable):
    """A curve a lane with its name at its end; ★ best, ◆ stopped early, ✗ diverged, ✓ target, a line at the cursor."""

    PANEL = "chart"
    NAME = "Chart"
    ABOUT = (
        "A curve a lane, its name at its end: y and x choose what and by what, l the scale, s what it is averaged over. The ground "
        "is the selected lane from lowest to highest. With held-out data solid is the validation loss, dashed the training loss of the "
        "selected lane; T shows that of all. Click: go to that step. Wheel: zoom. Drag: pan. c shows the exact values under the mouse."
    )

    def __init__(self) -> None:
        super().__init__()
        self._curves: ChartCurves | None = None
        self._framed = False
        self._box: Frame | None = None
        self._part: tuple[object, Axis, Axis] | None = None
        #: True until everything was asked for: what the scenario opens with is shown
        self._opening = True
        self._legend: tuple[int, int] | None = None
        self._axes: tuple[Axis, Axis] = Axis(0.0, 1.0), Axis(0.0, 1.0)

    def on_mount(self) -> None:
        """Bring the frame in after the first paint: it needs plotext, which takes its time to import."""
        self.set_timer(AFTER_FIRST_PAINT, lambda: with_plotext(self, self._bring_frame))

    def _bring_frame(self) -> None:
        self._framed = True
        self.repaint()

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The chart."""
        chart, shown = self._chart(view, width)
        self._axes = chart.x, chart.y
        grid = draw(chart, width, height, background=view.palette.ground, framed=self._framed)
        self._box = frame_of(chart, width, height) if self._framed else None
        box = self._box
        if view.look.hair is not None and box is not None:
            _put_values(grid, view, chart, box, shown)
        elif view.look.presenter and box is not None:
            from optsim.tui.panels.chart.legend import put_lanes  # noqa: PLC0415 a start does not wait for it

            self._legend = put_lanes(grid, view, shown, box, colours=_box_colours(view.palette), before=self._legend)
        return grid

    def _chart(self, view: RaceSnapshot, width: int) -> tuple[Chart, dict[str, ChartedQuantity]]:
        race, look = view.race, view.look
        if self._part is not None and self._part[0] != _part_key(view):
            self._part = None
        first = opening_axis(view) if self._opening else None
        x = first or steps_axis(view) if self._part is None else self._part[1]
        drawn = self._curves_of(race).drawn(view, 2 * width, steps_on(view, x))
        y = values_axis(view, drawn) if self._part is None else self._part[2]
        note, *shorter = chart_notes(view, drawn, x, zoomed=self._part is not None or first is not None)
        curves, grounds = lane_lines(view, drawn), [*shades(view), *spreads(view)]
        chart = Chart(
            title=view.marked("chart", view.language.heading(QUANTITIES[drawn.main])),
            note=note,
            shorter=shorter,
            x=x,
            y=y,
            lines=[*curves, *medians(view), *expected(view), *floor_line(view)],
            shades=grounds,
            spans=[] if grounds else lane_span(view, drawn),
            marks=[*signs(view, drawn, curves), *escapes(view, drawn.shown)],
            # before the first step it would lie along the axis
            cursor=counted(race, look.x, race.step, look.selected) if race.head else None,
            hair=None if look.hair is None else counted(race, look.x, look.hair, look.selected),
            frame_colour=view.palette.muted,
            title_colour=view.palette.text,
            bold=view.look.presenter,
        )
        return chart if self._part is not None else _told_at_edges(chart, view, drawn), drawn.shown

    def _curves_of(self, race: Curves) -> ChartCurves:
        """Return what is known of the curves of a race."""
        if self._curves is None or self._curves.race is not race:
            self._curves = ChartCurves(race)
        return self._curves

    # zoom and pan: the part of the axes that is shown, kept while data comes in

    def zoom(self, factor: float) -> None:
        """Show less (above 1) or more, about the cross-hair or else the cursor, and the selected lane's curve there."""
        if self.view is None:
            return
        look, race = self.view.look, self.view.race
        step = race.step if look.hair is None else look.hair
        value = self._curves_of(race).series(self.view)[main_of(self.view)].at(step, look.selected)
        x, y = self._axes
        share_x = float(x.share(counted(race, look.x, step, look.selected)))
        share_y = float(y.share(value))
        self._zoom(factor, *(share if 0 <= share <= 1 else 0.5 for share in (share_x, share_y)))

    def pan(self, right: int, up: int) -> None:
        """Move by a tenth of what is shown."""
        x, y = self._axes
        self._show_part(x.panned(right / 10), y.panned(up / 10))

    def fit(self) -> None:
        """Show everything again."""
        self._part, self._opening = None, False
        self.repaint()

    def _zoom(self, factor: float, share_x: float, share_y: float) -> None:
        x, y = (axis.zoomed(factor, share) for axis, share in zip(self._axes, (share_x, share_y), strict=True))
        self._show_part(x, y)

    def _show_part(self, x: Axis, y: Axis) -> None:
        if self.view is None:
            return
        look, race = self.view.look, self.view.race
        a_step = min(per_step(race, look.x, lane.place) for lane in self.view.lanes)
        if x.high - x.low < _FEWEST_STEPS * a_step or y.high - y.low < _LEAST_SPAN * max(1.0, abs(y.high)):
            return
        if x.high - x.low > 4 * race.budget * max(per_step(race, look.x, lane.place) for lane in self.view.lanes):
            return
        self._part = _part_key(self.view), x._replace(whole=x.high - x.low > _FEWEST_STEPS), y
        self.repaint()

    # the mouse

    def zoom_at(self, factor: float, x: int, y: int) -> None:
        """Zoom about a cell."""
        box = self._box
        if box is not None:
            across = (x - box.left) / max(box.columns - 1, 1)
            up = 1 - (y - 1 - box.top) / max(box.rows - 1, 1)
            self._zoom(factor, min(max(across, 0.0), 1.0), min(max(up, 0.0), 1.0))

    def drag(self, right: int, down: int) -> None:
        """Move with the mouse."""
        box = self._box
        if box is not None:
            x, y = self._axes
            self._show_part(x.panned(-right / box.columns), y.panned(down / box.rows))

    def click(self, x: int, y: int) -> None:
        """Go to the step of a column."""
        step = self._step_at(x)
        if step is not None:
            self.post_message(Sought(step))

    def hover(self, x: int, y: int) -> None:
        """Move the cross-hair where it is on."""
        step = self._step_at(x)
        if step is not None and self.view is not None and self.view.look.hair is not None:
            self.post_message(Pointed(step))

    def _step_at(self, column: int) -> int | None:
        """The computed or coming step in a column, as the selected lane counts; None outside of the chart."""
        box = self._box
        if self.view is None or box is None or not box.left <= column < box.left + box.columns:
            return None
        counted = self._axes[0].value((column - box.left) / max(box.columns - 1, 1))
        step = round(step_at(self.view.race, self.view.look.x, counted, self.view.look.selected))
        return min(max(step, 0), self.view.race.budget)

    def steps_a_column(self) -> int:
        """Return how far a column of the chart reaches, at least a step: how far the cross-hair moves."""
        box = self._box
        if self.view is None or box is None:
            return 1
        x, race, look = self._axes[0], self.view.race, self.view.look
        low, high = (step_at(race, look.x, each, look.selected) for each in (x.low, x.high))
        return max(1, math.floor((high - low) / box.columns))


def _part_key(view: RaceSnapshot) -> object:
    """What a part of the axes is of: with anything else all is shown again."""
    return view.look.x, main_of(view), view.scale.log


def _told_at_edges(chart: Chart, view: RaceSnapshot, drawn: Drawn) -> Chart:
    """Return the chart with what lies outside of it told where it does."""
    outside = outside_of(chart.y, values_of(view, drawn))
    if outside is None:
        return chart
    above, below = (
        "" if fact is None else view.language.sentence(fact) for fact in (outside.at_high_end(), outside.at_low_end())
    )
    return chart._replace(above=above, below=below)


def _put_values(grid: Grid, view: RaceSnapshot, chart: Chart, box: Frame, shown: dict[str, ChartedQuantity]) -> None:
    """The exact values of every drawn lane at the cross-hair, the lowest first."""
    hair, race = view.look.hair or 0, view.race
    column = column_of(chart, box, counted(race, view.look.x, hair, view.look.selected))
    if column is None:
        return
    values = {
        lane: [each.at(hair, lane.place) if hair <= race.head else math.nan for each in shown.values()]
        for lane in view.drawn_lanes
    }
    ordered = sorted(values, key=lambda lane: (np.isnan(values[lane][0]), values[lane][0], lane.place))
    readings = [
        Reading(
            view.sign(lane.place),
            lane.name,
            "  ".join(_digits(race, each) for each in values[lane]),
            view.colour(lane.place),
        )
        for lane in ordered
    ]
    epoch = view.language.sentence(epoch_at(race, hair, view.look.selected)) if race.counting.in_epochs else ""
    head = " · ".join(filter(None, (view.language.text("chart.hair", step=hair), epoch)))
    head = head if hair <= race.head else view.language.text("chart.not_computed", head=head)
    rows = range(box.top + 1, box.top + 1 + box.rows)

    def more(count: int) -> str:
        return view.language.text("chart.more", count=count)

    put_readout(
        grid,
        Readout(head, readings, more),
        column=column,
        left=box.left,
        right=box.left + box.columns,
        rows=rows,
        colours=_box_colours(view.palette),
    )


def _digits(race: Curves, value: float) -> str:
    """Return a value at the cross-hair: of a log all digits that it has, of 32 bits or of 64."""
    if race.own_steps("loss") is None or not math.isfinite(value):
        return compact(value, 4)
    with np.errstate(over="ignore"):
        narrow = np.float32(value)
    return (str(narrow) if float(narrow) == value else repr(value)).replace("-", "−")


def _box_colours(palette: Palette) -> Colours:
    """Return the colours of a box that stands in the chart."""
    return Colours(palette.text, palette.muted, palette.raised)
