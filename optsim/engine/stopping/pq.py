"""PQ: stop when validation error has risen by more than what training still gains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, Mask, Setting
from optsim.engine.stopping_rule import (
    Halt,
    Monitor,
    Progress,
    RestoreBest,
    StoppingRule,
    Strip,
    Unit,
    generalization_loss,
    no_change,
)
from optsim.facts import Fact
from optsim.number_format import apart

Ints = npt.NDArray[np.int64]
Threshold = Annotated[float, Setting(help="quotient of generalisation loss and progress that is tolerated", above=0)]


class PQState(NamedTuple):
    """Best value, its epoch, sum and least of the training loss in this strip, and the newest quotient, each (lanes,)."""

    best: Array
    best_epoch: Ints
    total: Array
    least: Array
    quotient: Array


class RiseBeatsProgress(Fact):
    """The rise above the best over the progress of training is too large; infinite where nothing is gained any more."""

    code: ClassVar[str] = "rule.pq.rise_beats_progress"

    quotient: float
    threshold: float
    best: float
    best_at: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        comparison = "nothing gained any more"
        if math.isfinite(self.quotient):
            comparison = "quotient {}, more than {}".format(*apart(self.quotient, self.threshold))
        return f"rise against progress of training: {comparison}: best {self.best:.4g} at {self.unit} {self.best_at}"


class Quotient(Fact):
    """The rise above the best over the progress of training at the last end of a strip, and the largest that is tolerated."""

    code: ClassVar[str] = "rule.pq.quotient"

    quotient: float
    threshold: float
    strip: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        comparison = f"{self.quotient:.2g} of {self.threshold:g}"
        return f"rise against progress {comparison}, at the last {self.strip}th {self.unit}"


@dataclass(frozen=True, kw_only=True)
class PQ(StoppingRule):
    """PQ_α of Prechelt (1998), "Early stopping — but when?": stop at the first end of a strip with GL(t)/P_k(t) > α.

    A strip is k epochs; P_k(t) = 1000 (mean of the training loss over the strip / its least − 1) is how much training still
    moves. Without any progress (P_k = 0) the quotient is infinite if the value has risen at all, and 0 if it has not. Losses
    of 0 and below are taken as GL takes them: by their size. A change below 1e-12 of a value is none: it is how that was
    rounded. A NaN in a strip never fires.
    """

    name: ClassVar[str] = "pq"
    title: ClassVar[str] = "PQ"

    threshold: Threshold = 0.5
    strip: Strip = 5
    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    @property
    def label(self) -> str:
        """PQ and α."""
        return f"PQ {self.threshold:g}"

    def init(self, lanes: int) -> PQState:
        """Nothing seen yet."""
        zeros = np.zeros(lanes)
        return PQState(np.full(lanes, np.inf), np.zeros(lanes, np.int64), zeros, np.full(lanes, np.inf), zeros)

    def check(self, state: PQState, epoch: int, value: Array, loss: Array) -> tuple[PQState, Mask]:
        """Look at the value of an epoch; at the end of a strip, decide."""
        improved = value < state.best
        best, best_epoch = np.where(improved, value, state.best), np.where(improved, epoch, state.best_epoch)
        # a NaN stays in both
        total, least = state.total + loss, np.minimum(state.least, loss)
        if epoch % self.strip:
            return PQState(best, best_epoch, total, least, state.quotient), np.zeros(value.shape, np.bool_)
        mean = total / self.strip
        rise = np.where(no_change(value, best), 0.0, generalization_loss(value, best))
        progress = np.where(no_change(mean, least), 0.0, 10 * generalization_loss(mean, least))
        with np.errstate(all="ignore"):
            # 0/0: nothing gained and nothing lost
            quotient = np.where((rise == 0) & (progress == 0), 0.0, rise / progress)
        zeros = np.zeros(value.shape)
        return PQState(best, best_epoch, zeros, zeros + np.inf, quotient), quotient > self.threshold

    def best_epoch(self, state: PQState) -> Ints:
        """The epoch of the lowest value."""
        return state.best_epoch

    def cause(self, state: PQState, lane: int, unit: Unit) -> RiseBeatsProgress:
        """Return the quotient."""
        best, epoch = state.best[lane], state.best_epoch[lane]
        return RiseBeatsProgress(state.quotient[lane], self.threshold, best, epoch, unit)

    def progress(self, state: PQState, lane: int, unit: Unit) -> Progress:
        """Return the quotient at the last end of a strip."""
        quotient = float(state.quotient[lane])
        share = 0.0 if np.isnan(quotient) else min(quotient / self.threshold, 1.0)
        return Progress(share, Quotient(quotient, self.threshold, self.strip, unit))
