"""Costs and gains of the early-stopping rules on the selected lane's curve; only where there are several."""

from __future__ import annotations

from optsim.analysis.stopping_costs import Cost, StoppingCosts
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right, shorten
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_COLUMNS = (8, 8, 12)


class RuleCosts(CellView):
    """One row a rule: its sign, epochs spent until it stopped, the best epoch until then and the value there."""

    NAME = "Rules"
    ABOUT = (
        "Every early-stopping rule on the selected lane's curve: the epochs that it spends and the best value "
        "that it keeps. All are judged on the same curve, each up to its own stop or the end of the lane."
    )

    _costs: StoppingCosts | None = None

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The table."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.ground)
        if view.waiting:
            grid.put(0, 1, shorten(view.waiting, width - 2), colours.muted)
            return grid
        if self._costs is None or self._costs.race is not view.race:
            self._costs = StoppingCosts(view.race)
        left = max(1, width - sum(_COLUMNS) - 1)
        grid.put(0, 1, _title(view, left - 2), colours.text, Attr.BOLD)
        _put_row(grid, 0, left, _heads(view), colours.muted)
        for y, cost in enumerate(self._costs.rows(view.selected.place)[: height - 1], start=1):
            colour = colours.text if cost.stopped else colours.muted
            grid.put(y, 1, shorten(_label(view, cost), left - 2), colour)
            _put_row(grid, y, left, _cells(cost), colour)
        return grid


def _heads(view: RaceSnapshot) -> tuple[str, ...]:
    text = view.language.text
    return text(f"units.{view.race.counting.unit}"), text("rules.best_at"), text("rules.value")


def _label(view: RaceSnapshot, cost: Cost) -> str:
    """Return which rule it is, and whether it has not stopped."""
    label = f"{cost.sign} {cost.label}"
    return label if cost.stopped else view.language.text("rules.runs_on", rule=label)


def _cells(cost: Cost) -> tuple[str, ...]:
    """Return epochs, the best one and the value there, as far as anything was watched."""
    if not cost.best_epoch:
        return str(cost.epochs), "–", "–"
    return str(cost.epochs), str(cost.best_epoch), compact(cost.best_value, 4)


def _title(view: RaceSnapshot, width: int) -> str:
    """Return whose rules these are: where there is little room the name alone."""
    full = view.language.text("rules.title", lane=view.selected.name)
    return full if cell_width(full) <= width else shorten(view.selected.name, width)


def _put_row(grid: Grid, y: int, left: int, texts: tuple[str, ...], colour: int) -> None:
    for text, width in zip(texts, _COLUMNS, strict=True):
        grid.put(y, left, fit_right(text, width), colour)
        left += width
