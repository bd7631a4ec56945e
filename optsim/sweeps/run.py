"""Coordination of a sweep: which blocks are to be run, who runs them, and where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from optsim.engine.settings import BadValueError
from optsim.sweeps.document import document_of
from optsim.sweeps.executors.executor import Executor, Sequential
from optsim.sweeps.plan import Plan
from optsim.sweeps.result import SweepResult
from optsim.sweeps.rows import BlockRows, Rows
from optsim.sweeps.store import Store

#: is told how many blocks of how many are done
Watch = Callable[[int, int], object]


class Shard(NamedTuple):
    """One part of a sweep that is run in several: its number from 1 on, of how many."""

    number: int
    of: int

    def blocks(self, plan: Plan) -> list[int]:
        """The blocks of the part: each `of`-th."""
        return list(range(self.number - 1, plan.blocks, self.of))


def shard_of(text: str) -> Shard:
    """Read "3/64". Raises BadValueError."""
    number, _, count = text.partition("/")
    fits = number.strip().isascii() and number.strip().isdigit() and count.strip().isascii() and count.strip().isdigit()
    if not fits or not 1 <= int(number) <= int(count):
        raise BadValueError("--shard", "{text!r} is no part; the third of 64 is 3/64, the first 1/64", text=text)
    return Shard(int(number), int(count))


def run_sweep(
    plan: Plan,
    executor: Executor | None = None,
    *,
    store: Store | None = None,
    blocks: Sequence[int] | None = None,
    watch: Watch | None = None,
) -> SweepResult:
    """Run a plan, or go on with what its store has.

    Args:
        plan: the plan.
        executor: who runs its blocks; None: one after the other, here.
        store: where blocks are kept as they are done.
        blocks: those to be run; None for all.
        watch: is told of each block.

    Returns:
        The rows of these blocks, whoever has run them.

    Raises:
        ExecutorError: where the executor cannot go on; the blocks that were done are in the store.
        StoreError: where another process writes to the folder, or a block cannot be written.
    """
    chosen = list(range(plan.blocks)) if blocks is None else list(blocks)
    executor = executor or Sequential()
    with nullcontext() if store is None else store.locked():
        done: dict[int, BlockRows] = {}
        if store is not None:
            store.clear()
            done, _ = store.done(chosen)
        document = (
            store.document if store is not None else "" if isinstance(executor, Sequential) else document_of(plan)
        )
        rest = [block for block in chosen if block not in done]
        if watch is not None:
            watch(len(done), len(chosen))
        for result in executor.results(plan, document, rest):
            if store is not None:
                store.write(result)
            done[result.block] = result
            if watch is not None:
                watch(len(done), len(chosen))
    return result_of(plan, [done[block] for block in chosen])


def result_of(plan: Plan, blocks: Sequence[BlockRows]) -> SweepResult:
    """The result of some blocks."""
    failures = tuple(sorted(failure for block in blocks for failure in block.failures))
    slow = {name: why for block in blocks for name, why in block.slow}
    return SweepResult(plan, Rows.joined([block.rows for block in blocks]), failures, slow)
