"""UP: stop when the validation error has risen in N strips of epochs, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, Mask, Setting
from optsim.engine.stopping_rule import Halt, Monitor, Progress, RestoreBest, StoppingRule, Strip, Unit, no_change
from optsim.facts import Fact

Ints = npt.NDArray[np.int64]
Strips = Annotated[int, Setting(help="successive strips in which it must have risen", least=1)]


class UPState(NamedTuple):
    """Best value, its epoch, the value at the last end of a strip (NaN: none yet) and the rises since, each (lanes,)."""

    best: Array
    best_epoch: Ints
    before: Array
    rises: Ints


class Risen(Fact):
    """The value has risen over enough strips in a row."""

    code: ClassVar[str] = "rule.up.risen"

    strips: int
    strip: int
    best: float
    best_at: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        strips = f"{self.strips} strips" if self.strips > 1 else "a strip"
        of = _length(self.strip, self.unit)
        return f"risen over {strips} of {of}: best {self.best:.4g} at {self.unit} {self.best_at}"


class Rises(Fact):
    """Over how many strips in a row the value has risen so far."""

    code: ClassVar[str] = "rule.up.rises"

    rises: int
    strips: int
    strip: int
    unit: Unit

    def english(self) -> str:
        """Return the sentence."""
        return f"risen over {self.rises} of {self.strips} strips of {_length(self.strip, self.unit)}"


@dataclass(frozen=True, kw_only=True)
class UP(StoppingRule):
    """UP_s of Prechelt (1998), "Early stopping — but when?": stop at the end of the s-th strip in a row that ends higher.

    A strip is k epochs; only the values at their ends are compared, however large the rise. This is not patience: epochs
    between do not count, and neither does how far the best lies back. A comparison with NaN is no rise, and neither is a
    change below 1e-12 of the value: that is how it was rounded.
    """

    name: ClassVar[str] = "up"
    title: ClassVar[str] = "UP"

    strips: Strips = 2
    strip: Strip = 5
    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    @property
    def label(self) -> str:
        """UP and s."""
        return f"UP {self.strips}"

    def init(self, lanes: int) -> UPState:
        """Nothing seen yet."""
        zeros = np.zeros(lanes, np.int64)
        return UPState(np.full(lanes, np.inf), zeros, np.full(lanes, np.nan), zeros)

    def check(self, state: UPState, epoch: int, value: Array, loss: Array) -> tuple[UPState, Mask]:
        """Look at the value of an epoch; at the end of a strip, compare."""
        improved = value < state.best
        best, best_epoch = np.where(improved, value, state.best), np.where(improved, epoch, state.best_epoch)
        if epoch % self.strip:
            return UPState(best, best_epoch, state.before, state.rises), np.zeros(value.shape, np.bool_)
        increased = (value > state.before) & ~no_change(value, state.before)
        rises = np.where(increased, state.rises + 1, 0)
        return UPState(best, best_epoch, value.copy(), rises), rises >= self.strips

    def best_epoch(self, state: UPState) -> Ints:
        """The epoch of the lowest value."""
        return state.best_epoch

    def cause(self, state: UPState, lane: int, unit: Unit) -> Risen:
        """Return how often it has risen."""
        return Risen(self.strips, self.strip, state.best[lane], state.best_epoch[lane], unit)

    def progress(self, state: UPState, lane: int, unit: Unit) -> Progress:
        """Return the rises in a row."""
        rises = int(state.rises[lane])
        if not rises:
            return Progress()
        return Progress(min(rises / self.strips, 1.0), Rises(rises, self.strips, self.strip, unit))


def _length(strip: int, unit: Unit) -> str:
    """Return the length of a strip in words."""
    return f"1 {unit}" if strip == 1 else f"{strip} {unit}s"
