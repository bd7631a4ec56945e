"""Workers of a ray cluster, by default of one on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from optsim.registry.own_modules import OWN_MODULES
from optsim.sweeps.executors.executor import Executor, ExecutorError, work
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows

#: the cluster that ray's own tools name
_ADDRESS = "RAY_ADDRESS"
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: a block whose worker dies is given to another one so often
_RETRIES = 2


class Ray(Executor):
    """Runs blocks on the cluster of RAY_ADDRESS; where that names none, on one that lasts as long as the sweep."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them."""
        import ray  # noqa: PLC0415 it need not be there

        self._begin(ray)
        try:
            shared = ray.put(document)
            remote = ray.remote(num_cpus=1, max_retries=_RETRIES)(work)
            waiting = [remote.remote(shared, block, OWN_MODULES.imported) for block in blocks]
            while waiting:
                done, waiting = ray.wait(waiting)
                for each in done:
                    yield ray.get(each)
        except ray.exceptions.RayError as error:
            raise ExecutorError(f"the cluster has failed: {error}; the blocks that are done stay: --resume") from error
        finally:
            ray.shutdown()

    def _begin(self, ray: Any) -> None:
        """Begin to work with a cluster. Raises ExecutorError where there is none."""
        own = (
            {} if os.environ.get(_ADDRESS) else {"address": "local", "num_cpus": self.jobs, "include_dashboard": False}
        )
        try:
            ray.init(logging_level="ERROR", log_to_driver=False, runtime_env={"env_vars": _ONE_THREAD}, **own)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise ExecutorError(
                f"no cluster of ray at {os.environ.get(_ADDRESS, 'this machine')}: {error}; start one: ray start --head"
            ) from error
