"""The chart panel: a quantity of every lane over the steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.widget import Widget

from optsim.tui.panel import Panel
from optsim.tui.panels.chart.chart_view import ChartView


class ChartPanel(Panel):
    """The chart; where there is room, it is always there."""

    name: ClassVar[str] = "chart"
    title: ClassVar[str] = "Chart"
    key: ClassVar[str] = "1"
    help: ClassVar[str] = "In a small window: show the chart alone"
    rank: ClassVar[int] = 4
    place: ClassVar[Literal["main", "side"]] = "main"

    def compose(self) -> Iterable[Widget]:
        """The chart."""
        self._chart = ChartView()
        yield self._chart

    @property
    def stride(self) -> int:
        """Steps that a column of the chart reaches over."""
        return self._chart.steps_a_column()
