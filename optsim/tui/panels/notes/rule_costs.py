"""What each early-stopping rule costs and gains on the selected lane's curve; only where there are several."""

from __future__ import annotations

from optsim.analysis.stopping_costs import StoppingCosts
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
        unit = f"{view.race.counting.unit}s"
        left = max(1, width - sum(_COLUMNS) - 1)
        grid.put(0, 1, _title(view.selected.name, left - 2), colours.text, Attr.BOLD)
        _put_row(grid, 0, left, (unit, "best at", "value there"), colours.muted)
        for y, cost in enumerate(self._costs.rows(view.selected.place), start=1):
            if y >= height:
                break
            colour = colours.text if cost.stopped else colours.muted
            said = f"{cost.sign} {cost.label}" + ("" if cost.stopped else ", runs on")
            grid.put(y, 1, shorten(said, left - 2), colour)
            value = compact(cost.best_value, 4) if cost.best_epoch else "–"
            _put_row(grid, y, left, (str(cost.epochs), str(cost.best_epoch or "–"), value), colour)
        return grid


def _title(name: str, width: int) -> str:
    """Whose rules these are: where there is little room the name alone."""
    full = f"Early stopping of {name}"
    return full if cell_width(full) <= width else shorten(name, width)


def _put_row(grid: Grid, y: int, left: int, texts: tuple[str, ...], colour: int) -> None:
    for text, width in zip(texts, _COLUMNS, strict=True):
        grid.put(y, left, fit_right(text, width), colour)
        left += width
