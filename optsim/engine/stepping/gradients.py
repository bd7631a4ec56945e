"""The gradient of every lane at a step: exact, or each on a sample of its own batch size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.engine.counting import places_index
from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import Objective
from optsim.engine.settings import Array, Index
from optsim.engine.setup import Setup


class Batches(NamedTuple):
    """The lanes that see samples of one size, the objective that gives them, and where that draws from."""

    objective: Objective
    rows: Index
    noise: Noise


class Gradients:
    """Losses and gradients of the lanes of a race, whichever batches they have."""

    def __init__(self, setup: Setup) -> None:
        exact = [place for place, lane in enumerate(setup.lanes) if lane.optimizer.exact]
        sampled = [place for place, lane in enumerate(setup.lanes) if not lane.optimizer.exact]
        self._objective = setup.objective
        self._exact = places_index(exact) if exact else None
        self._sampled = places_index(sampled) if sampled else None
        self._batches = _batches(setup, sampled)

    def __call__(self, points: Array, step: int, room: Array | None = None) -> tuple[Array, Array, bool]:
        """Return losses and gradients where each lane wants them.

        Args:
            points: where, (lanes, dim).
            step: the number of the step, which draws the samples.
            room: an array (lanes, dim) in which gradients may be returned.

        Returns:
            Loss (lanes,), gradient (lanes, dim), and whether all of them are exact.
        """
        grad = np.empty(points.shape) if room is None else room
        if len(self._batches) > 1:
            return self._of_several_sizes(points, step, grad), grad, False
        if not self._batches:
            return *self._objective.evaluate(points), True
        objective, rows, noise = self._batches[0]
        sample = objective.sample(noise, step)
        if sample is None or self._exact is None:
            return *objective.evaluate(points, sample), sample is None
        batch_loss = np.empty(len(points))
        batch_loss[self._exact], grad[self._exact] = self._objective.evaluate(points[self._exact])
        batch_loss[rows], grad[rows] = objective.evaluate(points[rows], sample)
        return batch_loss, grad, False

    def _of_several_sizes(self, points: Array, step: int, grad: Array) -> Array:
        """Loss, and gradient in its array, where some lanes have batches of another size than others."""
        batch_loss = np.empty(len(points))
        if self._exact is not None:
            batch_loss[self._exact], grad[self._exact] = self._objective.evaluate(points[self._exact])
        for objective, rows, noise in self._batches:
            batch_loss[rows], grad[rows] = objective.evaluate(points[rows], objective.sample(noise, step))
        return batch_loss

    def loss(self, params: Array, batch_loss: Array) -> Array:
        """The exact loss; lanes that see the exact gradient have it already."""
        if self._exact is None or self._sampled is None:
            return self._objective.loss(params)
        loss = batch_loss.copy()
        loss[self._sampled] = self._objective.loss(params[self._sampled])
        return loss


def _batches(setup: Setup, sampled: Sequence[int]) -> tuple[Batches, ...]:
    """The lanes of each batch size."""
    together: dict[int, tuple[Objective, list[int]]] = {}
    for place in sampled:
        objective = setup.objectives[place]
        together.setdefault(id(objective), (objective, []))[1].append(place)
    # with data each size stands in an epoch of its own, and would drive the others' orders out of the draws that are kept
    shares = len(together) == 1 or not setup.objective.has_data
    return tuple(
        Batches(objective, places_index(places), setup.noise if shares else Noise(setup.noise.seed))
        for objective, places in together.values()
    )
