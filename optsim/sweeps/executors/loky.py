"""Processes on this machine, by joblib's loky."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NamedTuple

from optsim.registry.own_modules import OWN_MODULES
from optsim.sweeps.executors.executor import Executor, ExecutorError, begin, work_piece
from optsim.sweeps.executors.pieces import Piece, Pieces
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows

#: a block whose processes die so often is given up
_ATTEMPTS = 3
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: seconds that new processes may take to begin, which is no part of a limit
_BEGINNING = 60.0


class _Running(NamedTuple):
    """A piece that is run, and when it is too late."""

    piece: Piece
    deadline: float


class Loky(Executor):
    """Runs blocks in processes; where one of these dies, the blocks that were not done are given to new ones.

    With a `limit`, in seconds, what takes longer is stopped and run again in halves, down to the cell that takes longer twice,
    which has failed.
    """

    def __init__(self, jobs: int, limit: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.jobs, self.limit, self._clock = jobs, limit, clock
        #: the processes, where they have begun
        self._pool: Any = None

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them, no more than twice as many at a time as there are processes; with a limit as many."""
        pieces, attempts = Pieces(plan, blocks), dict.fromkeys(blocks, 0)
        running: dict[Future[Any], _Running] = {}
        try:
            while pieces.waiting or running:
                try:
                    self._submit(document, pieces, running)
                    for future in self._finished(running):
                        result = future.result()
                        yield from pieces.take(running.pop(future).piece, result)
                    yield from self._stop_late(pieces, running)
                except BrokenProcessPool as error:
                    lost = [each.piece for each in running.values()]
                    running.clear()
                    pieces.give_back(lost)
                    self._pool = None
                    self._count(attempts, [piece.block for piece in lost], error)
        finally:
            for future in running:
                future.cancel()

    def _submit(self, document: str, pieces: Pieces, running: dict[Future[Any], _Running]) -> None:
        self._pool = self._processes(document) if self._pool is None else self._pool
        most = self.jobs if self.limit is not None else 2 * self.jobs
        while pieces.waiting and len(running) < most:
            piece = pieces.next()
            deadline = self._clock() + (self.limit or 0.0)
            running[self._pool.submit(work_piece, document, piece.block, piece.rectangle, OWN_MODULES.imported)] = (
                _Running(piece, deadline)
            )

    def _processes(self, document: str) -> Any:
        """The processes; with a limit they have read the plan, so that nothing but runs counts."""
        from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415 joblib need not be there

        pool = get_reusable_executor(max_workers=self.jobs, env=_ONE_THREAD, timeout=None)
        if self.limit is not None:
            wait([pool.submit(begin, document, OWN_MODULES.imported) for _ in range(self.jobs)], _BEGINNING)
        return pool

    def _finished(self, running: dict[Future[Any], _Running]) -> list[Future[Any]]:
        """Wait until a piece is done, or the first one is late."""
        seconds = None
        if self.limit is not None:
            seconds = max(min(each.deadline for each in running.values()) - self._clock(), 0.0)
        return list(wait(running, seconds, return_when=FIRST_COMPLETED).done)

    def _stop_late(self, pieces: Pieces, running: dict[Future[Any], _Running]) -> Iterator[BlockRows]:
        """Stop what is late, which takes its processes with it; what else they ran is run again."""
        if self.limit is None or not running:
            return
        now = self._clock()
        late = [future for future, each in running.items() if each.deadline <= now and not future.done()]
        if not late:
            return
        self._pool.shutdown(wait=True, kill_workers=True)
        self._pool = None
        hanging = [running[future].piece for future in late]
        others = [each.piece for future, each in running.items() if future not in late]
        running.clear()
        pieces.give_back(others)
        cause = f"TimeoutError: took longer than {self.limit:g} s, twice"
        for piece in hanging:
            yield from pieces.divide(piece, cause)

    def _count(self, attempts: dict[int, int], lost: Sequence[int], error: BrokenProcessPool) -> None:
        """Count what was lost. Raises ExecutorError where that goes on."""
        for block in lost:
            attempts[block] += 1
        worst = max(lost, key=attempts.__getitem__, default=None)
        if worst is not None and attempts[worst] >= _ATTEMPTS * len(lost):
            raise ExecutorError(
                f"its processes die again and again, last with block {worst}; go on in this one: --jobs 1"
            ) from error
