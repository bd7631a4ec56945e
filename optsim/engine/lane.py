"""A lane: one place in the race, and lanes with the same update rule gathered into a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.fields import Index
from optsim.engine.optimizer import Optimizer
from optsim.engine.schedule import Schedule


class Lane(NamedTuple):
    """One place in the race: a name, an optimizer, and perhaps a schedule of its learning rate."""

    name: str
    optimizer: Optimizer
    schedule: Schedule | None = None

    def learning_rate(self, step: int) -> float:
        """α of a step."""
        rate = self.optimizer.learning_rate
        return rate if self.schedule is None else rate * self.schedule.factor(step)


class Group(NamedTuple):
    """Lanes that share an update rule and are stepped as one batch."""

    rows: Index
    places: tuple[int, ...]
    optimizer: Optimizer
    lanes: tuple[Lane, ...]
    scheduled: bool
    looks_ahead: bool

    def at(self, step: int, dim: int) -> Optimizer:
        """The optimizer with the learning rates of a step."""
        if not self.scheduled:
            return self.optimizer
        rates = [lane.learning_rate(step) for lane in self.lanes]
        return with_settings(self.optimizer, {"learning_rate": _spread(rates, dim)})


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
        together.setdefault(_kind(lane.optimizer), []).append(place)
    return tuple(_group(tuple(lanes[place] for place in places), places, dim) for places in together.values())


def _kind(optimizer: Optimizer) -> object:
    """What two optimizers must have in common to be stepped together: class and all that is not a float."""
    if not is_dataclass(optimizer):
        return id(optimizer)
    fixed = tuple((field.name, getattr(optimizer, field.name)) for field in _fields(optimizer))
    return type(optimizer), tuple((name, value) for name, value in fixed if not isinstance(value, float))


def _group(lanes: tuple[Lane, ...], places: list[int], dim: int) -> Group:
    first = lanes[0].optimizer
    settings: dict[str, Any] = {}
    for field in _fields(first):
        values = [getattr(lane.optimizer, field.name) for lane in lanes]
        if isinstance(values[0], float) and any(value != values[0] for value in values):
            settings[field.name] = _spread(values, dim)
    contiguous = places == list(range(places[0], places[-1] + 1))
    index: Index = slice(places[0], places[-1] + 1) if contiguous else np.array(places)
    return Group(
        index,
        tuple(places),
        with_settings(first, settings),
        lanes,
        scheduled=any(lane.schedule for lane in lanes),
        looks_ahead=type(first).query is not Optimizer.query,
    )


def _fields(optimizer: Any) -> tuple[Field[Any], ...]:
    return fields(optimizer) if is_dataclass(optimizer) else ()


def _spread(values: list[float], dim: int) -> Any:
    """One number where all lanes share it, else an array (lanes, dim): broadcasting is two to three times slower."""
    if all(value == values[0] for value in values):
        return values[0]
    return np.repeat(np.array(values)[:, None], dim, axis=1)
