"""One step of a race, as a pure function: from a state to what is measured there and to the next state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.causes import Diverged, OutOfSteps, TargetReached
from optsim.engine.counting import Clock
from optsim.engine.history.measuring import Row
from optsim.engine.lane import Group, gather
from optsim.engine.objective import Objective
from optsim.engine.settings import Array, Mask
from optsim.engine.setup import Setup
from optsim.engine.status import End, Event, Status
from optsim.engine.stepping.gradients import Gradients
from optsim.engine.stopping_rule import StoppingRule
from optsim.engine.trace.trace import Line
from optsim.engine.trace.training import explain_training
from optsim.engine.trace.update import explain

#: a loss this many times as large as the first one (at least 1) has diverged, though it is still a number
DIVERGED_ABOVE = 1e12


class State(NamedTuple):
    """State of every lane before the update of a step; nothing in it is ever changed.

    `memory` holds the optimizer state of each group; `active` the lanes that have not ended, `running` their number; `limit`
    the loss of each lane from which it counts as diverged; `stopping` the state of each early-stopping rule, `fired` where
    it has fired. A lane that has ended keeps its parameters, its optimizer state and that of its rules.
    """

    step: int
    params: Array
    memory: tuple[Any, ...]
    active: Mask
    running: int
    limit: Array
    stopping: tuple[Any, ...]
    fired: tuple[Mask, ...]


class Outcome(NamedTuple):
    """Outcome of a step: what was measured, the next state, and, rarely, ends and events."""

    row: Row
    state: State
    ends: dict[int, End]
    events: list[Event]


class Stepped(NamedTuple):
    """What a step has given besides the next state: what was measured, and, rarely, ends and events."""

    row: Row
    ends: dict[int, End]
    events: list[Event]


class Decision(NamedTuple):
    """Who goes on after a step, with the states of the rules, and what is to be seen."""

    active: Mask
    running: int
    stopping: tuple[Any, ...]
    fired: tuple[Mask, ...]
    ends: dict[int, End]
    events: list[Event]


class Kernel:
    """Steps a race. It holds nothing but its set-up, so the same state always gives the same outcome."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.objective = setup.objective
        self.groups: tuple[Group, ...] = gather(setup.lanes, setup.objective.dim)
        self.looking_ahead = any(group.looks_ahead for group in self.groups)
        self.gradients = Gradients(setup)
        self._clocks = setup.clocks
        self._first_last = min(setup.last_steps)
        self._watches_validation = self.objective.has_validation
        varying = any(lane.schedule or lane.edits for lane in setup.lanes)
        self._constant_rates: Array | None = None
        self._constant_rates = None if varying else self.rates(0)

    def start(self) -> State:
        """The state before the first step."""
        lanes = len(self.setup.lanes)
        params = locked(self.setup.starts)
        _check_shapes(self.objective, params)
        first = np.abs(self.objective.loss(params))
        limit = DIVERGED_ABOVE * np.maximum(1.0, np.where(np.isfinite(first), first, 1.0))
        return State(
            step=0,
            params=params,
            memory=tuple(locked_state(_checked(group.optimizer(0).init(params[group.rows]))) for group in self.groups),
            active=np.ones(lanes, np.bool_),
            running=lanes,
            limit=limit,
            stopping=tuple(rule.init(lanes) for rule in self.setup.rules),
            fired=tuple(np.zeros(lanes, np.bool_) for _ in self.setup.rules),
        )

    def step(self, state: State) -> Outcome:
        """Measure at a state, decide who goes on, and update those."""
        batch_loss, grad, exact = self._gradient(state)
        loss = batch_loss if exact else self.gradients.loss(state.params, batch_loss)
        validation = self.validation(state)
        decision = self.decide(state, loss, validation)
        following = self._followed(state, grad, decision)
        rates, best = self.rates(state.step), self.best_epoch(decision)
        params, new_params, active = state.params, following.params, decision.active
        row = Row(loss, batch_loss, grad, params, new_params, rates, state.active, active, validation, best)
        return Outcome(row, following, decision.ends, decision.events)

    def again(self, state: State, loss: Array, validation: Array | None) -> State:
        """The next state of a step that was measured before: only the gradient is computed again.

        Losses are needed of the lanes that had not ended; the others' may be NaN.
        """
        _, grad, _ = self._gradient(state)
        return self._followed(state, grad, self.decide(state, loss, validation))

    def _followed(self, state: State, grad: Array, decision: Decision) -> State:
        """The next state."""
        active, running, stopping, fired, _, _ = decision
        new_params, memory = self._update(state, grad, None if running == len(active) else active)
        return State(state.step + 1, new_params, memory, active, running, state.limit, stopping, fired)

    def decide(self, state: State, loss: Array, validation: Array | None) -> Decision:
        """Find who ends at a state and who takes its update."""
        step = state.step
        ends: dict[int, End] = {}
        events: list[Event] = []
        self._end_diverged(state, loss, ends)
        if self.setup.target_loss is not None:
            _end_at_target(state, loss, self.setup.target_loss, ends)
        stopping, fired = state.stopping, state.fired
        if stopping and step > 0 and (due := self.due(step)):
            stopping, fired = self._check_rules(state, loss, validation, due, ends, events)
        if step >= self._first_last:
            self._end_out_of_steps(state, ends)

        active = state.active & ~_marked(ends, len(loss)) if ends else state.active
        return Decision(active, state.running - len(ends), stopping, fired, ends, events)

    def due(self, step: int) -> list[Clock]:
        """The lanes that an epoch of theirs begins or ends for at a step."""
        return [clock for clock in self._clocks if step % clock.steps_per_epoch == 0]

    def validates(self, step: int) -> bool:
        """Tell if a validation loss is due for any lane."""
        return self._watches_validation and bool(self.due(step))

    def validation(self, state: State) -> Array | None:
        """The validation loss of the lanes for which it is due, NaN for the others; None where it is due for none."""
        if not self._watches_validation:
            return None
        due = self.due(state.step)
        if len(due) == len(self._clocks):
            return self.objective.validation_loss(state.params)
        if not due:
            return None
        validation = np.full(len(state.params), np.nan)
        for clock in due:
            validation[clock.rows] = self.objective.validation_loss(state.params[clock.rows])
        return validation

    def explain(self, state: State, place: int) -> list[Line]:
        """The update of one lane at a state, line by line."""
        grad = self._gradient(state)[1][place : place + 1]
        lane = self.setup.lanes[place]
        terms = explain(
            lane.effective(state.step), state.params[place : place + 1], grad, self._memory(state, place), state.step
        )
        return [term._replace(value=term.value[0]) for term in terms]

    def explain_training(self, state: State, place: int) -> list[Line]:
        """Return what the objective does for the gradient of one lane at a state, line by line; nothing if it does not report."""
        optimizer = self.setup.lanes[place].at(state.step)
        point = optimizer.query(state.params[place : place + 1], self._memory(state, place))
        objective = self.setup.objectives[place]
        sample = None if optimizer.exact else objective.sample(self.setup.noise, state.step)
        return explain_training(objective, point, sample)

    def _memory(self, state: State, place: int) -> Any:
        """Return what the optimizer of one lane carries, as for a batch of one."""
        number, group = next((n, g) for n, g in enumerate(self.groups) if place in g.places)
        row, memory = group.places.index(place), state.memory[number]
        return state_like(memory, (field[row : row + 1] for field in memory))

    def _gradient(self, state: State) -> tuple[Array, Array, bool]:
        """Loss and gradient where and as each lane wants them, and whether that is the exact loss of all lanes."""
        params = state.params
        points = params
        if self.looking_ahead:
            points = params.copy()
            for group, memory in zip(self.groups, state.memory, strict=True):
                if group.looks_ahead:
                    points[group.rows] = group.optimizer(state.step).query(params[group.rows], memory)
        batch_loss, grad, exact = self.gradients(points, state.step)
        return batch_loss, locked(grad), exact and points is params

    def _update(self, state: State, grad: Array, active: Mask | None) -> tuple[Array, tuple[Any, ...]]:
        """New parameters and optimizer states; where not all lanes are active, the others' stay as they are."""
        params = state.params
        new_params = np.empty(params.shape)
        memories = []
        for group, memory in zip(self.groups, state.memory, strict=True):
            rows = group.rows
            optimizer = group.at(state.step, params.shape[1])
            new_params[rows], new = optimizer.update(params[rows], grad[rows], memory, state.step)
            memories.append(new)
        if active is not None:
            new_params = np.where(active[:, None], new_params, params)
            for place, (group, old) in enumerate(zip(self.groups, state.memory, strict=True)):
                memories[place] = _update_active(active[group.rows], memories[place], old)
        return locked(new_params), tuple(locked_state(memory) for memory in memories)

    def rates(self, step: int) -> Array:
        """Return α of each lane, (lanes,)."""
        if self._constant_rates is not None:
            return self._constant_rates
        return np.array([lane.learning_rate(step) for lane in self.setup.lanes])

    def best_epoch(self, decision: Decision) -> Any:
        """Return the epoch that the first rule would keep, (lanes,); None without a rule."""
        rules = self.setup.rules
        return rules[0].best_epoch(decision.stopping[0]) if rules else None

    def _end_diverged(self, state: State, loss: Array, ends: dict[int, End]) -> None:
        # a gradient that is not finite makes the next loss so
        healthy = np.abs(loss) <= state.limit
        if np.logical_and.reduce(healthy):
            return
        for place in _places(state.active & ~healthy):
            # the race, which knows the past, says why
            ends[place] = End(state.step, Status.DIVERGED, Diverged(state.step, loss[place]))

    def _end_out_of_steps(self, state: State, ends: dict[int, End]) -> None:
        for place in _places(state.active):
            last = self.setup.last_steps[place]
            if state.step >= last:
                ends.setdefault(place, End(state.step, Status.OUT_OF_STEPS, OutOfSteps(last)))

    def _check_rules(
        self,
        state: State,
        loss: Array,
        validation: Array | None,
        due: list[Clock],
        ends: dict[int, End],
        events: list[Event],
    ) -> tuple[tuple[Any, ...], tuple[Mask, ...]]:
        """Ask each early-stopping rule about the lanes whose epoch has ended; a rule speaks once for a lane."""
        states, fired = [], []
        for number, rule in enumerate(self.setup.rules):
            memory, fired_before = state.stopping[number], state.fired[number]
            value = validation if rule.monitor == "validation_loss" and validation is not None else loss
            checked, fires = self._checked(rule, state.step, memory, value, loss, due)
            for place in _places(fires & state.active & ~fired_before):
                cause = rule.cause(checked, place, self.setup.counting.unit)
                events.append(Event(state.step, self.setup.lanes[place].name, Status.STOPPED_EARLY, cause, number))
                if rule.halt:
                    ends.setdefault(place, End(state.step, Status.STOPPED_EARLY, cause, number))
            states.append(checked if state.running == len(loss) else _update_active(state.active, checked, memory))
            fired.append(fired_before | (fires & state.active))
        return tuple(states), tuple(fired)

    def _checked(
        self, rule: StoppingRule, step: int, memory: Any, value: Array, loss: Array, due: list[Clock]
    ) -> tuple[Any, Mask]:
        """The new state of a rule, and where it fires: each lane is asked at its own epoch."""
        if len(self._clocks) == 1:
            return rule.check(memory, step // due[0].steps_per_epoch, value, loss)
        fields, fires = [field.copy() for field in memory], np.zeros(len(loss), np.bool_)
        for steps_per_epoch, _, rows in due:
            own = state_like(memory, (field[rows] for field in memory))
            new, fires[rows] = rule.check(own, step // steps_per_epoch, value[rows], loss[rows])
            for field, part in zip(fields, new, strict=True):
                field[rows] = part
        return state_like(memory, fields), fires


def _end_at_target(state: State, loss: Array, target: float, ends: dict[int, End]) -> None:
    for place in _places(state.active & (loss <= target)):
        cause = TargetReached(state.step, loss[place], target)
        ends.setdefault(place, End(state.step, Status.TARGET_REACHED, cause))


def locked(values: Array) -> Array:
    """An array, not to be written to: a state is shared by checkpoints, so changing it in place would change the past."""
    values.flags.writeable = False
    return values


def locked_state(state: Any) -> Any:
    """An optimizer state, not to be written to."""
    for field in state:
        locked(field)
    return state


def _checked(state: Any) -> Any:
    """An optimizer state. Raises TypeError where it is not a tuple of arrays."""
    if not isinstance(state, tuple) or not all(isinstance(field, np.ndarray) for field in state):
        raise TypeError(f"init() must give a named tuple of arrays (NoState() for none), not {type(state).__name__}")
    return state


def _check_shapes(objective: Objective, params: Array) -> None:
    """Raise ValueError where an objective of a user's own does not evaluate a batch of runs."""
    with np.errstate(all="ignore"):
        loss, grad = objective.evaluate(params)
    if np.shape(loss) != params.shape[:-1] or np.shape(grad) != params.shape:
        raise ValueError(
            f"evaluate() gave loss {np.shape(loss)} and gradient {np.shape(grad)} for parameters {params.shape}; they must be "
            f"{params.shape[:-1]} and {params.shape}: all runs at a time"
        )


def _places(lanes: Mask) -> list[int]:
    """The numbers of the marked lanes."""
    numbers: list[int] = np.flatnonzero(lanes).tolist()
    return numbers


def _marked(ends: dict[int, End], lanes: int) -> Mask:
    mask = np.zeros(lanes, np.bool_)
    mask[list(ends)] = True
    return mask


def _update_active(active: Mask, new: Any, old: Any) -> Any:
    """The state of an optimizer or a rule, with the old rows of lanes that have ended."""
    if not new:
        return new
    return state_like(
        new, (np.where(active.reshape(-1, *[1] * (n.ndim - 1)), n, o) for n, o in zip(new, old, strict=True))
    )


def state_like(state: Any, fields: Iterable[Array]) -> Any:
    """A state of the same type with other fields."""
    return type(state)(*fields) if hasattr(state, "_fields") else tuple(fields)
