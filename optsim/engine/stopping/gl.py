"""GL: stop when the validation error lies so far above its best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, Mask, Setting
from optsim.engine.stopping_rule import Halt, Monitor, Progress, RestoreBest, StoppingRule, Unit, generalization_loss
from optsim.facts import Fact
from optsim.number_format import apart

Ints = npt.NDArray[np.int64]
Threshold = Annotated[float, Setting(help="rise above the best that is tolerated", above=0, unit="%")]


class GLState(NamedTuple):
    """Best value, its epoch, and by how many percent the newest value lies above it, each of shape (lanes,)."""

    best: Array
    best_epoch: Ints
    rise: Array


class AboveBest(Fact):
    """The value lies too many percent above the best one."""

    code: ClassVar[str] = "rule.gl.above_best"

    rise: float
    threshold: float
    best: float
    best_at: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        rise, threshold = apart(self.rise, self.threshold)
        return f"{rise} % above the best, more than {threshold} %: best {self.best:.4g} at {self.unit} {self.best_at}"


class Rise(Fact):
    """By how many percent the newest value lies above the best one, and how many are tolerated."""

    code: ClassVar[str] = "rule.gl.rise"

    rise: float
    threshold: float

    def english(self) -> str:
        """Return the sentence."""
        return f"{self.rise:.2g} % above its best, {self.threshold:g} % are tolerated"


@dataclass(frozen=True, kw_only=True)
class GL(StoppingRule):
    """GL_α of Prechelt (1998), "Early stopping — but when?": stop after the first epoch with GL(t) > α.

    GL(t) = 100 (E(t)/E_opt(t) − 1), E_opt(t) the lowest value up to t. The paper has errors above 0 only; where E_opt < 0 the
    rise is taken as a share of its size, and where E_opt = 0 any rise is infinitely large. A NaN is no rise.
    """

    name: ClassVar[str] = "gl"
    title: ClassVar[str] = "GL"

    threshold: Threshold = 5.0
    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    @property
    def label(self) -> str:
        """GL and α."""
        return f"GL {self.threshold:g}"

    def init(self, lanes: int) -> GLState:
        """Nothing seen yet."""
        return GLState(np.full(lanes, np.inf), np.zeros(lanes, np.int64), np.zeros(lanes))

    def check(self, state: GLState, epoch: int, value: Array, loss: Array) -> tuple[GLState, Mask]:
        """Look at the value of an epoch."""
        improved = value < state.best
        best = np.where(improved, value, state.best)
        rise = generalization_loss(value, best)
        return GLState(best, np.where(improved, epoch, state.best_epoch), rise), rise > self.threshold

    def best_epoch(self, state: GLState) -> Ints:
        """The epoch of the lowest value."""
        return state.best_epoch

    def cause(self, state: GLState, lane: int, unit: Unit) -> AboveBest:
        """Return how far above the best."""
        return AboveBest(state.rise[lane], self.threshold, state.best[lane], state.best_epoch[lane], unit)

    def progress(self, state: GLState, lane: int, unit: Unit) -> Progress:
        """Return the share of the threshold that the rise has reached."""
        rise = float(state.rise[lane])
        if math.isnan(rise):
            return Progress()
        return Progress(min(rise / self.threshold, 1.0), Rise(rise, self.threshold))
