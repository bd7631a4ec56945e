"""Pictures of results: by matplotlib where that is installed, else as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from optsim.analysis.scales import Scale, scale_of
from optsim.console.ansi_style import PLAIN, letter
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array
from optsim.languages import english
from optsim.plot.axis import fit_steps, fit_values
from optsim.plot.text_chart import TextCurve, column_means, text_chart
from optsim.report.text.charts import chart_of, charts
from optsim.suggest import nearest

if TYPE_CHECKING:
    from optsim.api.raced import Raced

#: more points than any curve has
_ALL = 2**31
_TEXT_WIDTH, _TEXT_HEIGHT = 100, 20


class TextChart(str):
    """A chart as text, shown as it is where a program shows values."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def plot_result(result: Raced, quantity: str | None, ax: Any) -> Any:
    """Draw a quantity: see `Result.plot`."""
    name = quantity_of(result, quantity)
    if ax is None and find_spec("matplotlib") is None:
        return text_chart_of(result, name)
    return _draw(axes_or(ax), result, name)


def axes_or(ax: Any) -> Any:
    """Return matplotlib's axes to draw into: those that are given, else new ones."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt  # noqa: PLC0415 it need not be there

    return plt.subplots(layout="constrained")[1]


def quantity_of(result: Raced, quantity: str | None) -> str:
    """Return the quantity to draw. Raises KeyError for one that was not measured."""
    name = result.scenario.view.y if quantity is None else quantity
    known = [each for each in QUANTITIES if result.race.history.measures(each)]
    if name not in known:
        raise KeyError(f"no quantity {name!r} was measured; {nearest(str(name), known)}")
    return name


def text_chart_of(result: Raced, quantity: str) -> TextChart:
    """Return the chart of a quantity as text."""
    viewed = replace(result.scenario, view=replace(result.scenario.view, y=quantity))
    return TextChart(next(iter(charts(viewed, result.race, _TEXT_WIDTH, PLAIN, english()))))


def plot_seeds(first: Raced, values: Mapping[str, Array], quantity: str, heading: str, ax: Any) -> Any:
    """Draw the median of a quantity over seeds, and its quartiles: see `SeedsResult.plot`.

    Args:
        first: the race of the first seed.
        values: by lane, (seeds, steps + 1).
        quantity: the quantity.
        heading: the title of the picture.
        ax: matplotlib's axes, or None.
    """
    quartiles = {lane: _quartiles(each) for lane, each in values.items()}
    if ax is None and find_spec("matplotlib") is None:
        return _text_of_medians(first, quantity, quartiles, heading)
    axes = axes_or(ax)
    scale = scale_of(first.race, quantity, first.scenario.view.scale)
    for lane, (lower, median, upper) in quartiles.items():
        there = np.flatnonzero(np.isfinite(median))
        axes.plot(there, (median - scale.least)[there], label=lane)
        axes.fill_between(there, (lower - scale.least)[there], (upper - scale.least)[there], alpha=0.2, linewidth=0)
    cut = any(not np.isfinite(median).all() for _, median, _ in quartiles.values())
    return _labelled(axes, quantity, "step (as far as all seeds run)" if cut else "step", scale, heading)


def _quartiles(values: Array) -> Array:
    """Return lower quartile, median and upper quartile over the seeds, (3, steps + 1); NaN where a seed has no value."""
    return np.asarray(np.percentile(values, (25, 50, 75), axis=0))


def _text_of_medians(first: Raced, quantity: str, quartiles: Mapping[str, Array], heading: str) -> TextChart:
    scale = scale_of(first.race, quantity, first.scenario.view.scale)
    curves = []
    for run, (_, median, _) in zip(first.race.runs.values(), quartiles.values(), strict=True):
        there = np.flatnonzero(np.isfinite(median))
        x, y = column_means(there.astype(float), median[there], _TEXT_WIDTH, log=scale.log, least=scale.least)
        curves.append(TextCurve(letter(run.place), x, y))
    starts = np.array([curve.y[0] for curve in curves if len(curve.y)])
    y_axis = fit_values([curve.y for curve in curves], starts, log=scale.log, least=scale.least)
    steps = first.race.budget
    drawn = text_chart(curves, [], fit_steps(steps, steps), y_axis, width=_TEXT_WIDTH, height=_TEXT_HEIGHT)
    legend = "   ".join(f"{curve.letter} {lane}" for curve, lane in zip(curves, quartiles, strict=True))
    return TextChart(f"{heading} · median {quantity}, as far as all seeds run\n{drawn}\n{legend}")


def _draw(axes: Any, result: Raced, quantity: str) -> Any:
    """Draw the curves into matplotlib's axes, on the scale that the app has; returns the axes."""
    view = result.scenario.view
    scale = scale_of(result.race, quantity, view.scale)
    for curve, lane in zip(
        chart_of(result.scenario, result.race, quantity, _ALL, english()).curves, result.race.runs, strict=True
    ):
        axes.plot(curve.x, curve.y - scale.least, label=lane)
    return _labelled(axes, quantity, english().text(f"unit.{view.x}"), scale, result.heading)


def _labelled(axes: Any, quantity: str, x: str, scale: Scale, title: str) -> Any:
    """Name axes and curves of matplotlib, and set the scale; returns the axes."""
    if scale.log:
        axes.set_yscale("log")
    name = english().heading(QUANTITIES[quantity])
    axes.set(xlabel=x, ylabel=name if scale.least == 0 else f"{name} − ({scale.least:.6g})", title=title)
    axes.legend()
    return axes
