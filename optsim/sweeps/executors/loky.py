"""Processes on this machine, by joblib's loky."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from optsim.sweeps.executors.executor import Executor, ExecutorError, work
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows

#: a block whose processes die so often is given up
_ATTEMPTS = 3
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Loky(Executor):
    """Runs blocks in processes; where one of these dies, the blocks that were not done are given to new ones."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them, no more than twice as many at a time as there are processes."""
        waiting, attempts = list(reversed(blocks)), dict.fromkeys(blocks, 0)
        running: dict[Future[Any], int] = {}
        try:
            while waiting or running:
                try:
                    self._submit(document, waiting, running)
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        result = future.result()
                        del running[future]
                        yield result
                except BrokenProcessPool as error:
                    lost = sorted(running.values(), reverse=True)
                    running.clear()
                    waiting += lost
                    self._count(attempts, lost, error)
        finally:
            for future in running:
                future.cancel()

    def _submit(self, document: str, waiting: list[int], running: dict[Future[Any], int]) -> None:
        from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415 joblib need not be there

        pool = get_reusable_executor(max_workers=self.jobs, env=_ONE_THREAD, timeout=60)
        while waiting and len(running) < 2 * self.jobs:
            block = waiting.pop()
            running[pool.submit(work, document, block)] = block

    def _count(self, attempts: dict[int, int], lost: Sequence[int], error: BrokenProcessPool) -> None:
        """Count what was lost. Raises ExecutorError where that goes on."""
        for block in lost:
            attempts[block] += 1
        worst = max(lost, key=attempts.__getitem__, default=None)
        if worst is not None and attempts[worst] >= _ATTEMPTS * len(lost):
            raise ExecutorError(
                f"its processes die again and again, last with block {worst}; go on in this one: --jobs 1"
            ) from error
