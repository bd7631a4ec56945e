"""Measurements of a race: the values of expressions on it, up to the step at which it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from optsim.analysis.quantities import series
from optsim.analysis.ranking import standings
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.lane import Lane
from optsim.engine.lane_label import LaneLabel
from optsim.engine.status import Status
from optsim.scenario.demo.conditions import OPERATORS
from optsim.scenario.expressions.nodes import Between, Call, Expression, Node, Number, Operation, Text, Value

Result = float | bool | str
_STATUS = {"running": Status.RUNNING, "diverged": Status.DIVERGED, "reached": Status.TARGET_REACHED}
_OF_BEST = ("best_loss", "best_step")
_OF_RUN = (*_OF_BEST, "stop_step", "epoch", "last_step")
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "and": np.logical_and,
    "or": np.logical_or,
}


class Measurements:
    """Values on a race up to its step; `others` gives the measurements of races with other seeds, which `over` asks for.

    A value outside of a function over steps is that of the step, of a lane that has ended that of its end. Of what was not
    measured, after a lane's end and of a lane that is not there, it is NaN, of which nothing is true.
    """

    def __init__(self, race: Curves, others: Callable[[int], Sequence[Measurements]] | None = None) -> None:
        self.race, self._others = race, others
        self._steps = np.arange(race.step + 1)
        self._columns: dict[Value, Any] = {}
        self._races: dict[int, Sequence[Measurements]] = {}

    def value(self, expression: Expression) -> Result:
        """Return the value of an expression."""
        with np.errstate(all="ignore"):
            value = self._at_step(expression.root)
        return (
            str(value) if expression.kind == "text" else bool(value) if expression.kind == "condition" else float(value)
        )

    def holds(self, expression: Expression) -> bool:
        """Tell if a condition holds."""
        return bool(self.value(expression))

    def _at_step(self, node: Node) -> Any:
        """Return the value at the step."""
        match node:
            case Value():
                return self._of_race(node.fact) if not node.lane else self._of_lane(node)
            case Call():
                return self._called(node)
            case _:
                return _combined(node, self._at_step)

    def _at_all(self, node: Node) -> Any:
        """Return the values at all steps, or the one that is the same at all of them."""
        match node:
            case Value():
                return self._column(node)
            case Call("abs", (value,)):
                return np.abs(self._at_all(value))
            case Call():
                return self._called(node)
            case _:
                return _combined(node, self._at_all)

    def _called(self, call: Call) -> Any:
        value = call.given[-1] if call.function in ("at", "over") else call.given[0]
        match call.function:
            case "abs":
                return abs(self._at_step(value))
            case "first" | "last":
                steps = np.flatnonzero(np.broadcast_to(self._at_all(value), self._steps.shape))
                never = math.nan if call.function == "first" else -1.0
                return float(steps[0 if call.function == "first" else -1]) if len(steps) else never
            case "at":
                return self._between(value, call.given[:1] * 2)[0]
            case "over":
                return self._over(int(cast("Number", call.given[0]).value), value)
            case name:
                values = self._between(value, call.given[1:])
                known = values[~np.isnan(values)]
                return getattr(np, name)(known) if len(known) else math.nan

    def _between(self, value: Node, ends: Sequence[Node]) -> Any:
        """Return the values from one step to another, both counted; NaN where there are none."""
        values = np.broadcast_to(self._at_all(value), self._steps.shape)
        if not ends:
            return values
        first, last = (self._at_step(each) for each in ends)
        if math.isnan(first) or math.isnan(last) or first < 0:
            return np.array([math.nan])
        within = values[round(first) : round(last) + 1]
        return within if len(within) else np.array([math.nan])

    def _over(self, seeds: int, value: Node) -> float:
        """Return the median over some seeds; of this race alone where no others can be had."""
        if seeds not in self._races:
            self._races[seeds] = [self] if self._others is None else self._others(seeds)
        races = self._races[seeds]
        values = [float(each.value(Expression("", value, "number"))) for each in races]
        return float(np.quantile([math.inf if math.isnan(each) else each for each in values], 0.5, method="nearest"))

    def _of_race(self, fact: str) -> float:
        match fact:
            case "step" | "head":
                return float(getattr(self.race, fact))
            case "stopped":
                return sum(run.stop is not None for run in self.race.runs.values())
            case status:
                return sum(run.status is _STATUS[status] for run in self.race.runs.values())

    def _of_lane(self, value: Value) -> Any:
        run = self.race.runs.get(value.lane)
        match value.fact:
            case "status":
                return "" if run is None else run.status.value
            case _ if run is None:
                return math.nan
            case "rank":
                return float(next(each.rank for each in standings(self.race) if each.name == value.lane))
            case fact if fact in _OF_RUN:
                known = getattr(run, fact)
                return math.nan if known is None or (fact in _OF_BEST and not run.has_best) else float(known)
            case fact if fact in QUANTITIES or fact == "params":
                return float(self._column(value)[run.last_step])
            case fact:
                return _setting(run.lane, fact, run.last_step)

    def _column(self, value: Value) -> Any:
        """Return a value at each step; what is of the race's end alone is the same at all of them."""
        if value not in self._columns:
            self._columns[value] = self._measured(value)
        return self._columns[value]

    def _measured(self, value: Value) -> Any:
        run, steps = self.race.runs.get(value.lane), self._steps
        if value.fact == "step":
            return steps.astype(np.float64)
        if run is None:
            return self._at_step(value)
        last = run.last_step
        if value.fact == "status":
            return np.where(steps < last, Status.RUNNING.value, run.status.value)
        if value.fact == "epoch":
            return np.minimum(steps, last) // run.steps_per_epoch
        if value.fact == "params":
            return self.race.figures("params", steps)[:, run.place, value.part]
        return self._quantity(value.fact, run.place) if value.fact in QUANTITIES else self._at_step(value)

    def _quantity(self, name: str, place: int) -> Any:
        if QUANTITIES[name].per == "step" and self.race.history.measures(name):
            return self.race.figures(name, self._steps)[:, place]
        charted = series(self.race, name)
        own = charted.rows[place]
        if not own.known:
            return np.full(self._steps.shape, math.nan)
        values = charted.look(np.arange(own.known))[:, place]
        return values[np.minimum(self._steps // own.steps_per_row, own.known - 1)]


def _setting(lane: LaneLabel, name: str, step: int) -> float:
    """Return a setting of a lane's optimizer at a step, or its batch size; NaN where it has none of that name."""
    if not isinstance(lane, Lane):
        return math.nan
    value = lane.batch_size if name == "batch_size" else getattr(lane.at(step), name, None)
    return float(value) if isinstance(value, int | float) else math.nan


def _combined(node: Node, value: Callable[[Node], Any]) -> Any:
    """Return the value of a node whose parts have theirs."""
    match node:
        case Number(number) | Text(number):
            return number
        case Between(inner, low, high):
            middle = value(inner)
            return np.logical_and(value(low) <= middle, middle <= value(high))
        case Operation(sign, left, right) if sign in _ARITHMETIC:
            return _ARITHMETIC[sign](value(left), value(right))
        case Operation(sign, left, right):
            return OPERATORS[sign](value(left), value(right))
        case _:
            raise TypeError(f"{node} has no value")
