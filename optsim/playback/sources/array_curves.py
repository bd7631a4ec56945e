"""Curves of arrays: losses by lane, as a training log has them, with no objective and no optimizer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from optsim.engine.capabilities.curves import CurveRun
from optsim.engine.capabilities.provenance import Provenance
from optsim.engine.causes import DataEnded
from optsim.engine.counting import Counting
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.measuring import Measuring
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.lane_label import Label
from optsim.engine.settings import Array
from optsim.engine.status import End, Event, Status
from optsim.engine.stopping_rule import StoppingRule
from optsim.playback.sources.best_in_columns import Best, lowest, rules_on_columns
from optsim.playback.sources.measured_steps import MeasuredSteps
from optsim.suggest import nearest


def columns_beside_loss() -> list[str]:
    """The columns that may be given beside the loss, a value a step: all quantities per step."""
    return [name for name, each in QUANTITIES.items() if each.per == "step" and name != "loss"]


class ArrayColumns:
    """Columns of arrays: a row a step from 0 to the last one, NaN where nothing was measured."""

    def __init__(self, columns: Mapping[str, Array], validation_loss: Array, steps: Steps | None) -> None:
        self.rows = self.steps = steps
        self.loss, self.validation_loss = columns["loss"], validation_loss
        self._columns, self.there = columns, frozenset(columns)
        self.measuring = Measuring()

    def __getitem__(self, name: str) -> Array:
        """A column. Raises KeyError for one that was not given."""
        return self.validation_loss if name == "validation_loss" else self._columns[name]

    @property
    def gaps(self) -> bool:
        """True if there are steps that were not measured."""
        return self.rows is not None

    @property
    def stretches(self) -> None:
        """None: all that was measured is there."""

    def places(self, steps: Steps) -> Steps:
        """The same: there is a row for every step."""
        return steps

    def measures(self, name: str) -> bool:
        """Tell if a column was given."""
        return name in self._columns or (name == "validation_loss" and len(self.validation_loss) > 0)

    @property
    def keeps_params(self) -> bool:
        """No parameters are known."""
        return False

    @property
    def params(self) -> Array:
        """No rows."""
        return np.empty((0, self.loss.shape[1], 0))

    def best_step(self, step: int, place: int) -> None:
        """None: the curves say so."""


class ArrayCurves(MeasuredSteps):
    """Curves of lanes of which the losses are known: `ArrayCurves({"a": losses, "b": losses})`.

    An early-stopping rule marks where it would have stopped; nothing ends there, since the losses after it are known. A lane with
    fewer losses than others ends at its last one.
    """

    def __init__(
        self,
        losses: Mapping[str, ArrayLike],
        *,
        validation_losses: Mapping[str, ArrayLike] | None = None,
        columns: Mapping[str, Mapping[str, ArrayLike]] | None = None,
        steps: ArrayLike | None = None,
        steps_per_epoch: int | None = None,
        rules: Iterable[StoppingRule] = (),
        title: str = "Curves",
        provenance: Provenance | None = None,
    ) -> None:
        """Stand at step 0.

        Args:
            losses: Training losses by the lane's name, each (rows,); shorter ones end sooner.
            validation_losses: The same by epoch, row 0 being the start; names that are missing were not measured.
            columns: More columns by their name, any quantity per step, each as `losses` are.
            steps: The steps of the rows, (rows,), rising from 0; a row a step where None.
            steps_per_epoch: Steps in an epoch; where None there are no epochs, and rules judge at every step.
            rules: Early-stopping rules to be applied.
            title: What the curves are of.
            provenance: Where they come from.

        Raises:
            ValueError: For no row, steps that do not rise from 0, an unknown column, one of another lane, and a rule that would
                judge what was not measured.
        """
        by_quantity = {"loss": losses, **(columns or {})}
        _check_names(losses, {**by_quantity, "validation_loss": validation_losses or {}})
        every = steps_per_epoch or 1
        self._steps, self._step = _steps(losses, steps), 0
        lanes, head = len(losses), self.head
        self._title, self.provenance = title, provenance or Provenance()
        self.lanes = tuple(Label(name) for name in losses)
        self.runs = MappingProxyType({name: CurveRun(self, place) for place, name in enumerate(losses)})
        last = _last_steps(losses, self._steps)
        self._counting = Counting((every,) * lanes, tuple(last), in_epochs=steps_per_epoch is not None)
        self.history = ArrayColumns(
            {
                name: _dense(_table(values, losses, len(self._steps)), self._steps)
                for name, values in by_quantity.items()
            },
            _table(validation_losses, losses, head // every + 1) if validation_losses else np.empty((0, lanes)),
            None if len(self._steps) > head else self._steps,
        )
        self._rules = tuple(replace(rule, halt=False) for rule in rules)  # type: ignore[type-var]
        _check_rules(self._rules, self.history, range(every, head + 1, every))
        self._rules_on_columns = [rules_on_columns(self.history, rule, self._counting) for rule in self._rules]
        self._best: Mapping[int, Best] = (
            self._rules_on_columns[0]
            if self._rules_on_columns
            else lowest(self.history, self._counting, by_validation=self.has_validation)
        )
        self.ends = {
            place: End(step, Status.OUT_OF_STEPS, DataEnded(step)) for place, step in enumerate(last) if step < head
        }
        self.events = self._marks()

    @property
    def title(self) -> str:
        """Return what the curves are of."""
        return self._title

    @property
    def budget(self) -> int:
        """The last step."""
        return self.head

    @property
    def counting(self) -> Counting:
        """Return how the lanes count their work."""
        return self._counting

    @property
    def rules(self) -> tuple[StoppingRule, ...]:
        """The early-stopping rules that are applied."""
        return self._rules

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a measured step."""
        return self._best[place].at(step, place)

    def rule_state(self, rule: int, step: int) -> Any:
        """Return what an early-stopping rule knows of all lanes after it has seen a measured step."""
        # all lanes have one clock
        on_columns = self._rules_on_columns[rule][0]
        return on_columns.after(step // on_columns.clock.steps_per_epoch).memory

    def _marks(self) -> list[Event]:
        """Return where each rule fires first on each lane, in the order of steps."""
        events = [event for number in range(len(self._rules)) for event in self._marks_of(number)]
        return sorted(events, key=lambda event: event.step)

    def _marks_of(self, number: int) -> list[Event]:
        rule, on_columns = self._rules[number], self._rules_on_columns[number][0]
        every, last = on_columns.clock.steps_per_epoch, _last_rows(self.history.loss)
        events: dict[int, Event] = {}
        for epoch in range(1, self.head // every + 1):
            after = on_columns.after(epoch)
            for place in np.flatnonzero(after.fires & (epoch * every <= last)).tolist():
                cause = rule.cause(after.memory, place, self._counting.unit)
                event = Event(epoch * every, self.lanes[place].name, Status.STOPPED_EARLY, cause, number)
                events.setdefault(place, event)
        return list(events.values())


def _steps(losses: Mapping[str, ArrayLike], steps: ArrayLike | None) -> Steps:
    """The steps of the rows. Raises ValueError where there are none, or where they do not rise from 0."""
    rows = max((np.size(values) for values in losses.values()), default=0)
    if not rows:
        raise ValueError("there are no losses; curves need at least one lane with one row")
    if steps is None:
        return np.arange(rows)
    at = np.asarray(steps, np.int64)
    if at.shape != (rows,):
        raise ValueError(f"there are {at.size} steps for {rows} rows")
    if at[0] or (np.diff(at) <= 0).any():
        raise ValueError("the steps of the rows must rise from 0")
    return at


def _last_steps(losses: Mapping[str, ArrayLike], steps: Steps) -> list[int]:
    """The step of the last loss that is given of each lane; 0 where none is."""
    return [int(steps[max(np.size(values), 1) - 1]) for values in losses.values()]


def _check_names(losses: Mapping[str, ArrayLike], columns: Mapping[str, Mapping[str, ArrayLike]]) -> None:
    """Raise ValueError for a column that there is not, and one of a lane that has no losses."""
    for column, values in columns.items():
        if column not in ("loss", "validation_loss", *columns_beside_loss()):
            raise ValueError(f"there is no column {column!r}; {nearest(column, columns_beside_loss())}")
        for name in values:
            if name not in losses:
                raise ValueError(f"{column} of {name!r} is given, but no losses of it; {nearest(name, losses)}")


def _check_rules(rules: Iterable[StoppingRule], columns: ArrayColumns, judged_at: range) -> None:
    """Raise ValueError for a rule that would judge what was not measured."""
    for rule in rules:
        if rule.monitor == "validation_loss":
            if not columns.measures("validation_loss"):
                raise ValueError(f'{rule.label} watches the validation loss, and none is given; use monitor = "loss"')
        elif columns.rows is not None and not np.isin(judged_at, columns.rows).all():
            raise ValueError(f"{rule.label} judges at every epoch, and not all of them were measured")


def _table(values: Mapping[str, ArrayLike], lanes: Iterable[str], rows: int) -> Array:
    """A column of all lanes, (rows, lanes), NaN where nothing was measured. Raises ValueError for more rows than there are."""
    columns = [np.asarray(values.get(name, ()), np.float64).ravel() for name in lanes]
    for column in columns:
        if len(column) > rows:
            raise ValueError(f"{len(column)} values are given for {rows} rows")
    return np.stack([np.pad(column, (0, rows - len(column)), constant_values=np.nan) for column in columns], axis=1)


def _dense(rows: Array, at: Steps) -> Array:
    """Rows at some steps as rows of all steps."""
    dense = np.full((int(at[-1]) + 1, rows.shape[1]), np.nan)
    dense[at] = rows
    return dense


def _last_rows(column: Array) -> Steps:
    """The last row that has a value, by place; −1 where none has."""
    there = ~np.isnan(column)
    return np.where(there.any(axis=0), len(column) - 1 - there[::-1].argmax(axis=0), -1)
