"""Patience: stop when the best value has not been beaten for so many epochs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.fields import Array, Mask, Setting
from optsim.engine.rule import Halt, Monitor, Progress, RestoreBest, StoppingRule

Ints = npt.NDArray[np.int64]
PatienceEpochs = Annotated[int, Setting(help="epochs without improvement that are waited for", least=0, unit="epochs")]
MinDelta = Annotated[float, Setting(help="an improvement must be larger than this", least=0)]
StartFromEpoch = Annotated[int, Setting(help="epochs that are passed over first", least=0, unit="epochs")]


class PatienceState(NamedTuple):
    """Best value, its epoch and the epochs waited since, each of shape (lanes,)."""

    best: Array
    best_epoch: Ints
    wait: Ints


@dataclass(frozen=True, kw_only=True)
class Patience(StoppingRule):
    """Keras' EarlyStopping (mode "min", no baseline).

    The first `start_from_epoch` epochs are passed over. Then wait grows by one each epoch; value + min_delta < best
    is an improvement (the first value always is) and sets it back to 0; else the rule fires when wait ≥ patience,
    but never at the first epoch. Epochs count from 1 here and from 0 in Keras. A NaN is never an improvement.
    """

    name: ClassVar[str] = "patience"
    title: ClassVar[str] = "patience"

    patience: PatienceEpochs = 10
    min_delta: MinDelta = 0.0
    start_from_epoch: StartFromEpoch = 0
    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    @property
    def label(self) -> str:
        """Patience and for how long."""
        return f"patience {self.patience}"

    def init(self, lanes: int) -> PatienceState:
        """Nothing seen yet."""
        zeros = np.zeros(lanes, np.int64)
        return PatienceState(np.full(lanes, np.inf), zeros, zeros)

    def check(self, state: PatienceState, epoch: int, value: Array, loss: Array) -> tuple[PatienceState, Mask]:
        """Look at the value of an epoch."""
        if epoch <= self.start_from_epoch:
            return state, np.zeros(value.shape, np.bool_)
        improved = value + self.min_delta < state.best
        wait = np.where(improved, 0, state.wait + 1)
        best = np.where(improved, value, state.best)
        fired = ~improved & (wait >= self.patience) & (epoch > 1)
        return PatienceState(best, np.where(improved, epoch, state.best_epoch), wait), fired

    def best_epoch(self, state: PatienceState) -> Ints:
        """The epoch of the last improvement."""
        return state.best_epoch

    def reason(self, state: PatienceState, lane: int, unit: str) -> str:
        """Patience and the best so far."""
        best, epoch = state.best[lane], state.best_epoch[lane]
        return f"patience {self.patience} used up: best {best:.4g} at {unit} {epoch}"

    def progress(self, state: PatienceState, lane: int, unit: str) -> Progress:
        """How much of the patience is used up."""
        wait = int(state.wait[lane])
        if not wait or not self.patience:
            return Progress()
        units = unit if self.patience == 1 else f"{unit}s"
        return Progress(min(wait / self.patience, 1.0), f"no improvement for {wait} of {self.patience} {units}")
