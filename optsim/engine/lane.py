"""A lane: one place in the race, and lanes with the same update rule gathered into a batch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.counting import places_index
from optsim.engine.lane_label import Change, Fork
from optsim.engine.optimizer import Optimizer
from optsim.engine.schedule import Schedule
from optsim.engine.settings import Array, Index

_ONE = np.ones(1)


class Edit(NamedTuple):
    """Other hyper-parameters of the same optimizer, from the update of a step on."""

    step: int
    optimizer: Optimizer


class Lane(NamedTuple):
    """One place in the race: a name, an optimizer, perhaps a schedule of its learning rate, and edits in the order of steps.

    Batch size and start are the objective's unless it has its own.
    """

    name: str
    optimizer: Optimizer
    schedule: Schedule | None = None
    edits: tuple[Edit, ...] = ()
    fork: Fork | None = None
    #: examples in a batch, or what curvature noise is divided by; None: the objective's
    batch_size: int | None = None
    #: where it starts, a number a parameter; None: where the objective says
    start: tuple[float, ...] | None = None
    #: what it is called where there is room
    title: str = ""

    @property
    def method(self) -> str:
        """The optimizer's title."""
        return self.optimizer.title or type(self.optimizer).__name__

    @property
    def formula(self) -> str:
        """The optimizer's update in a line."""
        return self.optimizer.equation

    @property
    def changes(self) -> tuple[Change, ...]:
        """The edits since its fork, each with the optimizer before and after it."""
        before = (self.optimizer, *(edit.optimizer for edit in self.edits))
        changes = (Change(edit.step, old, edit.optimizer) for old, edit in zip(before, self.edits, strict=False))
        return tuple(each for each in changes if self.fork is None or each.step >= self.fork.step)

    def at(self, step: int) -> Optimizer:
        """The optimizer with the hyper-parameters of a step."""
        return next((edit.optimizer for edit in reversed(self.edits) if edit.step <= step), self.optimizer)

    def learning_rate(self, step: int) -> float:
        """α of a step."""
        rate = (self.at(step) if self.edits else self.optimizer).learning_rate
        return rate if self.schedule is None else rate * self.schedule.factor(step)

    def effective(self, step: int) -> Optimizer:
        """The optimizer with the hyper-parameters and the learning rate of a step."""
        return with_settings(self.at(step), {"learning_rate": self.learning_rate(step)})

    def gain(self, step: int) -> float:
        """By how much the step follows its own gradient; α where the update is not linear in it."""
        linear = self.effective(step).linear(_ONE)
        return self.learning_rate(step) if linear is None else linear.gain

    def edited(self, step: int, optimizer: Optimizer) -> Lane:
        """The lane with other hyper-parameters from a step on; edits from there on are dropped."""
        if type(optimizer) is not type(self.optimizer):
            raise TypeError(f"an edit keeps the optimizer: {self.optimizer.title}, not {optimizer.title}")
        earlier = tuple(edit for edit in self.edits if edit.step < step)
        if step == 0:
            return self._replace(optimizer=optimizer, edits=())
        return self._replace(edits=(*earlier, Edit(step, optimizer)))

    def agrees(self, other: Lane) -> float:
        """Return how many updates this lane and another one take alike: up to the first edit that differs; ∞ for all."""
        if (self.schedule, self.batch_size, self.start) != (other.schedule, other.batch_size, other.start):
            return 0
        if not _same(self.optimizer, other.optimizer):
            return 0
        steps = sorted({edit.step for edit in (*self.edits, *other.edits)})
        return next((step for step in steps if not _same(self.at(step), other.at(step))), float("inf"))


