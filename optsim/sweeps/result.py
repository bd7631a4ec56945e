"""Result of a sweep: its table, and what it says of each lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optsim.engine.race import Race
from optsim.suggest import nearest
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import FailedRun, Rows
from optsim.sweeps.statistics.sensitivity import Sensitivity, sensitivities
from optsim.sweeps.table import columns
from optsim.system.optional_library import DataFrames, library

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class SweepResult(DataFrames):
    """Runs of a plan that are done: as columns, as data frames, and by lane.

    `failures` are the runs that an error has ended, `slow` by optimizer why its updates were called as they are, which is
    slower. A shard has some of the plan's rows.
    """

    plan: Plan
    rows: Rows
    failures: tuple[FailedRun, ...] = ()
    slow: Mapping[str, str] | None = None

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """The table, a row a cell and lane: cell, lane, seed, each axis, steps, status, final_loss, best_loss, best_step, goal_step.

        None stands where there is no value.
        """
        return columns(self.plan, self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame, also where an axis has numbers and texts; polars has to be installed, else MissingLibraryError."""
        frame: pl.DataFrame = library("polars", needed_for="to_polars()").DataFrame(self.columns, strict=False)
        return frame

    @cached_property
    def sensitivity(self) -> dict[str, Sensitivity]:
        """By lane: goal values over its settings, the best one, and how wide the range is that is nearly as good."""
        return {each.lane: each for each in sensitivities(self.plan, self.rows)}

    def best(self, lane: str) -> dict[str, Any]:
        """The best setting of a lane by the median over seeds: value by axis, and "goal", that median.

        Raises KeyError for a lane that there is not, ValueError where no setting has a finite value.
        """
        if lane not in self.sensitivity:
            raise KeyError(f"no lane is named {lane!r}; {nearest(lane, self.sensitivity)}")
        own = self.sensitivity[lane]
        if own.best is None:
            raise ValueError(f"{lane}: no setting has reached the goal {self.plan.goal} in half of the seeds or more")
        return {**own.settings[own.best], "goal": float(own.median[own.best])}

    def race(self, cell: int) -> Race:
        """The race of a cell, at step 0: run to its end it has the bits of the sweep. Raises IndexError."""
        return self.plan.scenario_of(cell).race()
