"""Logs as curves that a person can go through, and that grow while somebody trains."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np

from optsim.analysis.insights.training_facts import LossNotFinite
from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.capabilities.own_rows import Judgement
from optsim.engine.capabilities.provenance import Provenance
from optsim.engine.causes import DataEnded
from optsim.engine.counting import Counting
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.lane_label import Label
from optsim.engine.settings import Array
from optsim.engine.status import End, Status
from optsim.engine.stopping_rule import StoppingRule, Unit
from optsim.facts import Fact
from optsim.playback.logs.columns.lowest_rows import LowestRows
from optsim.playback.logs.evaluations import Evaluations
from optsim.playback.logs.judged_lane import JudgedLane, judged
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.log_columns import LogColumns
from optsim.playback.logs.log_set import LogSet
from optsim.playback.sources.measured_steps import MeasuredSteps


class Logs(Protocol):
    """Lanes of logs with their names, and what is to be told of them; `live` where somebody may still be writing."""

    live: bool

    @property
    def lanes(self) -> Sequence[LaneLog]:
        """The lanes that have a loss."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the lanes, each another one."""

    @property
    def title(self) -> str:
        """What is watched."""

    @property
    def files(self) -> Sequence[Path]:
        """The files that are read."""

    @property
    def faults(self) -> Sequence[tuple[Path, Fact]]:
        """What is wrong with them."""

    def findings(self) -> Iterator[tuple[str, Fact]]:
        """Yield what is to be told of each run."""


#: several lanes of so few rows are looked through again whenever one has grown, longer ones when such a share has come
_FEW, _SHARE = 20_000, 1 / 64


class _Known(NamedTuple):
    """What is worked out of a lane of a generation: its evaluations, the rules on them, and where it was best."""

    generation: int
    rewritten: int
    evaluations: Evaluations
    judged: list[JudgedLane]
    best: LowestRows


class LogRun(CurveRun):
    """A lane of a log at the step where its source stands."""

    def __getitem__(self, quantity: str) -> float:
        """A quantity by its name, as last measured. Raises KeyError for an unknown one."""
        row = QUANTITIES[quantity]
        return float(self._source.figures(row.name, np.array([self.last_step]))[0, self.place])

    def epoch_of(self, step: int) -> int:
        """The epoch that the log tells at a step; the step itself where it tells none."""
        return int(self.epochs_of(np.array([step]))[0])

    def epochs_of(self, steps: Steps) -> Steps:
        """The epochs that the log tells at some steps; the steps themselves where it tells none."""
        along = self._source.along("epoch", self.place)
        return steps if along is None else np.floor(np.interp(steps, *along) + 1e-9).astype(np.int64)


