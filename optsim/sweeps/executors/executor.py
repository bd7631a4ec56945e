"""Base of executors, and the one that needs nothing else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from optsim.registry.own_modules import OWN_MODULES, OwnModule
from optsim.sweeps.block import run_block, run_rectangle
from optsim.sweeps.document import plan_of
from optsim.sweeps.plan import Plan, Rectangle
from optsim.sweeps.rows import BlockRows


class ExecutorError(Exception):
    """An executor that cannot work, or goes away, with a way out; blocks that were done stay done."""


class Executor(ABC):
    """Runs blocks of a plan."""

    @abstractmethod
    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run some blocks; each is there as soon as it is done. Raises ExecutorError.

        Args:
            plan: the plan.
            document: the same, for other processes.
            blocks: the numbers of the blocks.
        """


class Sequential(Executor):
    """Runs one block after the other in this process."""

    def results(self, plan: Plan, document: str, blocks: Sequence[int]) -> Iterator[BlockRows]:
        """Run them."""
        for block in blocks:
            yield run_block(plan, block)


def begin(document: str, imported: Sequence[OwnModule] = ()) -> None:
    """Have a process read the plan."""
    _plan(document, imported)


def work_piece(document: str, block: int, rectangle: Rectangle, imported: Sequence[OwnModule] = ()) -> BlockRows:
    """Run a part of a block, as `work` runs all of it."""
    return run_rectangle(_plan(document, imported), rectangle, block)


def work(document: str, block: int, imported: Sequence[OwnModule] = ()) -> BlockRows:
    """Run a block in a process that has nothing but the plan's document, and the modules that were imported."""
    return run_block(_plan(document, imported), block)


def _plan(document: str, imported: Sequence[OwnModule]) -> Plan:
    for module in imported:
        OWN_MODULES.load_from(module)
    return plan_of(document)
