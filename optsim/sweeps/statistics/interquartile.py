"""Interquartile mean over runs and tasks, and its interval by a stratified bootstrap (Agarwal et al. 2021, rliable)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array

_CUT, _LEVEL = 0.25, 0.95


def interquartile_mean(values: Array) -> float:
    """The mean of what is left without the lowest and the highest quarter, each of ⌊n/4⌋ values."""
    ordered = np.sort(values, axis=None)
    cut = int(_CUT * len(ordered))
    return float(np.mean(ordered[cut : len(ordered) - cut]))


def resamples(runs: int, tasks: int, count: int, seed: int = 0) -> npt.NDArray[np.int64]:
    """Indices of runs drawn with return, for each task by itself, (count, runs, tasks)."""
    return Noise(seed).generator(Stream.RESAMPLE).integers(0, runs, (count, runs, tasks))


def interval(
    values: Array, indices: npt.NDArray[np.int64], statistic: Callable[[Array], float] = interquartile_mean
) -> tuple[float, float]:
    """The 95 % percentile interval of a statistic.

    Args:
        values: (runs, tasks).
        indices: of `resamples`, (count, runs, tasks).
        statistic: a number of values of that shape.
    """
    drawn = [statistic(np.take_along_axis(values, each, axis=0)) for each in indices]
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
