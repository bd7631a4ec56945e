"""Result of runs with several seeds: the arrays of each lane have an axis of seeds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from optsim.api.by_lane import ByLane
from optsim.engine.result import Measured, RunResult
from optsim.engine.settings import Array
from optsim.engine.status import Status
from optsim.system.optional_library import DataFrames

if TYPE_CHECKING:
    from optsim.api.result import Result

_QUARTILES = (25, 50, 75)


class LaneOverSeeds:
    """One lane with all seeds: each quantity is an array (seeds, steps + 1), as an attribute or by its name.

    >>> import optsim
    >>> sgd = optsim.run("noisy-quadratic", seeds=3)["sgd"]
    >>> sgd.loss.shape == (3, len(sgd.runs[0].loss))
    True
    >>> sgd.final_loss.shape
    (3,)
    """

    def __init__(self, runs: tuple[RunResult, ...]) -> None:
        """Take the runs of a lane, one a seed."""
        self.runs, self.name = runs, runs[0].name

    loss = Measured()
    validation_loss = Measured()
    grad_norm = Measured()
    update_norm = Measured()
    learning_rate = Measured()
    batch_loss = Measured()

    def __getitem__(self, quantity: str) -> Array:
        """A quantity by its name, (seeds, steps + 1). Raises KeyError for one that was not measured."""
        return np.stack([run[quantity] for run in self.runs])

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self.runs)} seeds>"

    @property
    def params(self) -> Array | None:
        """The parameters of every step, (seeds, steps + 1, dim); None where they were not asked for."""
        params = [run.params for run in self.runs if run.params is not None]
        return np.stack(params) if params else None

    @property
    def final_params(self) -> Array:
        """The point at which each seed has ended, (seeds, dim)."""
        return np.stack([run.final_params for run in self.runs])

    @property
    def final_loss(self) -> Array:
        """The loss at the last step of each seed, (seeds,)."""
        return np.array([run.loss[run.end_step] for run in self.runs])

    @property
    def best_loss(self) -> Array:
        """The best loss of each seed, (seeds,)."""
        return np.array([run.best_loss for run in self.runs])

    @property
    def end_step(self) -> Array:
        """The last step of each seed, (seeds,)."""
        return np.array([run.end_step for run in self.runs])

    @property
    def statuses(self) -> tuple[Status, ...]:
        """How each seed has ended."""
        return tuple(run.status for run in self.runs)


class SeedsResult(ByLane[LaneOverSeeds], DataFrames):
    """All lanes of runs with several seeds, by name; `by_seed` has the result of each seed.

    >>> import optsim
    >>> result = optsim.run("noisy-quadratic", seeds=[1, 2, 3])
    >>> result.seeds
    (1, 2, 3)
    >>> result["sgd"].best_loss.shape
    (3,)
    >>> result.by_seed[2]["sgd"].status
    <Status.STOPPED_EARLY: 'stopped early'>
    """

    def __init__(self, by_seed: Mapping[int, Result]) -> None:
        """Take the results, at least one."""
        self.by_seed = dict(by_seed)
        first = next(iter(self.by_seed.values()))
        self._lanes = {name: LaneOverSeeds(tuple(result[name] for result in self.by_seed.values())) for name in first}

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds."""
        return tuple(self.by_seed)

    def __repr__(self) -> str:
        """Return the table: quartiles of the final loss over the seeds, and how many have diverged."""
        from optsim.api.text_table import text_table  # noqa: PLC0415 not before it is shown

        return f"{self.heading}\n{text_table(*self.table)}"

    def _repr_html_(self) -> str:
        """Return the table, for notebooks."""
        from optsim.api.html import table  # noqa: PLC0415 as above

        heads, rows = self.table
        return table(self.heading, heads, rows, {0})

    @property
    def heading(self) -> str:
        """Title and number of seeds, in a line."""
        scenario = next(iter(self.by_seed.values())).scenario
        return f"{scenario.title or scenario.name or 'untitled'} · {len(self.by_seed)} seeds · {scenario.steps} steps"

    @property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """Heads and rows of the table, as texts."""
        heads = ["lane", "final loss: lower quartile", "median", "upper quartile", "diverged"]
        return heads, [self._row(lane) for lane in self._lanes.values()]

    def _row(self, lane: LaneOverSeeds) -> list[str]:
        from optsim.report.text.lane_columns import number_text  # noqa: PLC0415 as above

        diverged = sum(status is Status.DIVERGED for status in lane.statuses)
        finite = lane.final_loss[np.isfinite(lane.final_loss)]
        quartiles = np.percentile(finite, _QUARTILES) if len(finite) == len(lane.runs) else [np.nan] * len(_QUARTILES)
        return [lane.name, *(number_text(float(each)) for each in quartiles), str(diverged)]

    @cached_property
    def columns(self) -> dict[str, Any]:
        """The tables of all seeds below one another, by column, the seed first."""
        tables = {seed: result.columns for seed, result in self.by_seed.items()}
        seeds = np.concatenate([np.full(len(each["step"]), seed) for seed, each in tables.items()])
        names = next(iter(tables.values()))
        return {"seed": seeds, **{name: np.concatenate([each[name] for each in tables.values()]) for name in names}}

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """The table as CSV with all digits; written to a file, which is replaced as a whole, where one is named."""
        from optsim.api.files import text_or_file  # noqa: PLC0415 as above
        from optsim.sweeps.table import csv_pieces  # noqa: PLC0415

        plain = {name: _plain(values) for name, values in self.columns.items()}
        return text_or_file(csv_pieces(plain), path)

    def plot(self, quantity: str | None = None, *, ax: Any = None) -> Any:
        """Draw the median of a quantity over the seeds, and its quartiles; a text where matplotlib is not installed."""
        from optsim.api.plot import plot_seeds, quantity_of  # noqa: PLC0415 as above

        first = next(iter(self.by_seed.values()))
        name = quantity_of(first, quantity)
        return plot_seeds(first, {lane: each[name] for lane, each in self.items()}, name, self.heading, ax)


def _plain(values: Any) -> list[Any]:
    """Return values as CSV has them: nothing where nothing was measured."""
    return [None if isinstance(each, float) and np.isnan(each) else each for each in values.tolist()]
