"""States: points of which all is known that the next step depends on; and the race that goes on from one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from optsim.engine.capabilities.points import PointRun, Points
from optsim.engine.counting import Counting
from optsim.engine.history.measuring import Row
from optsim.engine.lane import Group, Lane
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.setup import Setup
from optsim.engine.status import Status
from optsim.engine.stepping.kernel import State
from optsim.engine.stopping_rule import StoppingRule
from optsim.engine.trace.trace import Line
from optsim.facts import Fact


class States(Points):
    """Points of a known set-up, with the state of the lanes: a step can be explained, and the race can be resumed."""

    setup: Setup
    lanes: tuple[Lane, ...]
    runs: Mapping[str, Run]

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
        """Name of the numerics: "strict" where the bits are the same on every machine, else "fast"."""
        return self.setup.numerics.name

    @property
    def budget(self) -> int:
        """The most steps the race can take."""
        return self.setup.steps

    @property
    def counting(self) -> Counting:
        """Return how the lanes count their work."""
        return self.setup.counting

    @property
    def rules(self) -> tuple[StoppingRule, ...]:
        """The early-stopping rules that watch."""
        return self.setup.rules

    @property
    def steps_per_epoch(self) -> int:
        """Steps in one pass over the data of lanes that have no batch size of their own; of each lane: `Run.steps_per_epoch`."""
        return self.objective.steps_per_epoch

    @property
    @abstractmethod
    def groups(self) -> tuple[Group, ...]:
        """The lanes that are stepped together, in the order of a state's memory."""

    @property
    def doubt(self) -> Fact | None:
        """Why what is told of states here need not be what was; None where it is."""
        return None

    @abstractmethod
    def resumed(self) -> Resumable:
        """The race that goes on from here, as near to here as it has come."""

    @abstractmethod
    def state_at(self, step: int) -> State:
        """All lanes' state before the update of a known step, or after it."""

    def rule_state(self, rule: int, step: int) -> Any:
        """Return what an early-stopping rule knows of all lanes after it has seen a measured step."""
        # the state after the update of a step has seen the value before it
        return self.state_at(step + 1).stopping[rule]

    @abstractmethod
    def explain(self, name: str, step: int | None = None) -> list[Line]:
        """A lane's update at a known step (where None: the current one), line by line."""

    @abstractmethod
    def explain_training(self, name: str, step: int | None = None) -> list[Line]:
        """The eight steps of training for a lane's update, line by line; nothing where the objective does not report them."""


class Resumable(States):
    """A race that is computed as it goes, and can go on."""

    @abstractmethod
    def compute(self, step: int, watch: Callable[[State], object] | None = None) -> None:
        """Compute up to a step, or to the end of the race, without going there; `watch` is given each new state as it is measured."""

    @abstractmethod
    def measured_after(self, state: State) -> tuple[Row, State]:
        """Return what is measured at a state of the race, and the next state: all that is known of a step, recorded or not."""

    @abstractmethod
    def with_lanes(self, lanes: Mapping[str, Optimizer | Lane] | Iterable[Lane]) -> Resumable:
        """The race with other lanes, at the same step or where its past now ends; this one stays as it is."""

    def resumed(self) -> Resumable:
        """Itself."""
        return self


class Run(PointRun):
    """One lane of a race, at the step where the race stands. Every property follows the race as it moves.

    >>> import optsim
    >>> race = optsim.load("saddle").race()
    >>> adam = race.runs["adam"]
    >>> adam.status, adam.last_step
    (<Status.RUNNING: 'running'>, 0)
    >>> race.advance(400), adam.status, adam.last_step
    (400, <Status.OUT_OF_STEPS: 'out of steps'>, 400)
    """

    _source: States

    @property
    def lane(self) -> Lane:
        """The lane's name, optimizer and schedule."""
        return self._source.lanes[self.place]

    @property
    def objective(self) -> Objective:
        """The objective as the lane samples it: with its own batch size, if it has one."""
        return self._source.setup.objectives[self.place]

    @property
    def kept_step(self) -> int:
        """The step whose parameters the lane has: the current one, or at its end the best of the rule that restores it."""
        rule = self._restoring_rule
        if self.end is None or rule is None:
            return self.last_step
        stopping = self._source.rule_state(rule, self.end.step)
        best = int(self._source.rules[rule].best_epoch(stopping)[self.place])
        # a rule that has not watched yet has no best
        return best * self.steps_per_epoch if best else self.last_step

    @property
    def _restoring_rule(self) -> int | None:
        """The rule that gives its best parameters back: the one that ended the lane, or, out of steps, the first that halts."""
        rules, rule = self._source.rules, self.end.rule if self.end else None
        if self.status is Status.OUT_OF_STEPS:
            rule = next((number for number, each in enumerate(rules) if each.halt), None)
        return rule if rule is not None and rules[rule].restore_best else None
