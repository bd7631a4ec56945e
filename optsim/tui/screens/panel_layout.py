"""Layout of panels: a large one at the left, the others beside it from top to bottom, each with the rows that it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: cells that the large panel has at least, those beside it, and the divider between
LEAST_LARGE, LEAST_BESIDE, DIVIDER = 40, 36, 1
#: blank rows between two panels beside the large one
GAP = 1


class Place(NamedTuple):
    """Place of a panel or of the divider in the area: its left and upper cell, its width and height."""

    x: int
    y: int
    width: int
    height: int


class Demand(NamedTuple):
    """Demand of a panel beside the large one: the rows that it needs (None: the more, the better), and those it has at least.

    What is `first` has what it needs, as far as the others keep their least; it is the panel that a person has chosen.
    """

    rows: int | None
    least: int = 0
    first: bool = False


def fair_rows(demands: Sequence[Demand], height: int) -> list[int]:
    """Divide rows by max-min fairness: who needs little has what it needs, the others have equal shares of what is left.

    Args:
        demands: What each needs.
        height: The rows that there are. What nobody needs goes to the last one.
    """
    rows = [0] * len(demands)
    left = height
    order = sorted(range(len(demands)), key=lambda place: _served(demands[place], place))
    for number, place in enumerate(order):
        others = order[number + 1 :]
        demand, share = demands[place], left // (1 + len(others))
        if demand.rows is None:
            share = -(-left // (1 + len(others)))
        elif demand.first:
            share = max(share, left - sum(demands[other].least for other in others))
        rows[place] = share if demand.rows is None else min(demand.rows, share)
        left -= rows[place]
    if rows:
        rows[-1] += left
    return rows


def _served(demand: Demand, place: int) -> tuple[bool, bool, int, int]:
    """Return when a demand is met: what is first, then the modest ones, at last those that take what they can get."""
    return not (demand.first and demand.rows is not None), demand.rows is None, demand.rows or 0, place


def large_width(width: int, share: int) -> int:
    """Return the cells of the large panel, for a share in percent of so many cells."""
    return min(max(round(width * share / 100), LEAST_LARGE), width - LEAST_BESIDE - DIVIDER)


def places(width: int, height: int, share: int, demands: Sequence[Demand]) -> list[Place]:
    """Return the places of the large panel, of those beside it with a blank row between, and of the divider; where it is alone, only its own.

    Args:
        width: The cells that there are.
        height: The rows that there are.
        share: The share of the large panel of the width, in percent.
        demands: What each panel beside it needs.
    """
    if not demands:
        return [Place(0, 0, width, height)]
    large = large_width(width, share)
    x, y, regions = large + DIVIDER, 0, [Place(0, 0, large, height)]
    for rows in fair_rows(demands, max(height - GAP * (len(demands) - 1), 0)):
        regions.append(Place(x, y, width - x, rows))
        y += rows + GAP
    return [*regions, Place(large, 0, DIVIDER, height)]
