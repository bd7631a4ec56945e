"""What can be known of a race, wherever it comes from: one that is computed as it goes, or a recording of one."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from optsim.engine.history.growing_table import Steps, Stretches
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.run import Run
from optsim.engine.settings import Array
from optsim.engine.setup import Setup
from optsim.engine.status import End, Event
from optsim.engine.stepping.kernel import State
from optsim.engine.trace.trace import Line

if TYPE_CHECKING:
    from optsim.engine.race import Race


class Columns(Protocol):
    """What was measured: row t is the point before update t, NaN where a lane had ended or nothing was measured.

    `rows` are the steps at which anything was measured, in order, and `steps` those at which all lanes were that had not ended;
    None where these are all. A race that keeps fewer rows than it has steps has those of `rows` alone in its columns; `places`
    tells which is where.
    """

    @property
    def rows(self) -> Steps | None:
        """The steps at which anything was measured."""

    @property
    def steps(self) -> Steps | None:
        """The steps at which all lanes were measured."""

    @property
    def stretches(self) -> Stretches | None:
        """What is known of rows that are not kept; None where all are that were measured."""

    def places(self, steps: Steps) -> Steps:
        """The rows of the columns that are of some steps; −1 for a step whose row is not kept."""

    @property
    def keeps_params(self) -> bool:
        """Whether `params` has all rows that there are; else it has none."""

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""

    @property
    def batch_loss(self) -> Array:
        """Loss of the sample that the update saw, (rows, lanes)."""

    @property
    def grad_norm(self) -> Array:
        """Norm of the gradient that the update used, (rows, lanes)."""

    @property
    def update_norm(self) -> Array:
        """Norm of the update that follows the row, (rows, lanes)."""

    @property
    def learning_rate(self) -> Array:
        """α of the step, (rows, lanes)."""

    @property
    def params(self) -> Array:
        """The parameters, (rows, lanes, dim)."""

    @property
    def validation_loss(self) -> Array:
        """Validation loss by each lane's own epoch, (epochs, lanes); no rows without data."""

    def best_step(self, step: int, place: int) -> int | None:
        """Where a lane was best up to a measured step; None where the row is not kept that says so."""


