"""Setup of a race, and of each lane: batch size, start, length of an epoch, last step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optsim.engine.counting import Clock, Counting
from optsim.engine.lane import Lane
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, BadValueError
from optsim.engine.stopping_rule import StoppingRule
from optsim.facts import Fact
from optsim.faults import Fault, Titled


@dataclass(frozen=True, eq=False)
class Setup:
    """Setup of a race; nothing in it changes.

    No lane takes more than `steps`; with `epochs` each takes that many passes over the data of its own batches.
    """

    objective: Objective
    lanes: tuple[Lane, ...]
    noise: Noise
    steps: int
    target_loss: float | None
    rules: tuple[StoppingRule, ...]
    numerics: Numerics = FAST
    epochs: int | None = None

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """The objective by place, with the lane's batch size where it has one of its own; one object a batch size."""
        return objectives_of(self.objective, self.lanes)

    @cached_property
    def steps_per_epoch(self) -> tuple[int, ...]:
        """Steps in an epoch, by place."""
        return tuple(objective.steps_per_epoch for objective in self.objectives)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The lanes by the length of their epochs."""
        return self.counting.clocks

    @cached_property
    def counting(self) -> Counting:
        """Return how the lanes count their work."""
        examples = (
            objective.examples_per_step(exact=lane.optimizer.exact)
            for objective, lane in zip(self.objectives, self.lanes, strict=True)
        )
        return Counting(self.steps_per_epoch, self.last_steps, tuple(examples), self.objective.has_data)

    @cached_property
    def last_steps(self) -> tuple[int, ...]:
        """The step at which the budget of a lane is used up, by place."""
        if self.epochs is None:
            return (self.steps,) * len(self.lanes)
        return tuple(min(self.steps, self.epochs * steps) for steps in self.steps_per_epoch)

    @cached_property
    def starts(self) -> Array:
        """Return where each lane starts, shape (lanes, dim)."""
        common = np.asarray(self.objective.initial(self.noise))
        if common.shape != (self.objective.dim,):
            raise ValueError(
                f"initial() gave shape {common.shape}, but the objective has {self.objective.dim} parameters"
            )
        starts = np.tile(common, (len(self.lanes), 1))
        for place, lane in enumerate(self.lanes):
            if lane.start is not None:
                starts[place] = lane.start
        return starts


def objectives_of(objective: Objective, lanes: Sequence[Lane]) -> tuple[Objective, ...]:
    """The objective that each lane samples; lanes of one batch size share it."""
    by_batch_size: dict[int | None, Objective] = {None: objective, getattr(objective, "batch_size", None): objective}
    for lane in lanes:
        if lane.batch_size not in by_batch_size and lane.batch_size is not None:
            by_batch_size[lane.batch_size] = objective.with_batch_size(lane.batch_size)
    return tuple(by_batch_size[lane.batch_size] for lane in lanes)


def steps_of(objective: Objective, lanes: Sequence[Lane], epochs: int) -> int:
    """The steps of a budget of epochs: those of the lane with the most batches."""
    return epochs * max((each.steps_per_epoch for each in objectives_of(objective, lanes)), default=1)


def lane_faults(objective: Objective, lane: Lane) -> Iterator[tuple[str, Fact]]:
    """The keys of a lane that do not fit the objective, each with what is wrong and a way out."""
    if lane.batch_size is not None:
        try:
            fault: Fact | None = _batch_fault(objective.with_batch_size(lane.batch_size), lane)
        except BadValueError as error:
            fault = error.fault
        if fault:
            yield "batch_size", fault
    if lane.start is not None and len(lane.start) != objective.dim:
        yield "start", _start_fault(objective, len(lane.start))
    elif lane.start is not None and not np.isfinite(lane.start).all():
        odd = next(each for each in lane.start if not np.isfinite(each))
        yield "start", Fault("must be finite numbers, not {number}", number=odd)


def _start_fault(objective: Objective, count: int) -> Fault:
    """Return what is wrong with a start of so many numbers."""
    numbers = Fault("{count} number" if count == 1 else "{count} numbers", count=count)
    weights = Fault("the {count} weights and biases of the network", count=objective.dim)
    return Fault(
        "has {numbers}, but the objective has {dim} parameters; give {expected}, or leave it out",
        numbers=numbers,
        dim=objective.dim,
        expected=weights if objective.has_data else Fault("one a parameter"),
    )


def _batch_fault(objective: Objective, lane: Lane) -> Fault | None:
    """Return why a batch size that the objective can have does nothing in a lane; None where it does."""
    if not lane.optimizer.exact or objective.has_data:
        return None
    optimizer = Titled("optimizer", lane.optimizer.name, lane.optimizer.title or type(lane.optimizer).__name__)
    return Fault("does nothing here: {optimizer} meets no noise; leave it out", optimizer=optimizer)


def lanes_of(lanes: Mapping[str, Optimizer | Lane] | Iterable[Lane], objective: Objective) -> tuple[Lane, ...]:
    """The lanes of a race. Raises BadValueError for one that does not fit the objective."""
    if isinstance(lanes, Mapping):
        named = ((name, lane) for name, lane in lanes.items())
        lanes = [v._replace(name=n) if isinstance(v, Lane) else Lane(n, v) for n, v in named]
    raced = tuple(lanes)
    for lane in raced:
        for key, fault in lane_faults(objective, lane):
            raise BadValueError(f"lanes.{lane.name}.{key}", fault)
    return raced


def budget_of(objective: Objective, lanes: tuple[Lane, ...], steps: int | None, epochs: int | None) -> int:
    """The steps of the lane that has most. Raises BadValueError for epochs that cannot be, and where there is no budget."""
    if epochs is None:
        if steps is None:
            raise BadValueError("steps", "is missing; give steps or epochs")
        return steps
    if isinstance(epochs, bool) or not isinstance(epochs, int | np.integer) or epochs < 0:
        raise BadValueError("epochs", "must be a whole number of at least 0, not {epochs!r}", epochs=epochs)
    if not objective.has_data:
        raise BadValueError("epochs", "there are none without data; use steps")
    most = steps_of(objective, lanes, int(epochs))
    return most if steps is None else min(steps, most)


def check_setup(setup: Setup) -> None:
    """Raise BadValueError for a set-up that cannot run."""
    if not setup.lanes:
        raise BadValueError("lanes", "there is none; a race needs at least one")
    names = [lane.name for lane in setup.lanes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadValueError("lanes", "two lanes are named {name!r}", name=twice[0])
    if isinstance(setup.steps, bool) or not isinstance(setup.steps, int | np.integer) or setup.steps < 0:
        raise BadValueError("steps", "must be a whole number of at least 0, not {steps!r}", steps=setup.steps)
    target = setup.target_loss
    if target is not None and (isinstance(target, bool) or not isinstance(target, int | float | np.number)):
        raise BadValueError("target_loss", "must be a number, not {target!r}", target=target)
    for rule in setup.rules:
        if rule.monitor == "validation_loss" and not setup.objective.has_validation:
            raise BadValueError("monitor", 'is "validation_loss", but nothing is held out here; use monitor = "loss"')
