"""Pieces of blocks: a block that takes too long is run in halves, and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optsim.sweeps.block import failed_rectangle
from optsim.sweeps.plan import Plan, Rectangle
from optsim.sweeps.rows import BlockRows, Rows


class Piece(NamedTuple):
    """A part of a block, or all of it; `again` where it is a single cell that has taken too long before."""

    block: int
    rectangle: Rectangle
    again: bool = False


class Pieces:
    """Pieces that wait, and what is done of blocks."""

    def __init__(self, plan: Plan, blocks: Sequence[int]) -> None:
        self._plan = plan
        self.waiting = [Piece(block, plan.rectangle(block)) for block in reversed(blocks)]
        self._parts: dict[int, list[BlockRows]] = {block: [] for block in blocks}
        self._open = dict.fromkeys(blocks, 1)

    def next(self) -> Piece:
        """Take the next one."""
        return self.waiting.pop()

    def give_back(self, pieces: Sequence[Piece]) -> None:
        """Have pieces wait that were not done: they come first."""
        self.waiting += sorted(pieces, reverse=True)

    def take(self, piece: Piece, result: BlockRows) -> Iterator[BlockRows]:
        """Take the result of a piece; yield that of its block where it was the last one."""
        self._parts[piece.block].append(result)
        self._open[piece.block] -= 1
        if not self._open[piece.block]:
            yield _joined(piece.block, self._parts.pop(piece.block))

    def divide(self, piece: Piece, cause: str) -> Iterator[BlockRows]:
        """Have a piece wait in halves; a single cell once more, and then it has failed, which is its result."""
        halves = _halves(piece.rectangle)
        if halves:
            self._open[piece.block] += 1
            self.give_back([Piece(piece.block, half) for half in halves])
        elif not piece.again:
            self.give_back([piece._replace(again=True)])
        else:
            yield from self.take(piece, failed_rectangle(self._plan, piece.rectangle, piece.block, cause))


def _halves(whole: Rectangle) -> tuple[Rectangle, ...]:
    """Two halves, by seeds where there are several, else by settings; none of a single cell."""
    if whole.last_seed - whole.first_seed > 1:
        middle = (whole.first_seed + whole.last_seed) // 2
        return whole._replace(last_seed=middle), whole._replace(first_seed=middle)
    if whole.last - whole.first > 1:
        middle = (whole.first + whole.last) // 2
        return whole._replace(last=middle), whole._replace(first=middle)
    return ()


def _joined(block: int, parts: Sequence[BlockRows]) -> BlockRows:
    if len(parts) == 1:
        return parts[0]
    failures = tuple(sorted(failure for part in parts for failure in part.failures))
    slow = tuple(sorted({each for part in parts for each in part.slow}))
    return BlockRows(block, Rows.joined([part.rows for part in parts]), failures, slow)