class Follower(Protocol):
    """Something that is worked out behind what is shown, while there is time."""

    @property
    def behind(self) -> bool:
        """Whether there is something left to do."""

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Go on as far as is allowed."""


class Origin(NamedTuple):
    """Of a recording: that it holds every N-th step only, and whether it was cut off before its end."""

    every: int = 1
    cut: bool = False


class Source(ABC):
    """Lanes on one objective, measured up to a head, and a `step` up to it at which the source stands.

    Not every step need have been measured: it stands only at such that were, and goes from one to the next.
    """

    setup: Setup
    lanes: tuple[Lane, ...]
    runs: Mapping[str, Run]
    ends: Mapping[int, End]
    events: Sequence[Event]
    history: Columns
    _step: int

    #: of a recording what it is; None for a race that is computed as it goes
    origin: Origin | None = None
    #: what computes behind what is shown, if anything does
    follower: Follower | None = None

    @property
    def objective(self) -> Objective:
        """The objective with the data of the seed."""
        return self.setup.objective

    @property
    def seed(self) -> int:
        """The seed of all randomness."""
        return self.setup.noise.seed

    @property
    def numerics(self) -> str:
        """Whether the bits are the same on every machine: "strict", or "fast" where they are not."""
        return self.setup.numerics.name

    @property
    def budget(self) -> int:
        """The most steps the race can take."""
        return self.setup.steps

    @property
    def steps_per_epoch(self) -> int:
        """Steps in one pass over the data of lanes that have no batch size of their own; of each lane: `Run.steps_per_epoch`."""
        return self.objective.steps_per_epoch

    @property
    def step(self) -> int:
        """Where it stands."""
        return self._step

    @property
    @abstractmethod
    def head(self) -> int:
        """The newest step that is known."""

    @property
    @abstractmethod
    def over(self) -> bool:
        """Whether the head goes no further."""

    @property
    def finished(self) -> bool:
        """Whether it stands at its very end."""
        return self.over and self._step == self.head

    @property
    @abstractmethod
    def live(self) -> Race:
        """The race that goes on from here, as near to here as it has come."""

    @property
    def doubt(self) -> str:
        """Why what is told of states here need not be what was; empty where it is."""
        return ""

    @abstractmethod
    def seek(self, step: int) -> int:
        """Go to a step, or as near as can be; returns how far it went (backwards: negative)."""

    def advance(self, n: int = 1) -> int:
        """Go n measured steps forward, or to the end if that comes first; returns the steps taken."""
        return self.seek(self.onward(self._step, count(n)))

    def back(self, n: int = 1) -> int:
        """Go n measured steps back, or to step 0 if that comes first; returns the steps taken."""
        return -self.seek(self.onward(self._step, -count(n)))

    def onward(self, step: int, n: int) -> int:
        """The n-th measured step behind a step, or before it (n < 0); it may lie beyond the head."""
        return step + n

    def nearest(self, step: int) -> int:
        """The measured step that lies nearest to a step."""
        return step

    def upto(self, step: int) -> int:
        """The last measured step up to a step."""
        return self.onward(step + 1, -1)

    def from_(self, step: int) -> int:
        """The first measured step from a step on."""
        return self.onward(step - 1, 1)

    @property
    def reach(self) -> int:
        """The newest step of which states are known at once."""
        return self.head

    @abstractmethod
    def state_at(self, step: int) -> State:
        """All lanes' state before the update of a known step, or behind it."""

    @abstractmethod
    def explain(self, name: str, step: int | None = None) -> list[Line]:
        """A lane's update at a known step (where None: the current one), line by line."""

    @abstractmethod
    def explain_training(self, name: str, step: int | None = None) -> list[Line]:
        """The eight steps of training for a lane's update, line by line; nothing where the objective does not report them."""

    @abstractmethod
    def params_at(self, step: int) -> Array:
        """All lanes' parameters at a known step, shape (lanes, dim)."""

    @abstractmethod
    def trajectories(self, first: int, last: int) -> Array:
        """All lanes' parameters at the measured steps from one to another, (steps, lanes, dim), as far as they are known."""

    @abstractmethod
    def figures(self, name: str, steps: Steps) -> Array:
        """A column at some measured steps, (steps, lanes), exact whether its rows are kept or not."""

    @abstractmethod
    def best_step(self, step: int, place: int) -> int:
        """Where a lane was best up to a measured step."""

    def monitored(self, step: int, place: int) -> float:
        """The loss that `best_step` is about: what the first early-stopping rule monitors, else validation if it is measured."""
        if self.monitors_validation:
            return float(self.history.validation_loss[step // self.setup.steps_per_epoch[place], place])
        return float(self.figures("loss", np.array([step]))[0, place])

    def lowest(self, step: int, place: int) -> float:
        """The lowest value of that loss up to a measured step; NaN where there is none."""
        if self.monitors_validation:
            epoch = step // self.setup.steps_per_epoch[place]
            return lowest_of(self.history.validation_loss[: epoch + 1, place])
        steps, stretches = self.history.rows, self.history.stretches
        rows = step + 1 if steps is None else int(np.searchsorted(steps, step, side="right"))
        # of a recording that is thinned there is a row for every step
        kept = self.history.loss[: min(rows, len(self.history.loss)), place]
        if stretches is None:
            return lowest_of(kept)
        whole = min(step + 1, stretches.begin) // stretches.length
        within = np.arange(whole * stretches.length, min(step + 1, stretches.begin), dtype=np.int64)
        rest = self.figures("loss", within)[:, place] if len(within) else kept[:0]
        return lowest_of(np.concatenate((kept, stretches.low["loss"][:whole, place], rest)))

    @property
    def monitors_validation(self) -> bool:
        """Whether that is the validation loss."""
        rules = self.setup.rules
        return rules[0].monitor == "validation_loss" if rules else self.objective.has_validation


def lowest_of(values: Array) -> float:
    """The lowest number among values (rows,); NaN where there is none."""
    return float(np.fmin.reduce(values, initial=np.nan))


def measured_steps(source: Source, first: int, last: int) -> Steps:
    """The steps from one to another (not counted) of which there are rows with all lanes."""
    steps = source.history.steps
    if steps is None:
        return np.arange(first, last)
    return steps[slice(*np.searchsorted(steps, (first, last)))]


def count(n: int) -> int:
    """A number of steps. Raises ValueError where it is negative."""
    if operator.index(n) < 0:
        raise ValueError(f"the number of steps must not be negative, not {n}")
    return operator.index(n)
