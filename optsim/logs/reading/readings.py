"""Readings: values of one column of a log, and where they lie."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int64]


class Readings(NamedTuple):
    """Values of a column in the order of the file, all arrays of shape (values,).

    `epochs` and `times`, in seconds, are None where the log does not tell them. `run` tells several runs of one file apart.
    """

    column: str
    steps: Steps
    values: Floats
    epochs: Floats | None = None
    times: Floats | None = None
    run: str = ""