class Group(NamedTuple):
    """Lanes that share an update rule and are stepped as one batch.

    `optimizers` holds one for each stretch of steps between edits, which begin at the steps `begins`.
    """

    rows: Index
    places: tuple[int, ...]
    begins: tuple[int, ...]
    optimizers: tuple[Optimizer, ...]
    lanes: tuple[Lane, ...]
    scheduled: bool
    looks_ahead: bool

    def optimizer(self, step: int) -> Optimizer:
        """The optimizer of a step, but for schedules."""
        if len(self.begins) == 1:
            return self.optimizers[0]
        return self.optimizers[bisect_right(self.begins, step) - 1]

    def at(self, step: int, dim: int) -> Optimizer:
        """The optimizer with the learning rates of a step."""
        optimizer = self.optimizer(step)
        if not self.scheduled:
            return optimizer
        rates = [lane.learning_rate(step) for lane in self.lanes]
        return with_settings(optimizer, {"learning_rate": _spread(rates, dim)})

    def preconditioner(self, params: Array, grad: Array, memory: Any, step: int) -> Array:
        """Return what the updates of a step divide by, of the shape of the parameters (lanes, dim); NaN where there is no such thing.

        Of a lane that has ended it is that of the update that it would have taken.
        """
        optimizer = self.at(step, params.shape[1])
        _, after = optimizer.update(params, grad, memory, step)
        divisor = optimizer.preconditioner(after, step)
        return np.broadcast_to(np.nan if divisor is None else divisor, params.shape)


def with_settings(optimizer: Optimizer, settings: Mapping[str, Any]) -> Optimizer:
    """A copy with other hyper-parameters, unchecked: arrays are allowed."""
    copy = object.__new__(type(optimizer))
    copy.__dict__.update(optimizer.__dict__)
    copy.__dict__.update(settings)
    return copy


def gather(lanes: tuple[Lane, ...], dim: int) -> tuple[Group, ...]:
    """The groups of a race: lanes of one class that differ only in numbers are one group."""
    together: dict[object, list[int]] = {}
    for place, lane in enumerate(lanes):
        together.setdefault(_kind(lane), []).append(place)
    return tuple(_group(tuple(lanes[place] for place in places), places, dim) for places in together.values())


def _kind(lane: Lane) -> object:
    """Return what two lanes must have in common to be stepped together at all steps: class and all that is not a float."""
    if not is_dataclass(lane.optimizer):
        return id(lane.optimizer), tuple((step, id(optimizer)) for step, optimizer in lane.edits)
    kinds = [(0, _fixed(lane.optimizer))]
    for step, optimizer in lane.edits:
        fixed = _fixed(optimizer)
        if fixed != kinds[-1][1]:
            kinds.append((step, fixed))
    return type(lane.optimizer), tuple(kinds)


def _fixed(optimizer: Optimizer) -> tuple[tuple[str, Any], ...]:
    named = ((field.name, getattr(optimizer, field.name)) for field in _fields(optimizer))
    return (*((name, value) for name, value in named if not isinstance(value, float)), ("branches", optimizer.branches))


def _group(lanes: tuple[Lane, ...], places: list[int], dim: int) -> Group:
    begins = tuple(sorted({0, *(edit.step for lane in lanes for edit in lane.edits)}))
    return Group(
        places_index(places),
        tuple(places),
        begins,
        tuple(_together([lane.at(step) for lane in lanes], dim) for step in begins),
        lanes,
        scheduled=any(lane.schedule for lane in lanes),
        looks_ahead=type(lanes[0].optimizer).query is not Optimizer.query,
    )


def _together(optimizers: list[Optimizer], dim: int) -> Optimizer:
    """One optimizer for all rows: the settings in which they differ are arrays."""
    settings: dict[str, Any] = {}
    for field in _fields(optimizers[0]):
        values = [getattr(optimizer, field.name) for optimizer in optimizers]
        if isinstance(values[0], float) and any(value != values[0] for value in values):
            settings[field.name] = _spread(values, dim)
    return with_settings(optimizers[0], settings)


def _same(one: Optimizer, other: Optimizer) -> bool:
    return one is other or (is_dataclass(one) and one == other)


def _fields(optimizer: Any) -> tuple[Field[Any], ...]:
    return fields(optimizer) if is_dataclass(optimizer) else ()


def _spread(values: list[float], dim: int) -> Any:
    """One number where all lanes share it, else an array (lanes, dim): broadcasting is two to three times slower."""
    if all(value == values[0] for value in values):
        return values[0]
    return np.repeat(np.array(values)[:, None], dim, axis=1)
