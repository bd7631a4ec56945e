"""A loop written by hand."""

import json  # noqa: F401 the lines of the page use it

import numpy as np
from documented import DocumentedLines

rng = np.random.default_rng(0)
x, y = rng.standard_normal((64, 3)), rng.standard_normal(64)
weights = np.zeros(3)


def mean_square(rows):
    return np.mean((x[rows] @ weights - y[rows]) ** 2)


def training_loss():
    loss = mean_square(slice(48))
    weights[:] -= 0.1 * x[:48].T @ (x[:48] @ weights - y[:48]) / 48
    return loss


def validation_loss():
    return mean_square(slice(48, None))


DocumentedLines(globals()).loop(training_loss, validation_loss)
