"""Losses and gradients of a noisy function for runs that are all exact, or all sampled: in arrays that stay."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.objective import NoisyFunction
from optsim.engine.settings import Array
from optsim.engine.stepping.at_once import Evaluation, Sample
from optsim.engine.stepping.binding import Call, Scratch, bind
from optsim.engine.stepping.layout import Layout
from optsim.engine.stepping.tape import record


class _Bound(NamedTuple):
    """Calls that work out loss and gradient at the points of one array."""

    points: Array
    calls: list[Call]
    loss: Array
    grad: Array


class OneFunction(Evaluation):
    """Evaluates a function that comes with optsim; what it does is recorded once and repeated, where that is possible."""

    def __init__(
        self, objective: NoisyFunction, lanes: int, ahead: Sequence[int], sample: Sample | None, layout: Layout
    ) -> None:
        super().__init__(objective, lanes, ahead)
        self._objective, self._sample, self._layout = objective, sample, layout
        self._bound: list[_Bound] = []
        self._scratch = Scratch(layout)

    def __call__(self, points: Array, step: int, grad: Array) -> tuple[Array, Array]:
        """Evaluate all; there is no loss of the sample, which nobody asks for."""
        loss, values = self._evaluated(points)
        own = values[-self._lanes :]
        if self._sample is None:
            np.copyto(grad, own)
        else:
            np.add(own, self._sample(step), out=grad)
        return loss[: self._lanes], loss[: self._lanes]

    def _evaluated(self, points: Array) -> tuple[Array, Array]:
        for each in self._bound:
            if each.points is points:
                for function, arguments in each.calls:
                    function(*arguments)
                return each.loss, each.grad
        values = self._objective.function(points)
        # the points come in two arrays, one after the other
        if len(self._bound) < 2:
            with suppress(Exception):
                self._bound.append(self._bind(points))
        return values

    def _bind(self, points: Array) -> _Bound:
        """Record what the function does. Raises NotRecordableError, or what it raises itself."""

        def function(params: Any) -> Sequence[Any]:
            return self._objective.function(params)

        loss, grad = (self._layout.empty(shape) for shape in (points.shape[:-1], points.shape))
        return _Bound(points, bind(record(function, [points]), [points], [loss, grad], self._scratch), loss, grad)
