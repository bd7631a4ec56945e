"""Cells of signs: each has one of its own, so that none is lost where several want the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: row and column
Cell = tuple[int, int]
#: how far a sign is shifted at most, in columns and rows
_ACROSS, _DOWN = 8, 3
#: ways to the cells around one, the nearest first: a cell is twice as high as it is wide
_AROUND = sorted(
    ((down, right) for down in range(-_DOWN, _DOWN + 1) for right in range(-_ACROSS, _ACROSS + 1)),
    key=lambda way: ((2 * way[0]) ** 2 + way[1] ** 2, abs(way[0]), -way[1]),
)


def first_free(wishes: Iterable[Cell], taken: set[Cell]) -> Cell | None:
    """Take the first of some cells that is free; None where there is none."""
    cell = next((each for each in wishes if each not in taken), None)
    if cell is not None:
        taken.add(cell)
    return cell


def beside(cell: Cell, rows: int, columns: int) -> Iterator[Cell]:
    """Yield a cell and those around it on so many rows and columns, the nearest first."""
    around = ((cell[0] + down, cell[1] + right) for down, right in _AROUND)
    return (each for each in around if 0 <= each[0] < rows and 0 <= each[1] < columns)
