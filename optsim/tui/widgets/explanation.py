"""The explain panel: the selected lane's update at the cursor, line by line with this step's numbers."""

from __future__ import annotations

import numpy as np

from optsim.engine.explain import Part
from optsim.engine.fields import Array
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit, fit_right, shorten
from optsim.tui.view import RaceView
from optsim.tui.widgets.cell_view import CellView

#: cells of a number: the longest, −1.058e−10, with a blank before it
_NUMBER = 12
_FEW = 3
_NOT_TAKEN = "not taken: the lane has ended"


class Explanation(CellView):
    """One row a term, in the same order for every optimizer; a long vector by its norm and its first entries."""

    def draw(self, view: RaceView, width: int, height: int) -> Grid:
        """The lines."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.ground)
        _put_head(grid, view)
        terms = view.terms
        dim = len(terms[0].value)
        heads = ["x", "y", "z"][:dim] if dim <= _FEW else ["norm", "θ₁", "θ₂", "θ₃"]
        # as many columns as fit beside the formulas, but two at least: then a formula is cut, never a number
        widest = max(cell_width(term.formula) for term in terms)
        shown = max(min(2, len(heads)), min(len(heads), (width - 2 - widest) // _NUMBER))
        left = max(1, min(widest + 1, width - 1 - shown * _NUMBER))
        _put_numbers(grid, 1, left, heads[:shown], colours.muted)
        for y, term in enumerate(terms, start=2):
            strong = term.part in (Part.STEP, Part.GRADIENT)
            attr = Attr.BOLD if strong else Attr.PLAIN
            grid.put(y, 1, fit(term.formula, left - 1), colours.text if strong else colours.muted, attr)
            _put_numbers(grid, y, left, _numbers(term.value)[:shown], colours.text, attr)
        return grid


def _put_head(grid: Grid, view: RaceView) -> None:
    """Whose update it is; that a lane at its end does not take it goes before all else."""
    colours, lane = view.palette, view.selected
    run, who = view.race.runs[lane.name], f"{view.sign(lane.place)} {lane.name}"
    title, told = "Explain", f"{view.race.lanes[lane.place].optimizer.title} · step {run.last_step}"
    if run.end is not None:
        choice = ((title, f"{told} · {_NOT_TAKEN}"), (title, _NOT_TAKEN), ("", _NOT_TAKEN))
        title, told = next(
            (each for each in choice if cell_width("  ".join((*each, who))) < grid.width - 1), choice[-1]
        )
    x = grid.put(0, 1, title, colours.text, Attr.BOLD)
    x = grid.put(0, x + 2 if title else x, who, view.colour(lane.place), Attr.BOLD)
    grid.put(0, x + 2, shorten(told, grid.width - x - 2), colours.muted)


def _put_numbers(grid: Grid, y: int, x: int, texts: list[str], colour: int, attr: Attr = Attr.PLAIN) -> None:
    for number, text in enumerate(texts):
        grid.put(y, x + number * _NUMBER, fit_right(text, _NUMBER), colour, attr)


def _numbers(value: Array) -> list[str]:
    """All entries where they are few, else the norm and the first entries."""
    entries = [compact(float(entry), 4) for entry in value[:_FEW]]
    return entries if len(value) <= _FEW else [compact(float(np.sqrt(np.sum(value * value))), 4), *entries]
