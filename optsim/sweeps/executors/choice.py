"""Choice of an executor by its name."""

from __future__ import annotations

import os
from importlib.util import find_spec

from optsim.sweeps.executors.executor import Executor, ExecutorError, Sequential

EXECUTORS = ("loky", "dask", "ray")
_NEEDS = {"loky": ("joblib",), "dask": ("distributed",), "ray": ("joblib", "ray")}
_EXTRAS = {"loky": "sweep", "dask": "dask", "ray": "ray"}


def is_there(name: str) -> bool:
    """Tell if what an executor needs is installed."""
    return all(find_spec(module) is not None for module in _NEEDS[name])


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def executor_of(name: str | None, jobs: int | None, scheduler: str | None, blocks: int) -> Executor:
    """The executor of a name; without one loky, where it is there and more than one block and process are wanted.

    Raises ExecutorError for one that is not installed.
    """
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

    return Loky(processes)