class LogCurves(MeasuredSteps):
    """Curves of all lanes of some logs. Rules leave their mark, and nothing ends there.

    A lane that is not a finite number to its end has diverged. Of logs that are read to their end a shorter lane ends where
    its data do.
    """

    def __init__(self, logs: Logs, rules: Iterable[StoppingRule] = (), before: LogCurves | None = None) -> None:
        """Stand at the last step, where who watches a training wants to be; take over what is known of lanes as they were."""
        self._logs, lanes = logs, logs.lanes
        self.grows = logs.live
        self._lanes = lanes
        self._rows = sum(len(lane.series("loss") or ()) for lane in lanes)
        self._generations = [lane.generation for lane in lanes]
        self._given = tuple(rules)
        self.history = self._columns = LogColumns(lanes)
        self._steps = self._standing_steps()
        self._step = self.head
        self.provenance = Provenance("log", every=_usual_distance(self._steps))
        self.lanes = tuple(Label(name, method=lane.method) for name, lane in zip(logs.names, lanes, strict=True))
        self.runs = MappingProxyType({lane.name: LogRun(self, place) for place, lane in enumerate(self.lanes)})
        monitor = "validation_loss" if self.has_validation else "loss"
        self._rules = tuple(replace(rule, halt=False, monitor=monitor) for rule in self._given)  # type: ignore[type-var]
        self._known = [self._know(place, before) for place in range(len(lanes))]
        self._follow()
        self._settle()

    def _know(self, place: int, before: LogCurves | None) -> _Known:
        """Return what is known of a lane: as it was, where its values have only become more."""
        lane = self._lanes[place]
        if before is not None and before._rules == self._rules and lane in before._lanes:  # noqa: SLF001 it is one of these
            known = before._known[before._lanes.index(lane)]  # noqa: SLF001 as above
            if known.rewritten == lane.rewritten and known.evaluations.stands(len(self._lanes)):
                best = known.best if known.generation == lane.generation else LowestRows()
                return known._replace(generation=lane.generation, best=best)
        evaluations = Evaluations(lane, len(self._lanes))
        return _Known(lane.generation, lane.rewritten, evaluations, judged(evaluations, self._rules), LowestRows())

    def _follow(self) -> None:
        """Take in what has come of each lane."""
        for lane, known in zip(self._lanes, self._known, strict=True):
            known.evaluations.grow()
            for rule in known.judged:
                rule.follow()
            series = lane.series(lane.watched)
            if series is not None:
                known.best.upto(series.values[:, 0])

    def _settle(self) -> None:
        """Say how lanes end, and where rules fire."""
        self._steps = self._standing_steps()
        heads = [max(lane.head, 0) for lane in self._lanes]
        self.rows_judged = max(known.evaluations.rows for known in self._known)
        in_epochs = all(self.along("epoch", place) is not None for place in range(len(heads)))
        self._counting = Counting((1,) * len(heads), tuple(heads), in_epochs=in_epochs)
        ends = {place: self._end(place, head) for place, head in enumerate(heads)}
        self.ends = {place: end for place, end in ends.items() if end is not None}
        marks = [
            event
            for place, known in enumerate(self._known)
            for number, rule in enumerate(known.judged)
            if (event := rule.event(self.lanes[place].name, number)) is not None
        ]
        self.events = sorted(marks, key=lambda event: event.step)

    def _end(self, place: int, head: int) -> End | None:
        for quantity in ("loss", "validation_loss"):
            series = self._lanes[place].series(quantity)
            if series is not None and len(series) and not math.isfinite(series.values[-1, 0]):
                finite = np.flatnonzero(np.isfinite(series.values[:, 0]))
                first = int(finite[-1]) + 1 if len(finite) else 0
                step, value, count = int(series.steps[first]), float(series.values[first, 0]), len(series) - first
                return End(step, Status.DIVERGED, LossNotFinite(step, value, count, quantity == "validation_loss"))
        if not self._logs.live and head < self.head:
            return End(head, Status.OUT_OF_STEPS, DataEnded(head))
        return None

    # growing

    def grown(self) -> Curves | None:
        """Read what is new; returns the curves that have it: these, or others where they are no longer the same; None without news."""
        if not isinstance(self._logs, LogSet) or not self._logs.live or not self._logs.follow():
            return None
        lanes = self._logs.lanes
        same = len(lanes) == len(self._lanes) and all(map(operator.is_, lanes, self._lanes))
        grown = same and self._generations == [lane.generation for lane in lanes]
        if not grown or not all(known.evaluations.stands(len(lanes)) for known in self._known):
            return LogCurves(self._logs, self._given, self)
        self._take_in()
        rows = sum(map(len, self.own_steps("loss")))
        return self if len(lanes) == 1 or (rows > _FEW and rows - self._rows < _SHARE * rows) else self._again()

    def _again(self) -> LogCurves:
        """Return the same as other curves: who has looked through several lanes up to a step may find more there by now."""
        self._rows = sum(map(len, self.own_steps("loss")))
        again = copy(self)
        again.runs = MappingProxyType({lane.name: LogRun(again, place) for place, lane in enumerate(self.lanes)})
        again.seek(again.head)
        return again

    def _take_in(self) -> None:
        """Take in what its lanes have at their ends."""
        self._columns.grow()
        self._follow()
        self._settle()

    def _standing_steps(self) -> Steps:
        """Return the steps at which it can stand."""
        return self._columns.rows

    # what is known of it

    @property
    def about(self) -> Sequence[tuple[str, Fact]]:
        """Facts on how the logs were read."""
        return [*self._logs.findings()]

    @property
    def logs(self) -> Logs:
        """The logs that it is of."""
        return self._logs

    @property
    def roles(self) -> Sequence[str]:
        """The quantities that any lane has, the losses first."""
        return tuple(dict.fromkeys(role for lane in self._lanes for role in lane.roles))

    @property
    def title(self) -> str:
        """Return what is watched."""
        return self._logs.title

    @property
    def over(self) -> bool:
        """True where nobody writes any more: the logs were read to their ends."""
        return not self._logs.live

    @property
    def budget(self) -> int:
        """The last step: nobody knows how far it is to go."""
        return self.head

    @property
    def counting(self) -> Counting:
        """Return how the lanes count."""
        return self._counting

    @property
    def rules(self) -> tuple[StoppingRule, ...]:
        """The early-stopping rules that are applied."""
        return self._rules

    @property
    def rule_unit(self) -> Unit:
        """Steps: what rules cost is told in them."""
        return "step"

    def own_steps(self, quantity: str) -> tuple[Steps, ...]:
        """The steps of the rows of each lane."""
        nothing = np.empty(0, np.int64)
        columns = [lane.series(quantity) for lane in self._lanes]
        return tuple(nothing if each is None else each.steps for each in columns)

    def along(self, count: str, place: int) -> tuple[Steps, Array] | None:
        """Return steps, and where they lie as epochs or seconds; None where the log does not tell."""
        return self._lanes[place].clock(count) if count in ("epoch", "time") else None

    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity at some steps, (steps, lanes): the last value up to each, NaN before the first."""
        columns = [lane.series(name) for lane in self._lanes]
        if QUANTITIES[name].name and all(each is None for each in columns):
            return np.full((len(steps), len(columns)), np.nan)
        return np.stack([np.full(len(steps), np.nan) if each is None else each.at(steps) for each in columns], axis=1)

    def _watched(self, step: int, place: int) -> tuple[Any, int]:
        """Return the loss that is watched of a lane, and how many values of it there are up to a step."""
        series = self._lanes[place].series(self._lanes[place].watched)
        return series, 0 if series is None else series.before(step)

    def best_step(self, step: int, place: int) -> int:
        """Return where the watched loss was lowest up to a step; its first step before there is any, this one where that is not known."""
        series, rows = self._watched(step, place)
        return int(series.steps[self._known[place].best.row(rows)]) if series is not None and len(series) else step

    def monitored(self, step: int, place: int) -> float:
        """The loss that is watched at a step."""
        series, rows = self._watched(step, place)
        return float(series.values[rows - 1, 0]) if rows else math.nan

    def lowest(self, step: int, place: int) -> float:
        """The lowest value of that loss up to a step."""
        series, rows = self._watched(step, place)
        return float(series.values[self._known[place].best.row(rows), 0]) if rows else math.nan

    def calls_best(self, step: int) -> bool:
        """Always: each row is a result of training."""
        return True

    @property
    def monitors_validation(self) -> bool:
        """True if that is the validation loss."""
        return self.has_validation

    def rule_state(self, rule: int, step: int) -> Any:
        """Raise LookupError: what a rule knows of each lane `judgement` says."""
        raise LookupError(f"rule {rule} has a state for each lane")

    def judgement(self, rule: int, place: int, step: int) -> Judgement:
        """Return what a rule has cost and kept of a lane up to a step."""
        evaluations = self._known[place].evaluations
        best = self._known[place].judged[rule].best_before(evaluations.before(step))
        if best is None:
            return Judgement(step, 0, math.nan)
        return Judgement(step, int(evaluations.steps[best]), float(evaluations.values[best]))


def _usual_distance(steps: Steps) -> int:
    """Return how many steps lie between two that were logged, usually."""
    return max(1, round(float(np.median(np.diff(steps))))) if len(steps) > 1 else 1
