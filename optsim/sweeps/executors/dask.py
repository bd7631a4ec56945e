"""Workers of a dask.distributed cluster, on this machine or beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from optsim.registry.own_modules import OWN_MODULES, OwnModule
from optsim.sweeps.executors.executor import Executor, ExecutorError, work
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows

_SECONDS = 10


class Dask(Executor):
    """Runs blocks on the workers of a scheduler; without an address, on a cluster of this machine."""

    def __init__(self, scheduler: str | None, jobs: int) -> None:
        self.scheduler, self.jobs = scheduler, jobs

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them."""
        from distributed import as_completed  # noqa: PLC0415 it need not be there

        with self._client() as client:
            try:
                shared = client.scatter(document, broadcast=True, hash=True)
                futures = client.map(
                    _work, blocks, document=shared, imported=OWN_MODULES.imported, pure=False, retries=2
                )
                for future in as_completed(futures):
                    yield future.result()
            except OSError as error:
                raise ExecutorError(
                    f"the scheduler is gone: {error}; the blocks that are done stay: --resume"
                ) from error
            except Exception as error:
                if type(error).__module__.startswith(("distributed", "concurrent")):
                    raise ExecutorError(
                        f"the cluster has failed: {error}; the blocks that are done stay: --resume"
                    ) from error
                raise

    def _client(self) -> Any:
        """A client of the scheduler. Raises ExecutorError where there is none."""
        from distributed import Client, LocalCluster  # noqa: PLC0415 as above

        if self.scheduler is None:
            cluster = LocalCluster(
                host="127.0.0.1", n_workers=self.jobs, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
            return Client(cluster)
        with suppress(OSError, ValueError):
            return Client(self.scheduler, timeout=_SECONDS)
        raise ExecutorError(f"no scheduler answers at {self.scheduler}; start one: dask scheduler")


def _work(block: int, document: str, imported: Sequence[OwnModule]) -> BlockRows:
    return work(document, block, imported)
