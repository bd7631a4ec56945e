"""Lanes over many seeds, stepped as one batch: what a lane does on the whole, not by luck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optsim.engine.history.quantities import QUANTITIES, Known
from optsim.engine.lane import Lane
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.objective import Objective
from optsim.engine.runs.batch import RunBatch
from optsim.engine.runs.seeds import Seeds
from optsim.engine.settings import Array


class Ensemble(RunBatch):
    """Every lane with every seed, measured at every step.

    Nobody is stopped early or at a target: a quantile over the seeds is then one over all of them, at every step.
    """

    def __init__(
        self, objective: Objective, lanes: Iterable[Lane], seeds: Sequence[int], numerics: Numerics = FAST
    ) -> None:
        super().__init__(Seeds(objective, seeds, numerics), lanes)
        there = {"loss", "params", "grad", "update", "validation_loss"}
        self._banded = tuple(each.name for each in QUANTITIES.values() if each.banded and each.bases(there) is not None)

    def step(self) -> dict[str, Array]:
        """Measure, and take one step: the quantities that have bands, each (lanes, seeds), by name.

        What has diverged has an infinite loss, and NaN for the rest; a lane between two of its epochs has no validation loss,
        NaN, and where no lane has one at the step, or nothing is held out, there is none.
        """
        with np.errstate(all="ignore"):
            return self._step()

    def _step(self) -> dict[str, Array]:
        params = self._params
        validation = self._validation(params)
        loss, grad, new_params, _ = self._take_step()
        measurements = {"loss": loss, "params": params, "grad": grad, "update": new_params - params}
        measurements |= {} if validation is None else {"validation_loss": validation}
        known = Known(measurements, self._numerics)
        banded = (name for name in self._banded if validation is not None or name != "validation_loss")
        if self._all_alive:
            return {name: known[name].copy() for name in banded}
        return {name: np.where(self._alive, known[name], np.inf if name == "loss" else np.nan) for name in banded}

    def _decide(self, loss: Array) -> None:
        """End what has diverged."""
        healthy = np.abs(loss) <= self._limit
        if not np.logical_and.reduce(healthy, axis=None):
            self._end(~healthy)
