"""The race: lanes stepped side by side, forwards and back."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

import numpy as np

from optsim.engine.capabilities.states import Resumable, Run
from optsim.engine.history.growing_table import Steps, between
from optsim.engine.history.history import History, Keep
from optsim.engine.history.history_transfer import SharedPast, carried_ends, carried_events, carried_state, shared_past
from optsim.engine.history.lowest import Lowest
from optsim.engine.history.measuring import Measuring, Row
from optsim.engine.history.quantities import QUANTITIES, measurable
from optsim.engine.lane import Group, Lane
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import numerics_named
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.result import RunResult, result_of
from optsim.engine.settings import Array, BadValueError
from optsim.engine.setup import Setup, budget_of, check_setup, lanes_of
from optsim.engine.status import End, Event, Status
from optsim.engine.stepping.checkpoints import Checkpoints
from optsim.engine.stepping.head import Head, Stepping
from optsim.engine.stepping.kernel import Kernel, State
from optsim.engine.stepping.recomputed import Recomputed
from optsim.engine.stopping_rule import StoppingRule
from optsim.engine.trace.keys import BEST_MODEL, STEP, WEIGHT_UPDATE
from optsim.engine.trace.trace import Line
from optsim.engine.trace.training import BestModel
from optsim.faults import suggestion

_KEEP_PARAMS_UP_TO_DIM = 4
_FEWEST_ROWS = 16


class Race(Resumable):
    """Lanes on one objective with one seed, standing at a `step`.

    The race has a head, the newest step it has computed, and stands somewhere up to it. Moving within what is computed only
    moves the place; moving beyond the head computes. What it has measured is in `history`, and any state comes back bit for
    bit; so does any row that the history does not keep (`figures`).

    >>> import optsim
    >>> race = optsim.load("noisy-quadratic").race(seed=1)
    >>> race.advance(150), race.back(50), race.step
    (150, 50, 100)
    >>> race.runs["momentum"].params.shape
    (2,)
    """

    ends: dict[int, End]
    events: list[Event]
    history: History

    def __init__(  # noqa: PLR0913 each says another thing about the race
        self,
        objective: Objective,
        lanes: Mapping[str, Optimizer | Lane] | Iterable[Lane],
        *,
        steps: int | None = None,
        epochs: int | None = None,
        seed: int = 0,
        target_loss: float | None = None,
        early_stopping: StoppingRule | Iterable[StoppingRule] = (),
        keep_params: bool | None = None,
        numerics: str = "fast",
        keep_rows: int | None = None,
        also: Iterable[str] = (),
    ) -> None:
        """Set up a race at step 0.

        The budget is `steps` for all lanes, or `epochs`, which are of more steps for a lane with smaller batches; where both
        are given, what is reached first. `keep_params` keeps all parameters in the history (where None: up to 4 of them); without, they
        are computed again when they are asked for. `numerics` "strict" has the same bits on every machine, "fast" is faster
        on networks. `keep_rows` (at least 16) is for long races: when there are more rows, every N-th of the older half stays
        and the others are computed again when they are asked for, so that memory does not grow; where None, all stay. `also`
        names quantities that are recorded on request, `optsim.engine.history.quantities` has them all: the history then has
        them, too. Raises BadValueError for a set-up that cannot run.
        """
        noise = Noise(seed)
        rules = (early_stopping,) if isinstance(early_stopping, StoppingRule) else tuple(early_stopping)
        chosen = numerics_named(numerics)
        bound = objective.bound(noise, chosen)
        if keep_rows is not None and keep_rows < _FEWEST_ROWS:
            raise BadValueError(
                "keep_rows", "must be at least {least}, not {keep_rows}", least=_FEWEST_ROWS, keep_rows=keep_rows
            )
        keeps = bound.dim <= _KEEP_PARAMS_UP_TO_DIM if keep_params is None else keep_params
        raced = lanes_of(lanes, bound)
        budget = budget_of(bound, raced, steps, epochs)
        measuring = Measuring(chosen, bound.minima, bound.has_validation, _requested(bound, also), bound)
        self._set_up(Setup(bound, raced, noise, budget, target_loss, rules, chosen, epochs))
        self._begin(Keep(keeps, keep_rows), measuring)

    def _set_up(self, setup: Setup) -> None:
        """Everything but the past."""
        check_setup(setup)
        self.setup = setup
        self.lanes = setup.lanes
        self._kernel = Kernel(setup)
        self._recomputed = Recomputed(self, lambda step: self.measured_after(self.state_at(step))[0])
        runs = {lane.name: Run(self, place) for place, lane in enumerate(self.lanes)}
        self.runs = MappingProxyType(runs)

    def _begin(self, keep: Keep, measuring: Measuring) -> None:
        """No past: measure at the start."""
        objective = self.setup.objective
        self.ends = {}
        self.events = []
        self.history = History(
            len(self.lanes),
            objective.dim,
            self.setup.clocks,
            has_rule=bool(self.setup.rules),
            keep=keep,
            measuring=measuring,
        )
        self._step = 0
        with np.errstate(all="ignore"):
            first = self._kernel.start()
            self._checkpoints = Checkpoints(self._follow, first)
            self._head = Head(self._kernel, first, needs_vectors=self.history.needs_vectors)
            self._compute()

    def with_lanes(self, lanes: Mapping[str, Optimizer | Lane] | Iterable[Lane]) -> Race:
        """The race with other lanes, at the same step or where its past now ends; this one stays as it is.

        All that the lanes share with present ones is kept and not computed again: everything for a fork or a lane that
        leaves, the rows up to the edit for an edit, nothing for a lane with a new optimizer. The bits are those of a race
        that had these lanes from the start. Raises BadValueError for lanes that cannot run.
        """
        race = object.__new__(Race)
        raced, epochs = lanes_of(lanes, self.objective), self.setup.epochs
        steps = budget_of(self.objective, raced, self.setup.steps if epochs is None else None, epochs)
        race._set_up(replace(self.setup, lanes=raced, steps=steps))
        past = shared_past(self.lanes, race.lanes, self.head + 1, self.ends)
        if past.rows == 0:
            race._begin(self.history.keep, self.history.measuring)
        else:
            race._carry(self, past)
        return race

    def _carry(self, before: Race, past: SharedPast) -> None:
        """Take over what another race has computed."""

        def transferred(state: State) -> State:
            return carried_state(state, before._kernel, self._kernel, past.sources)

        self.history = self._history_of(before, past)
        self.ends = carried_ends(before.ends, past)
        self.events = carried_events(before.events, before.lanes, self.lanes, past)
        self._checkpoints = before._checkpoints.transfer(self._follow, transferred, past.rows - 1)
        newest, following = (transferred(before.state_at(past.rows - shift)) for shift in (1, 0))
        self._head = Head(self._kernel, following, newest, needs_vectors=self.history.needs_vectors)
        self._step = min(before.step, past.rows)
        if past.rows <= before.step and not self.over:
            with np.errstate(all="ignore"):
                self._compute()
        self._step = min(self._step, self.head)

    def _history_of(self, before: Race, past: SharedPast) -> History:
        """The rows of another race that stay true; those at the end that it does not keep are computed again."""
        whole, sources = before.history.whole(past.rows), list(past.sources)
        lowest = Lowest(len(sources))
        if whole and not self.setup.rules and not self.objective.has_validation:
            lowest.rows[:] = [before.best_step(whole - 1, source) for source in sources]
            lowest.values[:] = [before.monitored(*best) for best in zip(lowest.rows.tolist(), sources, strict=True)]
        history = before.history.select(past.rows, sources, self.setup.clocks, lowest)
        for step in range(whole, past.rows):
            row = before._recomputed.row(step)
            history.extend({name: each[:, sources] if len(each) else each for name, each in row.items()})
        return history

    @property
    def groups(self) -> tuple[Group, ...]:
        """The lanes that are stepped together, in the order of a state's memory."""
        return self._kernel.groups

    @property
    def head(self) -> int:
        """The newest step that is computed."""
        return self.history.length - 1

    @property
    def stepping(self) -> Stepping:
        """Who takes the steps at the head: in place or the kernel, which lanes' updates are not recorded, and why."""
        return self._head.stepping

    @property
    def over(self) -> bool:
        """True if every lane has ended, so that the head goes no further."""
        return len(self.ends) == len(self.lanes)

    def seek(self, step: int) -> int:
        """Go to a step, or as near as the race reaches; returns how far it went (backwards: negative)."""
        before, step = self._step, operator.index(step)
        self.compute(step)
        self._step = min(max(step, 0), self.head)
        return self._step - before

    def compute(self, step: int, watch: Callable[[State], object] | None = None) -> None:
        """Compute up to a step, or to the end of the race, without going there.

        `watch` is lent each new state as it is measured: what it keeps of the arrays, it copies.
        """
        with np.errstate(all="ignore"):
            while self.head < step and not self.over:
                self._compute()
                if watch is not None:
                    watch(self._head.lent)

    def state_at(self, step: int) -> State:
        """All lanes' state before the update of a computed step, or after the last one; at the head it costs nothing."""
        if not 0 <= step <= self.history.length:
            raise IndexError(f"step {step} is not computed; the race has steps 0 to {self.head}")
        if step == self.history.length:
            return self._head.next
        if step == self.head:
            return self._head.newest
        with np.errstate(all="ignore"):
            return self._checkpoints.at(step)

    def explain(self, name: str, step: int | None = None) -> list[Line]:
        """A lane's update at a computed step (where None: the current one), line by line, values of shape (dim,).

        Where the lane has ended, the update that it would have taken at its end.
        """
        run = self.runs[name]
        with np.errstate(all="ignore"):
            return self._kernel.explain(self.state_at(run.last_step if step is None else step), run.place)

    def explain_training(self, name: str, step: int | None = None) -> list[Line]:
        """The eight steps of training for a lane's update at a computed step (where None: the current one), values of one lane.

        From the architecture to the gradient the objective reports them itself; nothing where it does not.
        """
        run = self.runs[name]
        step = run.last_step if step is None else step
        with np.errstate(all="ignore"):
            lines = self._kernel.explain_training(self.state_at(step), run.place)
        if not lines:
            return []
        change = next(term.value for term in self.explain(name, step) if term.key == STEP)
        best = self.best_step(step, run.place)
        watched: Literal["validation_loss", "loss"] = "validation_loss" if self.monitors_validation else "loss"
        epoch, value = None, np.array(math.nan)
        if self.calls_best(best):
            epoch, value = run.epoch_of(best), np.array(self.monitored(best, run.place))
        model = Line(BEST_MODEL, "", value, note=BestModel(watched, epoch))
        return [*lines, Line(WEIGHT_UPDATE, "Δθ", change), model]

    def params_at(self, step: int) -> Array:
        """All lanes' parameters at a computed step, shape (lanes, dim)."""
        row = self.history.place(step) if self.history.keeps_params else -1
        return self.history.params[row] if row >= 0 else self.state_at(step).params

    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity (or the parameters) at some computed steps, (steps, lanes, …), exact: what is not kept is computed again."""
        return self._recomputed.figures(name, steps)

    def measured_after(self, state: State) -> tuple[Row, State]:
        """Return what is measured at a state of the race, and the next state: all that is known of a step, recorded or not."""
        outcome = self._kernel.step(state)
        return outcome.row.with_preconditioner(self.groups, state.memory, state.step), outcome.state

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a computed step."""
        return self._recomputed.best_step(step, place)

    def trajectories(self, first: int, last: int) -> Array:
        """All lanes' parameters at the steps from one to another whose rows are kept, (steps, lanes, dim), as far as they are computed."""
        if self.history.keeps_params:
            return self.history.params[between(self.history.rows, first, last + 1)]
        params = [self.state_at(step).params for step in range(first, min(last, self.head) + 1)]
        return np.array(params).reshape(-1, len(self.lanes), self.objective.dim)

    def result(self) -> dict[str, RunResult]:
        """Return what all lanes have measured up to the head, by lane name; arrays reach to the budget."""
        step_before, self._step = self._step, self.head
        try:
            return {name: result_of(self, run) for name, run in self.runs.items()}
        finally:
            self._step = step_before

    def _compute(self) -> None:
        """Measure at the next state and step beyond it."""
        if self._checkpoints.wants(self.history.length):
            self._checkpoints.add(self._head.next)
        outcome = self._head.step()
        row, step = outcome.row, self.history.length
        if self.history.measuring.needs_preconditioner(step):
            row = row.with_preconditioner(self.groups, self._head.newest.memory, step)
        self.history.append(row)
        for place, end in outcome.ends.items():
            self.ends[place] = self._diagnosed(place, end) if end.status is Status.DIVERGED else end
        self.events += outcome.events

    def _diagnosed(self, place: int, end: End) -> End:
        """A divergence with its cause."""
        from optsim.engine.diagnosis.divergence import why_diverged  # noqa: PLC0415 most races do without

        losses = self._recomputed.losses(place, end.step)
        name = self.lanes[place].name
        cause = why_diverged(
            self.setup.objectives[place],
            self.lanes[place],
            losses,
            lambda step: self.params_at(step)[place],
            lambda step: self.explain(name, step),
        )
        return end._replace(cause=cause)

    def _follow(self, state: State) -> State:
        """The next state, computed again: where the row is kept, from what the history knows."""
        row = self.history.place(state.step)
        if row < 0:
            return self._kernel.step(state).state
        validation = None
        if self.objective.has_validation and (due := self._kernel.due(state.step)):
            known = self.history.validation_loss
            validation = np.full(len(self.lanes), np.nan)
            for steps_per_epoch, _, rows in due:
                validation[rows] = known[state.step // steps_per_epoch, rows]
        return self._kernel.again(state, self.history.loss[row], validation)


def _requested(objective: Objective, names: Iterable[str]) -> tuple[str, ...]:
    """The quantities that are requested. Raises BadValueError for one that cannot be measured."""
    there = measurable(objective, validation=objective.has_validation)
    for name in names:
        if name not in QUANTITIES:
            raise BadValueError(
                "also",
                "no quantity is named {name!r}; {suggestion}",
                name=name,
                suggestion=suggestion(name, QUANTITIES),
            )
        if name not in there:
            raise BadValueError("also", "{name!r} cannot be measured on this objective", name=name)
    return tuple(dict.fromkeys(names))
