"""Losses and gradients of all lanes, written to arrays that stay: of a noisy function its exact and its noisy form together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeGuard

import numpy as np
import numpy.typing as npt

from optsim.engine.counting import places_index
from optsim.engine.lane import Lane
from optsim.engine.objective import NoisyFunction, Objective
from optsim.engine.settings import Array, Index
from optsim.engine.setup import Setup
from optsim.engine.stepping.gradients import Gradients
from optsim.engine.stepping.kernel import locked

#: draws what makes a step a sample, None where it is exact
Sample = Callable[[int], Any]
#: parameters that go through a network together: what one layer gives the next has to stay in the cache
_NUMBERS = 32768


class Evaluation(ABC):
    """Evaluates points: first the parameters of all lanes, then the points of the lanes that look ahead.

    These arrays will be written to. An objective of a person's own may keep what it is given, so it is given copies.
    """

    def __init__(self, objective: Objective, lanes: int, ahead: Sequence[int]) -> None:
        #: by lane the row of the point where it wants its gradient
        self.own: npt.NDArray[np.intp] = np.arange(lanes)
        self.own[list(ahead)] = lanes + np.arange(len(ahead))
        self._lanes, self._looks_ahead = lanes, bool(len(ahead))
        self._may_keep = not type(objective).__module__.startswith("optsim.")

    def _given(self, points: Array) -> Array:
        """Points as the objective is given them, not to be written to."""
        return locked(points.copy()) if self._may_keep else points

    @abstractmethod
    def __call__(self, points: Array, step: int, grad: Array) -> tuple[Array, Array]:
        """Return exact loss and loss of the sample, (lanes, …) each, new arrays; gradients go to `grad`, (lanes, …, dim)."""


class AnyObjective(Evaluation):
    """The same of any objective: by its own functions."""

    def __init__(self, objective: Objective, gradients: Gradients, lanes: int, ahead: Sequence[int]) -> None:
        super().__init__(objective, lanes, ahead)
        self._gradients = gradients

    def __call__(self, points: Array, step: int, grad: Array) -> tuple[Array, Array]:
        """Evaluate them one after the other."""
        points = self._given(points)
        params = points[: self._lanes]
        queried = points[self.own] if self._looks_ahead else params
        batch_loss, values, exact = self._gradients(queried, step, grad)
        if values is not grad:
            grad[...] = values
        alike = exact and not self._looks_ahead
        return batch_loss if alike else self._gradients.loss(params, batch_loss), batch_loss


class FunctionWithNoise(Evaluation):
    """The same of a function that has noise added: it is worked out once, for the exact loss and for the sample."""

    def __init__(
        self, objective: NoisyFunction, lanes: Sequence[Lane], ahead: Sequence[int], sample: Sample, *, by_row: bool
    ) -> None:
        """Prepare to evaluate.

        Args:
            objective: the function.
            lanes: all lanes.
            ahead: those that want their gradient elsewhere than at their parameters, in the order of their points.
            sample: draws the noise of a step.
            by_row: whether the points of all lanes together are more than the cache holds.
        """
        super().__init__(objective, len(lanes), ahead)
        self._objective, self._sample = objective, sample
        exact = [place for place, lane in enumerate(lanes) if lane.optimizer.exact]
        self._exact = places_index(exact) if exact else None
        #: where these want their gradient
        rows = self.own[exact].tolist()
        self._exactly = places_index(rows) if rows and rows == sorted(rows) else np.array(rows, np.intp)
        self._draws = objective.stochastic and len(exact) < len(lanes)
        self._is_sampled = [place not in exact for place in range(self._lanes)]
        self._by_row = by_row

    def __call__(self, points: Array, step: int, grad: Array) -> tuple[Array, Array]:
        """As that of any objective."""
        sample = self._sample(step) if self._draws else None
        if self._by_row:
            return self._row_by_row(points, sample, grad)
        points = self._given(points)
        loss, values = self._objective.function(points)
        lanes, own = self._lanes, self.own
        if sample is None:
            values.take(own, 0, grad, "clip")
            return loss[:lanes], loss.take(own, 0)
        noisy, exact = loss + self._objective.numerics.row_sum(sample * points), self._exact
        np.add(values, sample).take(own, 0, grad, "clip")
        batch_loss = noisy.take(own, 0)
        if exact is not None:
            batch_loss[exact] = loss[self._exactly]
            grad[exact] = values[self._exactly]
        return loss[:lanes], batch_loss

    def _row_by_row(self, points: Array, sample: Array | None, grad: Array) -> tuple[Array, Array]:
        """The same where all rows together do not fit into the cache."""
        loss, row_sum = np.empty(points.shape[:-1]), self._objective.numerics.row_sum
        batch_loss = np.empty((self._lanes, *points.shape[1:-1]))
        lane_of = {row: place for place, row in enumerate(self.own.tolist())}
        for row in range(len(points)):
            point = self._given(points[row : row + 1])
            loss[row : row + 1], values = self._objective.function(point)
            place = lane_of.get(row)
            if place is None:
                continue
            if sample is not None and self._is_sampled[place]:
                np.add(values, sample, out=grad[place : place + 1])
                batch_loss[place] = loss[row] + row_sum(sample * point)[0]
            else:
                grad[place], batch_loss[place] = values[0], loss[row]
        return loss[: self._lanes], batch_loss


class Passed(NamedTuple):
    """Lanes that go through a network together: their number, their rows of the points, and of each kind of gradient whose it is and where."""

    lanes: Index
    number: int
    rows: Index
    #: whether it is exact, the lanes, and the places of their points among the rows
    parts: list[tuple[bool, Index, list[int]]]


class SharedPass(Evaluation):
    """The same of an objective that shares passes: of each example one way through the network, for the exact loss and the sample."""

    def __init__(
        self, objective: Objective, lanes: Sequence[Lane], ahead: Sequence[int], sample: Sample, *, numbers: int
    ) -> None:
        """Prepare for lanes of so many numbers each: as many go together as the cache holds."""
        super().__init__(objective, len(lanes), ahead)
        self._objective, self._sample = objective, sample
        self._exact = [lane.optimizer.exact for lane in lanes]
        together = max(1, _NUMBERS // numbers)
        begins = range(0, len(lanes), together)
        self._passed = [self._together(range(at, min(at + together, len(lanes)))) for at in begins]

    def _together(self, lanes: range) -> Passed:
        own = self.own[lanes.start : lanes.stop].tolist()
        rows = [*lanes, *(row for row in own if row >= self._lanes)]
        place = dict(zip(lanes, map(rows.index, own), strict=True))
        parts = []
        for exact in (True, False):
            some = [lane for lane in lanes if self._exact[lane] is exact]
            parts += [(exact, places_index(some), [place[lane] for lane in some])] if some else []
        return Passed(places_index(list(lanes)), len(lanes), places_index(rows), parts)

    def __call__(self, points: Array, step: int, grad: Array) -> tuple[Array, Array]:
        """Evaluate as many lanes at a time as the cache holds."""
        sample = self._sample(step)
        loss, batch_loss = np.empty(grad.shape[:-1]), np.empty(grad.shape[:-1])
        for lanes, number, rows, parts in self._passed:
            by_part = [(places, None if exact else sample) for exact, _, places in parts]
            losses, evaluated = self._objective.share(self._given(points[rows]), by_part)
            loss[lanes] = losses[:number]
            for (_, own, _), (value, gradient) in zip(parts, evaluated, strict=True):
                batch_loss[own], grad[own] = value, gradient
        return loss, batch_loss


def evaluation_of(setup: Setup, gradients: Gradients, ahead: Sequence[int], *, by_row: bool) -> Evaluation:
    """The quickest way to the losses and gradients of a race.

    Args:
        setup: that of the race.
        gradients: those of the kernel.
        ahead: the lanes that want their gradient elsewhere than at their parameters, in the order of their points.
        by_row: whether the points of all lanes together are more than the cache holds.
    """
    objective, noise = setup.objective, setup.noise
    if has_plain_noise(objective) and all(each is objective for each in setup.objectives):
        draw = partial(objective.sample, noise)
        return FunctionWithNoise(objective, setup.lanes, ahead, draw, by_row=by_row)
    if objective.shares_passes and all(each is objective for each in setup.objectives):
        draw = partial(objective.sample, noise)
        return SharedPass(objective, setup.lanes, ahead, draw, numbers=objective.dim)
    return AnyObjective(objective, gradients, len(setup.lanes), ahead)


def has_plain_noise(objective: Objective) -> TypeGuard[NoisyFunction]:
    """Tell if its sampled form is that of `NoisyFunction`, and its loss that of every objective."""
    kind = type(objective)
    own = isinstance(objective, NoisyFunction) and kind.evaluate is NoisyFunction.evaluate
    return own and kind.loss is Objective.loss
