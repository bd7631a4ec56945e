"""One block of a sweep: its runs, gathered by what can be stepped at once, to their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.engine.lane import Lane, gather
from optsim.engine.numerics.numerics import numerics_named
from optsim.engine.objective import Objective
from optsim.engine.runs.outcomes import Ends, Limit, Outcome
from optsim.engine.runs.seeds import Seeds
from optsim.engine.runs.sweep_batch import SweepBatch
from optsim.sweeps.plan import Plan, Rectangle, Setting, seeds_in, settings_in
from optsim.sweeps.rows import BlockRows, FailedRun, Rows
from optsim.system.printable import printable_line

_LONGEST_CAUSE = 300


class Entry(NamedTuple):
    """One lane with one setting, run with all seeds of a block: the number of the setting, the lane's place, its row."""

    setting: int
    lane: int
    row: int


class _Block:
    """What the parts of a block share: objectives with the data of their seeds, and the rows that they write to."""

    def __init__(self, plan: Plan, rectangle: Rectangle) -> None:
        self.plan, self.rectangle = plan, rectangle
        self.names = list(plan.scenario.lanes)
        self.settings: dict[int, Setting] = dict(settings_in(plan, rectangle))
        self.entries = [
            Entry(number, self.names.index(name), 0)
            for number, setting in self.settings.items()
            for name in setting.family.lanes
        ]
        self.entries = [entry._replace(row=row) for row, entry in enumerate(self.entries)]
        seeds = range(rectangle.first_seed, rectangle.last_seed)
        self.rows = Rows.empty(len(self.entries) * len(seeds))
        first = np.repeat(np.array(seeds) * plan.cells_of_a_seed, len(self.entries))
        self.rows.cell[:] = first + np.tile([entry.setting for entry in self.entries], len(seeds))
        self.rows.lane[:] = np.tile([entry.lane for entry in self.entries], len(seeds))
        self.failures: list[FailedRun] = []
        self.slow: dict[str, str] = {}

    def run(self, entries: Sequence[Entry], seeds: slice) -> None:
        """Run some entries with some of the seeds; what fails is halved down to the run that fails."""
        try:
            self._run(entries, seeds)
        except Exception as error:  # noqa: BLE001 whatever a class of a person's own raises
            if seeds.stop - seeds.start > 1:
                middle = (seeds.start + seeds.stop) // 2
                self.run(entries, slice(seeds.start, middle))
                self.run(entries, slice(middle, seeds.stop))
            elif len(entries) > 1:
                middle = len(entries) // 2
                self.run(entries[:middle], seeds)
                self.run(entries[middle:], seeds)
            else:
                cause = printable_line(f"{type(error).__name__}: {error}")[:_LONGEST_CAUSE]
                self._note_failure(entries[0], seeds.start, cause)

    def note_failures(self, cause: str) -> None:
        """Note that all runs have failed."""
        for seed in range(self.rectangle.last_seed - self.rectangle.first_seed):
            for entry in self.entries:
                self._note_failure(entry, seed, cause)

    def _note_failure(self, entry: Entry, seed: int, cause: str) -> None:
        cell = (self.rectangle.first_seed + seed) * self.plan.cells_of_a_seed + entry.setting
        self.failures.append(FailedRun(cell, entry.lane, cause))

    def _run(self, entries: Sequence[Entry], seeds: slice) -> None:
        by_objective: dict[tuple[object, ...], list[Entry]] = {}
        for entry in entries:
            by_objective.setdefault(self._objective_key(entry.setting), []).append(entry)
        numerics = numerics_named(self.plan.scenario.numerics)
        for own in by_objective.values():
            objective = self.plan.objective(self.settings[own[0].setting])
            bound = Seeds(objective, seeds_in(self.plan, self.rectangle)[seeds], numerics)
            self._run_on(objective, bound, own, seeds)

    def _objective_key(self, setting: int) -> tuple[object, ...]:
        axes, values = self.plan.axes, self.settings[setting].values
        return tuple(value for place, value in values.items() if axes[place].owner == "objective")

    def _run_on(self, objective: Objective, bound: Seeds, entries: Sequence[Entry], seeds: slice) -> None:
        """Run entries on one objective: those of a batch size and of an update rule together."""
        sized: dict[int | None, list[tuple[Entry, Lane]]] = {}
        for entry in entries:
            lane = self.plan.lane(self.names[entry.lane], self.settings[entry.setting])
            sized.setdefault(lane.batch_size, []).append((entry, lane._replace(batch_size=None)))
        for size, pairs in sized.items():
            own = bound.with_batch_size(size)
            ends = self._ends(objective if size is None else objective.with_batch_size(size))
            for group in gather(tuple(lane for _, lane in pairs), objective.dim):
                batch = SweepBatch(own, group.lanes, ends)
                outcome = batch.run()
                self._write(outcome, [pairs[place][0].row for place in group.places], seeds)
                if batch.called:
                    self.slow[type(group.lanes[0].optimizer).__name__] = batch.called

    def _ends(self, objective: Objective) -> Ends:
        plan, scenario = self.plan, self.plan.scenario
        steps, goal = objective.steps_per_epoch, plan.goal
        return Ends(
            scenario.steps if plan.epochs is None else plan.epochs * steps,
            steps,
            scenario.target_loss,
            scenario.early_stopping,
            Limit(goal.quantity, goal.limit, goal.strict) if goal.kind == "steps" else None,
        )

    def _write(self, outcome: Outcome, rows: list[int], seeds: slice) -> None:
        shape = (self.rectangle.last_seed - self.rectangle.first_seed, len(self.entries))
        for name, values in outcome._asdict().items():
            getattr(self.rows, name).reshape(shape)[seeds, rows] = values.T
        diverged = self.rows.diverged
        self.rows.final_loss[diverged] = np.nan
        nowhere = self.rows.best_loss == np.inf
        self.rows.best_loss[nowhere], self.rows.best_step[nowhere] = np.nan, -1


def run_block(plan: Plan, number: int) -> BlockRows:
    """Run a block: the same rows whoever runs it."""
    return run_rectangle(plan, plan.rectangle(number), number)


def failed_rectangle(plan: Plan, rectangle: Rectangle, number: int, cause: str) -> BlockRows:
    """The rows of cells that have all failed by one cause."""
    block = _Block(plan, rectangle)
    block.note_failures(cause)
    return BlockRows(number, block.rows, tuple(sorted(block.failures)))


def run_rectangle(plan: Plan, rectangle: Rectangle, number: int = 0) -> BlockRows:
    """Run some cells."""
    block = _Block(plan, rectangle)
    block.run(block.entries, slice(0, rectangle.last_seed - rectangle.first_seed))
    return BlockRows(number, block.rows, tuple(sorted(block.failures)), tuple(sorted(block.slow.items())))
