"""Patience: stop when the best value has not been beaten for N epochs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, Mask, Setting
from optsim.engine.stopping_rule import Halt, Monitor, Progress, RestoreBest, StoppingRule, Unit, no_change
from optsim.facts import Fact
from optsim.number_format import exactly

Ints = npt.NDArray[np.int64]
PatienceEpochs = Annotated[int, Setting(help="epochs without improvement that are waited for", least=0, unit="epochs")]
MinDelta = Annotated[float, Setting(help="an improvement must be larger than this", least=0)]
MinDeltaKind = Annotated[
    Literal["absolute", "relative"], Setting(help="min_delta as it is, or as a share of the value to be beaten")
]
Mode = Annotated[Literal["min", "max"], Setting(help="whether lower or higher values are better")]
Baseline = Annotated[float | None, Setting(help="a value that must be beaten, too, before waiting begins anew")]
StartFromEpoch = Annotated[int, Setting(help="epochs that are passed over first", least=0, unit="epochs")]


#: what the best value may differ from by a last digit only, or by that and `min_delta`
Close = Literal[
    "best_before", "later_value", "baseline", "best_before_by_delta", "later_value_by_delta", "baseline_by_delta"
]
_CLOSE: dict[Close, str] = {
    "best_before": "the best before it",
    "later_value": "a later value",
    "baseline": "the baseline",
    "best_before_by_delta": "the best before it, but for min_delta,",
    "later_value_by_delta": "a later value, but for min_delta,",
    "baseline_by_delta": "the baseline, but for min_delta,",
}


class PatienceState(NamedTuple):
    """Best value, its epoch and the best before it, the epochs waited, those since the best and their best, each (lanes,).

    A value that has not been seen is infinite.
    """

    best: Array
    best_epoch: Ints
    before: Array
    wait: Ints
    since: Ints
    nearest: Array


class BaselineGoal(Fact):
    """Goal that no value has reached yet: to beat a baseline by more than `min_delta`, which may be a share of it."""

    code: ClassVar[str] = "rule.patience.goal"

    baseline: float
    mode: Literal["min", "max"]
    min_delta: float
    min_delta_kind: Literal["absolute", "relative"]

    def english(self) -> str:
        """Return the goal, "below 3 by more than 0.1"."""
        goal = f"{'below' if self.mode == 'min' else 'above'} {exactly(self.baseline)}"
        of_it = " of it" if self.min_delta_kind == "relative" else ""
        return f"{goal} by more than {exactly(self.min_delta)}{of_it}" if self.min_delta else goal


class PatienceUsedUp(Fact):
    """There was no improvement for too long; `close` are values that differ from the best by a last digit only."""

    code: ClassVar[str] = "rule.patience.used_up"

    patience: int
    best: float
    best_at: int
    unit: Unit
    goal: BaselineGoal | None
    close: tuple[Close, ...]

    def english(self) -> str:
        """Return the sentence."""
        goal = f", no improvement {self.goal.english()}" if self.goal else ""
        summary = f"patience {self.patience} used up{goal}: best {self.best:.4g} at {self.unit} {self.best_at}"
        close = (f"{_CLOSE[each]} differs from it by less than 1e-12 of its size" for each in self.close)
        return "; ".join((summary, *close))


class NoImprovement(Fact):
    """For how long there was no improvement so far, or none that beats the baseline."""

    code: ClassVar[str] = "rule.patience.no_improvement"

    goal: BaselineGoal | None
    wait: int
    patience: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        goal = f" {self.goal.english()}" if self.goal else ""
        return f"no improvement{goal} for {self.wait} of {_counted(self.patience, self.unit)}"


class ShortOfBaseline(Fact):
    """It improves, but has not beaten the baseline for so long that the first epoch without improvement ends it."""

    code: ClassVar[str] = "rule.patience.short_of_baseline"

    goal: BaselineGoal
    wait: int
    patience: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        progress = f"improves, but not {self.goal.english()} for {_counted(self.wait, self.unit)}"
        return f"{progress}: the first without improvement uses up patience {self.patience}"


def _counted(number: int, unit: Unit) -> str:
    """Return a number with its unit."""
    return f"{number} {unit}{'' if number == 1 else 's'}"


@dataclass(frozen=True, kw_only=True)
class Patience(StoppingRule):
    """Keras' EarlyStopping, keras/src/callbacks/early_stopping.py of Keras 3, to the bit.

    The first `start_from_epoch` epochs are passed over. Then wait grows by one each epoch; value + min_delta < best (in mode
    "max": value − min_delta > best) is an improvement, the first value always. It sets wait back to 0, unless there is a
    `baseline` that it does not beat by as much. Without an improvement the rule fires when wait ≥ patience, but never at the
    first epoch. Epochs count from 1 here and from 0 in Keras. A NaN is never an improvement; in Keras one that is the very
    first value is best for ever. With `min_delta_kind` "relative", which Keras does not have, min_delta is a share of the size
    of the value to be beaten.
    """

    name: ClassVar[str] = "patience"
    title: ClassVar[str] = "patience"

    patience: PatienceEpochs = 10
    min_delta: MinDelta = 0.0
    min_delta_kind: MinDeltaKind = "absolute"
    mode: Mode = "min"
    baseline: Baseline = None
    start_from_epoch: StartFromEpoch = 0
    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    def in_use(self, key: str) -> bool:
        """The kind of `min_delta` matters where there is one."""
        return key != "min_delta_kind" or self.min_delta > 0

    @property
    def label(self) -> str:
        """Patience and for how long."""
        return f"patience {self.patience}"

    def init(self, lanes: int) -> PatienceState:
        """Nothing seen yet."""
        zeros, worst = np.zeros(lanes, np.int64), np.full(lanes, np.inf if self.mode == "min" else -np.inf)
        return PatienceState(worst, zeros, worst, zeros, zeros, worst)

    def check(self, state: PatienceState, epoch: int, value: Array, loss: Array) -> tuple[PatienceState, Mask]:
        """Look at the value of an epoch."""
        if epoch <= self.start_from_epoch:
            return state, np.zeros(value.shape, np.bool_)
        improved = self._beats(value, state.best)
        reset = improved if self.baseline is None else improved & self._beats(value, np.array(self.baseline))
        wait = np.where(reset, 0, state.wait + 1)
        fired = ~improved & (wait >= self.patience) & (epoch > 1)
        nearer = np.fmin(state.nearest, value) if self.mode == "min" else np.fmax(state.nearest, value)
        worst = np.inf if self.mode == "min" else -np.inf
        return PatienceState(
            np.where(improved, value, state.best),
            np.where(improved, epoch, state.best_epoch),
            np.where(improved, state.best, state.before),
            wait,
            np.where(improved, 0, state.since + 1),
            np.where(improved, worst, nearer),
        ), fired

    def _beats(self, value: Array, other: Array) -> Mask:
        """Compare values with those to be beaten, shape (lanes,); a value that nothing came before is beaten by any number."""
        beaten: Mask = (
            self._threshold(value, other) < other if self.mode == "min" else self._threshold(value, other) > other
        )
        return beaten

    def _threshold(self, value: Array, other: Array) -> Array:
        """Return what is compared with values to be beaten: a value that is worse by `min_delta`."""
        share = self.min_delta_kind == "relative"
        # nothing came before where the other is infinite: any number beats it
        least = self.min_delta * np.where(np.isinf(other), 0.0, np.abs(other)) if share else self.min_delta
        threshold: Array = value + least if self.mode == "min" else value - least
        return threshold

    def best_epoch(self, state: PatienceState) -> Ints:
        """The epoch of the last improvement."""
        return state.best_epoch

    def _goal(self, best: float) -> BaselineGoal | None:
        """Return what no value has reached yet, where that is so: to beat the baseline."""
        if self.baseline is None or self._beats(np.array(best), np.array(self.baseline)):
            return None
        return BaselineGoal(self.baseline, self.mode, self.min_delta, self.min_delta_kind)

    def cause(self, state: PatienceState, lane: int, unit: Unit) -> PatienceUsedUp:
        """Return patience and the best so far; and that a last digit has decided, where it has."""
        best = float(state.best[lane])
        return PatienceUsedUp(
            self.patience, best, state.best_epoch[lane], unit, self._goal(best), self._close(state, lane, best)
        )

    def _close(self, state: PatienceState, lane: int, best: float) -> tuple[Close, ...]:
        """Return the comparisons of this end that a last digit has decided."""
        names: tuple[Close, Close, Close] = ("best_before", "later_value", "baseline")
        if self.min_delta > 0:
            names = ("best_before_by_delta", "later_value_by_delta", "baseline_by_delta")
        baseline = math.nan if self.baseline is None else self.baseline
        values, others = np.array([best, state.nearest[lane], best]), np.array([state.before[lane], best, baseline])
        with np.errstate(all="ignore"):
            decided = no_change(self._threshold(values, others), others)
        return tuple(name for name, close in zip(names, decided, strict=True) if close)

    def progress(self, state: PatienceState, lane: int, unit: Unit) -> Progress:
        """Return how much of the patience is used up; an improvement that falls short of the baseline leaves an epoch at least."""
        wait, improves = int(state.wait[lane]), not state.since[lane]
        if not wait or not self.patience:
            return Progress()
        goal = self._goal(state.best[lane])
        if goal is not None and improves and wait >= self.patience:
            return Progress(1 - 1 / self.patience, ShortOfBaseline(goal, wait, self.patience, unit))
        return Progress(min(wait / self.patience, 1.0), NoImprovement(goal, wait, self.patience, unit))
