"""Curves of a sweep: the goal over one setting, a line a lane, its quartiles as a ground."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind
from optsim.engine.settings import Array
from optsim.plot.axis import Axis, fit_values, outside_of
from optsim.plot.chart import Chart, Line, Mark, Shade, draw
from optsim.plot.grid import Grid
from optsim.scenario.sweep.targets import OBJECTIVE
from optsim.sweeps.live.slices import Slice, has_several, is_logarithmic, place_of
from optsim.tui.sweep.snapshot import SweepSnapshot

FAILED_SIGN, GIVEN_SIGN = "!", "◇"
#: what is left free at both ends of the axis, as a share of it
_MARGIN = 0.04
_LOG_FROM = 8.0
#: what lies below a minimum by so much of it was rounded there
_ROUNDED = 1e-12


def curves(view: SweepSnapshot, width: int, height: int) -> Grid:
    """The chart in so many cells."""
    along = {lane: view.look.along(lane) for lane in view.look.lanes}
    lanes = [*(lane for lane in along if lane != view.look.lane), view.look.lane]
    setting = view.look.setting
    here = along[view.look.lane]
    cursor = float(here.x[here.settings.index(setting)])
    colours, text = view.palette, view.language.text
    values = _drawn_values(view, along)
    y = _y_axis(view, values)
    outside = outside_of(y, values)
    ends = [
        None if outside is None else end
        for end in (outside and outside.at_high_end(), outside and outside.at_low_end())
    ]
    above, below = ("" if end is None else view.language.sentence(end) for end in ends)
    chart = Chart(
        title=_title(view, y),
        x=_x_axis(view, along),
        y=y,
        above=above,
        below=below,
        lines=[_line(view, lane, along[lane]) for lane in lanes],
        marks=[mark for number, lane in enumerate(lanes) for mark in _marks(view, lane, along[lane], number)],
        note=_note(view),
        shorter=[text("sweep.chart.quartiles", seeds=view.sweep.plan.seeds), ""],
        frame_colour=colours.muted,
        title_colour=colours.text,
        hair=None if np.isnan(cursor) else cursor,
        shades=[shade for lane in lanes for shade in _shades(view, lane, along[lane])],
    )
    return draw(chart, width, height, background=colours.ground)


def _title(view: SweepSnapshot, y: Axis) -> str:
    """What is drawn over what, and from where its logarithm is taken."""
    text = view.language.text
    goal = text("sweep.chart.gap", goal=view.goal) if y.least else view.goal
    return text("sweep.chart", goal=goal, key=view.look.key) if view.look.key else goal


def _note(view: SweepSnapshot) -> str:
    """What the curves are: medians, and that other settings are tuned at each point."""
    note = view.language.text("sweep.chart.quartiles", seeds=view.sweep.plan.seeds)
    axes = {view.sweep.plan.axes[place] for lane in view.look.lanes for place in view.sweep.plan.lane_axes[lane]}
    others = dict.fromkeys(axis.key for axis in axes if has_several(axis) and axis.key != view.look.key)
    if not others or view.sweep.plan.trials is not None:
        return note
    return view.language.text("sweep.chart.others", note=note, others=", ".join(sorted(others)))


def _line(view: SweepSnapshot, lane: str, along: Slice) -> Line:
    """The medians of a lane; a lane without the setting has the same everywhere."""
    medians = view.own(lane).median[list(along.settings)]
    x = along.x
    if np.isnan(x).all():
        axis = _x_axis(view, {each: view.look.along(each) for each in view.look.lanes})
        x, medians = np.array([axis.value(0.0), axis.value(1.0)]), np.repeat(medians, 2)
    return Line(
        x,
        np.where(np.isfinite(medians), medians, np.nan),
        view.drawn(lane),
        mark=view.sign(lane),
        name=lane,
        strong=view.colour(lane),
        front=lane == view.look.lane,
    )


def _shades(view: SweepSnapshot, lane: str, along: Slice) -> Iterator[Shade]:
    """The middle half of the seeds; above what diverged it has no end."""
    own = view.own(lane)
    numbers = list(along.settings)
    low, high = own.low[numbers], own.high[numbers]
    known = np.isfinite(low) & ~np.isnan(high) & np.isfinite(along.x)
    if np.count_nonzero(known) > 1 and np.any(high[known] > low[known]):
        yield Shade(along.x[known], low[known], high[known], view.palette.tint(view.place(lane)))


def _marks(view: SweepSnapshot, lane: str, along: Slice, number: int) -> Iterator[Mark]:
    """The best setting, the given one, and cells without a value: of the other lanes only the first on each side."""
    own, colour = view.own(lane), view.colour(lane)
    if own.best in along.settings and not np.isnan(along.x).any():
        place = along.settings.index(own.best)
        yield Mark(float(along.x[place]), float(own.median[own.best]), BEST, colour, number)
    given = _given(view, lane)
    if given is not None and lane == view.look.lane:
        yield Mark(*given, GIVEN_SIGN, colour)
    signs = _signs(view, lane, along)
    finite = np.flatnonzero(np.isfinite(own.median[list(along.settings)]))
    for place, sign in signs.items():
        beside = len(finite) > 0 and place in (finite[0] - 1, finite[-1] + 1)
        if lane == view.look.lane or beside:
            yield Mark(float(along.x[place]), np.inf, sign, colour)


def _given(view: SweepSnapshot, lane: str) -> tuple[float, float] | None:
    """Where the lane lies as it was given; None where that is not known, or nothing to be seen in the chart."""
    place = place_of(view.sweep.plan, lane, view.look.key)
    median = view.given(lane)
    if place is None or not np.isfinite(median):
        return None
    axis, own = view.sweep.plan.axes[place], view.sweep.plan.scenario.lanes[lane]
    owner = own if axis.key == "batch_size" else own.optimizer
    value = getattr(owner, axis.key, None)
    if axis.owner == "objective" or not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value), median


def _signs(view: SweepSnapshot, lane: str, along: Slice) -> dict[int, str]:
    """By place on the curve, the sign of a cell without a value."""
    numbers = list(along.settings)
    medians, diverged, failed = (
        each[numbers] for each in (view.own(lane).median, view.sweep.diverged(lane), view.sweep.failed(lane))
    )
    signs: dict[int, str] = {}
    for place, x in enumerate(along.x):
        if np.isnan(x):
            continue
        if failed[place]:
            signs[place] = FAILED_SIGN
        elif np.isposinf(medians[place]):
            signs[place] = Kind.DIVERGED.sign if diverged[place] else Kind.OVER.sign
    return signs


def _x_axis(view: SweepSnapshot, along: dict[str, Slice]) -> Axis:
    values = np.concatenate([each.x for each in along.values()])
    log = is_logarithmic(view.sweep.plan, view.look.key)
    reach = Axis(0.0, 1.0, log=log).reach(values)
    low, high = reach if reach is not None else (0.0, 1.0)
    margin = _MARGIN * (high - low) or 0.5
    return Axis(low - margin, high + margin, log=log)


def _y_axis(view: SweepSnapshot, values: list[Array]) -> Axis:
    """The axis of the medians, and of the selected lane's quartiles; log where they are spread, over the minimum where that is known."""
    known = np.concatenate(values)
    known = known[np.isfinite(known)]
    if not len(known):
        return Axis(0.0, 1.0)
    least = _least(view)
    gaps = known[known > least] - least
    spread = len(gaps) > 0 and gaps.max() / gaps.min() >= _LOG_FROM
    log = bool(spread and (known >= least - _ROUNDED * abs(least)).all() and (least != 0 or (known > 0).all()))
    middle = float(np.median(known))
    start = view.sweep.start_loss if view.sweep.plan.goal.kind != "steps" else float(known.max())
    starts = max(start, middle) if np.isfinite(start) else middle
    return fit_values([known], [starts], log=log, least=least if log else 0.0)


def _least(view: SweepSnapshot) -> float:
    """The loss of the known minimum, where losses are drawn of one objective; else 0."""
    plan = view.sweep.plan
    if plan.goal.kind == "steps" or any(axis.owner == OBJECTIVE for axis in plan.axes):
        return 0.0
    return view.sweep.least_loss or 0.0


def _drawn_values(view: SweepSnapshot, along: dict[str, Slice]) -> list[Array]:
    """The values that are drawn of each lane."""
    drawn = []
    for lane, each in along.items():
        own, numbers = view.own(lane), list(each.settings)
        quartiles = (own.low[numbers], own.high[numbers]) if lane == view.look.lane else ()
        values = np.concatenate([own.median[numbers], *quartiles])
        drawn.append(values[np.isfinite(values)])
    return drawn
