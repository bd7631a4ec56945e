"""A moving average that follows a growing column."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from optsim.analysis.incremental import Growing
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import States
from optsim.engine.settings import Array

_BLOCK = 128


class Smoothed:
    """The exponential moving average of values (rows, lanes) over about `span` rows, geometric for a log axis.

    As Adam's m̂: sₜ = Σ dᵗ⁻ⁱ xᵢ / Σ dᵗ⁻ⁱ with d = 1 − 1/span, over the values that are finite (and above `least` on a log axis),
    so that it begins at the first value instead of 0. Where there is no value there is no average. Of the first `sparse` rows
    each stands for `gap` rows.
    """

    def __init__(self, lanes: int, span: int, *, log: bool, least: float = 0.0, sparse: int = 0, gap: int = 1) -> None:
        self._sparse, self._gap = sparse, gap
        self._decay = 1.0 - 1.0 / max(span, 1)
        self._log, self._least = log, least
        self._sum = np.zeros((2, lanes))
        self._values = np.empty((0, lanes))
        self._rows = Growing(lanes, self._work)

    def points(self, values: Array) -> Array:
        """Return the averages of all rows, (rows, lanes)."""
        self._values = values
        return self._rows.upto(len(values))

    def _work(self, first: int, last: int) -> Array:
        ends = {last, min(max(first, self._sparse), last), *range(first + _BLOCK, last, _BLOCK)} - {first}
        starts = sorted({first, *ends} - {last})
        blocks = [
            self._block(self._values[start:end], self._gap if start < self._sparse else 1)
            for start, end in zip(starts, sorted(ends), strict=True)
        ]
        return np.concatenate(blocks)

    def _block(self, values: Array, gap: int) -> Array:
        units = logarithms(values, self._least) if self._log else values
        there = np.isfinite(units)
        decay = self._decay**gap
        # a row that stands for others counts as they would
        share = 1.0 if gap == 1 or decay == 0 else (1 - decay) / (1 - self._decay)
        weights = _weights(decay, len(values)) * share
        decays = decay ** np.arange(1, len(values) + 1)[:, None]
        sums = weights @ np.where(there, units, 0.0) + decays * self._sum[0]
        counts = weights @ there.astype(np.float64) + decays * self._sum[1]
        self._sum = np.stack((sums[-1], counts[-1]))
        means = np.where(there, sums / counts, np.nan)
        return self._least + 10.0**means if self._log else means


def logarithms(values: Array, least: float) -> Array:
    """Return log10 of how far values lie above `least`; NaN where they do not."""
    return np.log10(np.where(values > least, values - least, np.nan))


@lru_cache(maxsize=8)
def _weights(decay: float, rows: int) -> Array:
    """Return the weight of each earlier row in each row, (rows, rows)."""
    back = np.subtract.outer(np.arange(rows), np.arange(rows))
    return np.where(back >= 0, decay ** np.maximum(back, 0), 0.0)


def sampled(race: Curves, quantity: str) -> bool:
    """Tell if a quantity goes up and down by chance: where lanes see mini-batches or noise."""
    if not isinstance(race, States) or not race.objective.stochastic:
        return False
    return quantity != "learning_rate" and not all(lane.optimizer.exact for lane in race.lanes)


def spans(budget: int) -> tuple[int, ...]:
    """Return the spans that one can choose, in rows; 1 is no smoothing."""
    short = min(10, max(3, budget // 20))
    return 1, short, max(5 * short, budget // 40)
