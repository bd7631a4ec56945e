"""Choice of an executor by its name."""

from __future__ import annotations

import os
from importlib.util import find_spec

from optsim.sweeps.executors.executor import Executor, ExecutorError, Sequential

EXECUTORS = ("loky", "dask", "ray")
_NEEDS = {"loky": ("joblib",), "dask": ("distributed",), "ray": ("ray",)}
_EXTRAS = {"loky": "sweep", "dask": "dask", "ray": "ray"}


def is_there(name: str) -> bool:
    """Tell if what an executor needs is installed."""
    return all(find_spec(module) is not None for module in _NEEDS[name])


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def executor_of(
    name: str | None, jobs: int | None, scheduler: str | None, blocks: int, limit: float | None = None
) -> Executor:
    """The executor of a name; without one loky, where it is there and more than one block and process are wanted.

    With a `limit` for each block, in seconds, it is loky: only a process can be stopped. Raises ExecutorError for one that is not
    installed, or cannot stop a block.
    """
    if limit is not None:
        name = _limited(name, scheduler)
    name = "dask" if name is None and scheduler is not None else name
    if name is not None and not is_there(name):
        raise ExecutorError(f"--on {name} needs more to be installed: pip install 'optsim[{_EXTRAS[name]}]'")
    processes = jobs or cores()
    if name == "dask":
        from optsim.sweeps.executors.dask import Dask  # noqa: PLC0415 not before it is used

        return Dask(scheduler, processes)
    if name == "ray":
        from optsim.sweeps.executors.ray import Ray  # noqa: PLC0415

        return Ray(processes)
    if name is None and (min(processes, blocks) < 2 or not is_there("loky")):
        return Sequential()
    from optsim.sweeps.executors.loky import Loky  # noqa: PLC0415

    return Loky(processes, limit)


def _limited(name: str | None, scheduler: str | None) -> str:
    if name not in (None, "loky") or scheduler is not None:
        raise ExecutorError("--timeout stops processes of this machine, --on loky; a cluster has limits of its own")
    return "loky"
