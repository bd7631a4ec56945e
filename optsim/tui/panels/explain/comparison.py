"""Two updates side by side: the selected lane's and the pinned one's, part by part."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from optsim.analysis.ranking import Rank
from optsim.engine.trace.keys import GRADIENT, STEP
from optsim.engine.trace.trace import Line
from optsim.engine.trace.update import merged_keys
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, shorten
from optsim.tui.language import method_named
from optsim.tui.panels.explain.update_lines import (
    NUMBER,
    SHORT_NUMBER,
    Place,
    Rows,
    column_heads,
    columns_beside,
    formula_of,
    put_numbers,
    put_term,
    rows_of,
    words_of,
)
from optsim.tui.snapshot import RaceSnapshot

#: what of a formula is enough to know it by
_FORMULA = 12
_SAME, _OTHER, _NONE = "=", "┆", "–"


def compare(view: RaceSnapshot, width: int, heads: int, *, with_words: bool) -> tuple[Grid, Grid]:
    """Return the head and the lines, part by part: "–" where one of the two has no such part, "=" where the numbers are the same."""
    colours = view.palette
    left, right = _by_part(view.terms), _by_part(view.pinned_terms)
    parts = merged_keys(view.terms, view.pinned_terms)
    places, middle = _places(view, width)
    head = Grid(width, heads, fg=colours.text, bg=colours.ground)
    names = column_heads(view.terms[0], view.language)
    for place, lane, edge in zip(places, (view.selected, view.pinned), (middle, width), strict=True):
        end = place.numbers if heads == 1 else edge
        if lane is not None:
            _put_lane(head, view, lane, place.x, end)
        put_numbers(head, heads - 1, place, names, colours.muted)
    sides = [
        _rows(view, lane, terms, place, with_words=with_words)
        for lane, terms, place in zip(
            (view.selected, view.pinned), (view.terms, view.pinned_terms), places, strict=True
        )
    ]
    heights = [max(side[part].height for side in sides if part in side) for part in parts]
    body = Grid(width, sum(heights), fg=colours.text, bg=colours.ground)
    for part, y in zip(parts, accumulate(heights, initial=0), strict=False):
        same = _same(left.get(part), right.get(part))
        formula, numbers = (
            colours.text if part in (STEP, GRADIENT) else colours.muted,
            colours.muted if same else colours.text,
        )
        for place, side, terms in zip(places, sides, (left, right), strict=True):
            if part in terms:
                put_term(body, y, terms[part], side[part], place, (formula, colours.muted, numbers))
            else:
                body.put(y, place.x, _NONE, colours.muted)
        body.put(y, middle, _SAME if same else _OTHER, colours.muted)
    return head, body


def _rows(
    view: RaceSnapshot, lane: Rank | None, terms: tuple[Line, ...], place: Place, *, with_words: bool
) -> dict[str, Rows]:
    """Return the rows of one side's lines, by part."""
    words = words_of(view, lane, terms) if with_words else [""] * len(terms)
    return {term.key: rows_of(term, word, view.language, place) for term, word in zip(terms, words, strict=True)}


def _by_part(terms: tuple[Line, ...]) -> dict[str, Line]:
    return {term.key: term for term in terms}


def _same(left: Line | None, right: Line | None) -> bool:
    """Tell if both have the part, with the same numbers."""
    return left is not None and right is not None and np.array_equal(left.value, right.value, equal_nan=True)


def _places(view: RaceSnapshot, width: int) -> tuple[tuple[Place, Place], int]:
    """Return where the lines of either side stand, and the cell between.

    As many columns as fit beside whole formulas; where that is one, two of shorter numbers, if enough is left of the formulas.
    """
    half = (width - 5) // 2
    widest = max(cell_width(formula_of(term, view.language)) for term in (*view.terms, *view.pinned_terms)) + 1
    most = len(column_heads(view.terms[0], view.language))
    columns, cells = max(1, columns_beside(widest, most, half)), NUMBER
    if columns == 1 and most > 1 and half - 2 * SHORT_NUMBER >= _FORMULA:
        columns, cells = 2, SHORT_NUMBER
    formula = min(half - columns * cells, widest)
    left, right = (Place(x, formula, 0, x + formula, columns, cells) for x in (1, half + 4))
    return (left, right), half + 2


def _put_lane(grid: Grid, view: RaceSnapshot, lane: Rank, x: int, end: int) -> None:
    """Say whose update it is, and whether it is taken."""
    run = view.race.runs[lane.name]
    method = method_named(view.language, view.race.lanes[lane.place])
    notes = [method, ""]
    if lane is view.selected:
        notes.insert(0, view.language.text("explain.update", optimizer=method, step=run.last_step))
    if run.end is not None:
        notes = [view.language.text("explain.ended_at", step=run.last_step)]
    x = grid.put(0, x, shorten(f"{view.sign(lane.place)} {lane.name}", end - x - 1), view.colour(lane.place), Attr.BOLD)
    note = next((note for note in notes if cell_width(note) <= end - x - 3), notes[-1])
    grid.put(0, x + 2, shorten(note, end - x - 3), view.palette.muted)
