"""The chart panel: a quantity of every lane over the steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.tui.panel import Panel
from optsim.tui.panels.chart.chart_view import ChartView


class ChartPanel(Panel):
    """The chart; it is the large panel where nothing else is asked for."""

    name: ClassVar[str] = "chart"
    title: ClassVar[str] = "Chart"
    key: ClassVar[str] = "1"
    help: ClassVar[str] = "A quantity of every lane over the steps; again: the large panel"
    rank: ClassVar[int] = 4
    least: ClassVar[int] = 11
    fills: ClassVar[int] = 4

    def compose(self) -> Iterable[Widget]:
        """The chart."""
        self._chart = ChartView()
        yield self._chart

    @property
    def stride(self) -> int:
        """Steps that a column of the chart reaches over."""
        return self._chart.steps_a_column()
