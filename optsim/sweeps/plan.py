"""Plan of a sweep: a scenario, axes and seeds as a numbered list of cells, and blocks of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from optsim.engine.lane import Lane
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.objective import Objective
from optsim.engine.setup import steps_of
from optsim.scenario import Scenario
from optsim.scenario.sweep.section import with_value
from optsim.scenario.sweep.sweep import Axis, Goal, Number
from optsim.scenario.sweep.targets import OBJECTIVE, axes_of_lanes

#: numbers of all runs of a block: what a step needs then stays in the cache
_NUMBERS = 16384
#: runs of a block where each has a network
_NETWORKS = 100


class Family(NamedTuple):
    """Lanes that have the same axes: the places of these in the plan, the names of the lanes, and the number of settings."""

    axes: tuple[int, ...]
    lanes: tuple[str, ...]
    settings: int


class Setting(NamedTuple):
    """One setting of a family's axes: values by the place of the axis in the plan."""

    family: Family
    values: dict[int, Number]


class Cell(NamedTuple):
    """One cell: its number, its seed, and the setting of its lanes."""

    number: int
    seed: int
    setting: Setting


class Rectangle(NamedTuple):
    """Cells as settings, numbered within a seed, by seeds, counted from the first: both from one number up to another."""

    first: int
    last: int
    first_seed: int
    last_seed: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A numbered list of cells, seeds outermost: cell = seed · cells of a seed + setting. `check_plan` says if it can be.

    A cell has the lanes of one family: those that have its axes. So a lane gets only the axes that it has, and no run is there
    twice. With `trials` a family has that many settings, drawn from the axes.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    seeds: int
    trials: int | None
    goal: Goal
    epochs: int | None

    @classmethod
    def of(cls, scenario: Scenario) -> Plan:
        """The plan of a scenario's own section; without one, of a single cell."""
        sweep = scenario.sweep
        if sweep is None:
            return cls(scenario, (), 1, None, Goal(), scenario.epochs)
        return cls(scenario, sweep.axes, sweep.seeds, sweep.trials, sweep.goal, sweep.epochs)

    @cached_property
    def lane_axes(self) -> dict[str, tuple[int, ...]]:
        """By lane, the places of its axes; an axis of its own goes before one of all lanes."""
        return axes_of_lanes(self.axes, self.scenario.lanes, self.scenario.objective)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The lanes by their axes."""
        together: dict[tuple[int, ...], list[str]] = {}
        for name, axes in self.lane_axes.items():
            together.setdefault(axes, []).append(name)
        return tuple(Family(axes, tuple(names), self._settings(axes)) for axes, names in together.items())

    def _settings(self, axes: tuple[int, ...]) -> int:
        if self.trials is not None:
            return self.trials if axes else 1
        return math.prod(len(self.axes[place].values) for place in axes)

    @cached_property
    def cells_of_a_seed(self) -> int:
        """The number of settings of all families."""
        return sum(family.settings for family in self.families)

    @property
    def cells(self) -> int:
        """The number of all cells."""
        return self.cells_of_a_seed * self.seeds

    @property
    def runs_of_a_seed(self) -> int:
        """The number of runs with one seed."""
        return sum(family.settings * len(family.lanes) for family in self.families)

    @property
    def runs(self) -> int:
        """The number of all runs."""
        return self.runs_of_a_seed * self.seeds

    def seed(self, number: int) -> int:
        """The seed of a number, counted from 0."""
        return self.scenario.seed + number

    def setting(self, number: int) -> Setting:
        """The setting of a number within a seed."""
        for family in self.families:
            if number < family.settings:
                return Setting(family, self._values(family, number))
            number -= family.settings
        raise IndexError(number)

    def settings_of(self, lane: str) -> tuple[int, int]:
        """The number of a lane's first setting within a seed, and how many it has. Raises KeyError."""
        first = 0
        for family in self.families:
            if lane in family.lanes:
                return first, family.settings
            first += family.settings
        raise KeyError(lane)

    def values_of(self, lane: str) -> tuple[dict[int, Number], ...]:
        """The settings of a lane as values by the place of the axis. Raises KeyError."""
        if lane not in self._known:
            first, count = self.settings_of(lane)
            self._known[lane] = tuple(self.setting(first + number).values for number in range(count))
        return self._known[lane]

    @cached_property
    def _known(self) -> dict[str, tuple[dict[int, Number], ...]]:
        return {}

    def _values(self, family: Family, number: int) -> dict[int, Number]:
        if self.trials is not None:
            return {place: self._drawn(place)[number] for place in family.axes}
        values: dict[int, Number] = {}
        for place in reversed(family.axes):
            number, at = divmod(number, len(self.axes[place].values))
            values[place] = self.axes[place].values[at]
        return {place: values[place] for place in family.axes}

    @cached_property
    def _draws(self) -> dict[int, list[Number]]:
        return {}

    def _drawn(self, place: int) -> list[Number]:
        """The values of an axis in all trials: they depend on the seed of the budget and the name of the axis."""
        if place not in self._draws:
            axis = self.axes[place]
            generator = Noise(self.scenario.seed).generator(Stream.TRIAL, crc32(axis.name.encode()))
            shares = generator.random(self.trials or 0).tolist()
            self._draws[place] = [axis.at(share) for share in shares]
        return self._draws[place]

    def cell(self, number: int) -> Cell:
        """A cell by its number. Raises IndexError."""
        if not 0 <= number < self.cells:
            raise IndexError(f"there is no cell {number}: there are {self.cells}, from 0 on")
        seed, setting = divmod(number, self.cells_of_a_seed)
        return Cell(number, self.seed(seed), self.setting(setting))

    def objective(self, setting: Setting) -> Objective:
        """The objective of a setting. Raises BadValueError for one that cannot be."""
        own = {
            self.axes[place].key: value
            for place, value in setting.values.items()
            if self.axes[place].owner == OBJECTIVE
        }
        return replace(self.scenario.objective, **own) if own else self.scenario.objective  # type: ignore[type-var]

    def lane(self, name: str, setting: Setting) -> Lane:
        """A lane with a setting. Raises BadValueError for one that cannot be."""
        lane = self.scenario.lanes[name]
        for place, value in setting.values.items():
            if self.axes[place].owner != OBJECTIVE:
                lane = with_value(lane, self.axes[place].key, value)
        return lane

    def scenario_of(self, number: int) -> Scenario:
        """The scenario of a cell: its race has the bits of the sweep. Raises IndexError, BadValueError."""
        cell = self.cell(number)
        lanes = [self.lane(name, cell.setting) for name in cell.setting.family.lanes]
        objective = self.objective(cell.setting)
        scenario = replace(self.scenario, objective=objective, seed=cell.seed, epochs=self.epochs, sweep=None)
        if self.epochs is not None:
            scenario = replace(scenario, steps=steps_of(objective, lanes, self.epochs))
        return scenario.with_lanes(lanes)

    @cached_property
    def _shape(self) -> tuple[int, int]:
        """The parts of a seed that are a block each, or the seeds that are one together."""
        objective = self.scenario.objective
        most = _NETWORKS if objective.has_data else max(1, _NUMBERS // max(1, objective.dim))
        own = self.runs_of_a_seed
        return (1, max(1, most // own)) if own <= most else (min(-(-own // most), self.cells_of_a_seed), 1)

    @property
    def blocks(self) -> int:
        """The number of blocks; their size depends on the plan alone."""
        parts, together = self._shape
        return parts * -(-self.seeds // together)

    def rectangle(self, block: int) -> Rectangle:
        """The cells of a block, which are consecutive."""
        parts, together = self._shape
        seeds, part = divmod(block, parts)
        first, last = (number * self.cells_of_a_seed // parts for number in (part, part + 1))
        return Rectangle(first, last, seeds * together, min((seeds + 1) * together, self.seeds))

    def first_cell(self, block: int) -> int:
        """The number of a block's first cell."""
        own = self.rectangle(block)
        return own.first_seed * self.cells_of_a_seed + own.first


def settings_in(plan: Plan, rectangle: Rectangle) -> Iterator[tuple[int, Setting]]:
    """The settings of a rectangle, with their numbers within a seed."""
    for number in range(rectangle.first, rectangle.last):
        yield number, plan.setting(number)


def seeds_in(plan: Plan, rectangle: Rectangle) -> Sequence[int]:
    """The seeds of a rectangle."""
    return [plan.seed(number) for number in range(rectangle.first_seed, rectangle.last_seed)]
