"""Result of a sweep as it is shown: the report, in a notebook a table, and curves over what was varied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec

import numpy as np

from optsim.api.plot import TextChart, axes_or
from optsim.engine.settings import Array
from optsim.languages import english
from optsim.suggest import nearest
from optsim.sweeps import api, result
from optsim.sweeps.statistics.sensitivity import Sensitivity

_WIDTH = 100
_P = ParamSpec("_P")


class SweepResult(result.SweepResult):
    """Runs of a sweep: as a table, as data frames, by lane; shown as its report.

    >>> import optsim
    >>> result = optsim.sweep("saddle", {"learning_rate": [0.01, 0.1]}, seeds=2)
    >>> len(result), result.best("adam")["learning_rate"]
    (28, 0.1)
    >>> result.to_csv().splitlines()[0]
    'cell,lane,seed,learning_rate,steps,status,final_loss,best_loss,best_step,goal_step'
    """

    def __repr__(self) -> str:
        """Return the report."""
        from optsim.console.sweep_report import report_lines  # noqa: PLC0415 not before it is shown

        return "\n".join(report_lines(self, english(), _WIDTH)).rstrip()

    def _repr_html_(self) -> str:
        """Return the report with its table of lanes as one, for notebooks."""
        from html import escape  # noqa: PLC0415 as above

        return f"<pre>{escape(repr(self))}</pre>"

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """The table as CSV with all digits; written to a file, which is replaced as a whole, where one is named."""
        from optsim.api.files import text_or_file  # noqa: PLC0415 as above
        from optsim.sweeps.table import csv_pieces  # noqa: PLC0415

        return text_or_file(csv_pieces(self.columns), path)

    def plot(self, axis: str | None = None, *, ax: Any = None) -> Any:
        """Draw the goal of each lane over an axis, with quartiles over the seeds; other axes are at their best.

        Returns:
            matplotlib's axes; the report as a text where matplotlib is not installed.

        Args:
            axis: the name of the axis; by default the first.
            ax: matplotlib's axes to draw into.

        Raises:
            KeyError: for an axis that was not varied.
        """
        names = [each.name for each in self.plan.axes]
        name = names[0] if axis is None and names else axis
        if name not in names:
            raise KeyError(f"{name!r} was not varied; {nearest(str(name), names)}")
        if ax is None and find_spec("matplotlib") is None:
            return TextChart(repr(self))
        axes = axes_or(ax)
        for lane, own in self.sensitivity.items():
            curve = _over(own, name)
            if len(curve.x):
                axes.plot(curve.x, curve.median, marker="o", label=lane)
                axes.fill_between(curve.x, curve.low, curve.high, alpha=0.2, linewidth=0)
        axes.set(xlabel=name, ylabel=str(self.plan.goal), title=self.plan.scenario.title or self.plan.scenario.name)
        if _is_wide(*(_over(own, name).x for own in self.sensitivity.values())):
            axes.set_xscale("log")
        axes.legend()
        return axes


class _Curve(NamedTuple):
    """The goal over the values of an axis: the median and the quartiles of the best setting at each."""

    x: Array
    median: Array
    low: Array
    high: Array


def _over(own: Sensitivity, axis: str) -> _Curve:
    """Return the curve of a lane; empty where the axis is none of its settings."""
    points = sorted(_best_at_each(own, axis))
    return _Curve(*np.array(points, dtype=float).reshape(-1, 4).T)


def _best_at_each(own: Sensitivity, axis: str) -> Iterator[tuple[float, float, float, float]]:
    """Yield value, median, lower and upper quartile of the best setting at each value."""
    at: dict[float, list[int]] = {}
    for place, setting in enumerate(own.settings):
        if axis in setting and np.isfinite(own.median[place]):
            at.setdefault(float(setting[axis]), []).append(place)
    for value, places in at.items():
        best = min(places, key=lambda place: float(own.median[place]))
        yield value, float(own.median[best]), float(own.low[best]), float(own.high[best])


def _is_wide(*values: Array) -> bool:
    """Tell if values are above 0 and go over more than a decade."""
    known = np.concatenate(values)
    return bool(len(known)) and bool((known > 0).all()) and float(known.max()) >= 10 * float(known.min())


def _shown(run: Callable[_P, result.SweepResult]) -> Callable[_P, SweepResult]:
    """Return a function whose result is shown as above."""

    @wraps(run)
    def sweep(*args: _P.args, **options: _P.kwargs) -> SweepResult:
        done = run(*args, **options)
        return SweepResult(done.plan, done.rows, done.failures, done.slow)

    return sweep


sweep = _shown(api.sweep)
