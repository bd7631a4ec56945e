"""Workers of a ray cluster, by joblib's way to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optsim.sweeps.executors.executor import Executor, work
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows


class Ray(Executor):
    """Runs blocks as ray runs joblib's tasks."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them."""
        from joblib import Parallel, delayed, parallel_config  # noqa: PLC0415 it need not be there
        from ray.util.joblib import register_ray  # noqa: PLC0415

        register_ray()
        with parallel_config(backend="ray", n_jobs=self.jobs):
            yield from Parallel(return_as="generator")(delayed(work)(document, block) for block in blocks)
