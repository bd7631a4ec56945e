"""Lanes over many seeds, stepped as one batch: what a lane does on the whole, not by luck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.counting import clocks_of, places_index
from optsim.engine.history.quantities import QUANTITIES, Known
from optsim.engine.lane import Group, Lane, gather, with_settings
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Index, Mask
from optsim.engine.setup import objectives_of
from optsim.engine.stepping.kernel import DIVERGED_ABOVE, state_like


class _Batch(NamedTuple):
    """Lanes that see the same of the objective: the objectives of each seed and of all at once, exact or sampled."""

    rows: Index
    bound: Sequence[Objective]
    together: Objective | None
    exact: bool


class Ensemble:
    """Every lane with every seed, parameters (lanes, seeds, dim); a lane with a seed has the bits of a race of that seed.

    Nobody is stopped early or at a target: a quantile over the seeds is then one over all of them, at every step. All seeds
    are evaluated at once where the objective can do so (`Objective.over_seeds`).
    """

    def __init__(
        self, objective: Objective, lanes: Iterable[Lane], seeds: Sequence[int], numerics: Numerics = FAST
    ) -> None:
        self.lanes = tuple(lanes)
        self.step_number = 0
        self._noises = [Noise(seed) for seed in seeds]
        self._numerics = numerics
        self._bound = [objective.bound(noise, numerics) for noise in self._noises]
        self._one = self._bound[0]
        together = self._one.over_seeds(self._bound)
        self._together = None if together is None else together.with_numerics(numerics)
        self._groups = gather(self.lanes, self._one.dim)
        self._batches = self._batched()
        self._clocks = clocks_of([each.steps_per_epoch for each in objectives_of(self._one, self.lanes)])
        starts = np.stack([each.initial(noise) for each, noise in zip(self._bound, self._noises, strict=True)])
        self._params = np.tile(starts, (len(self.lanes), 1, 1))
        for place, lane in enumerate(self.lanes):
            if lane.start is not None:
                self._params[place] = lane.start
        self._memory = [group.optimizer(0).init(self._params[group.rows]) for group in self._groups]
        self._alive: Mask = np.ones(self._params.shape[:2], np.bool_)
        with np.errstate(all="ignore"):
            first = np.abs(self._loss(self._params))
        self._limit = DIVERGED_ABOVE * np.maximum(1.0, np.where(np.isfinite(first), first, 1.0))

    def step(self) -> dict[str, Array]:
        """Measure, and take one step: the quantities that have bands, each (lanes, seeds), by name.

        What has diverged has an infinite loss, and NaN for the rest; a lane between two of its epochs has no validation loss,
        NaN, and where no lane has one at the step, or nothing is held out, there is none.
        """
        with np.errstate(all="ignore"):
            return self._step()

    def _step(self) -> dict[str, Array]:
        params, step = self._params, self.step_number
        loss = self._loss(params)
        self._alive &= np.abs(loss) <= self._limit
        validation = self._validation(params)
        optimizers = [_with_seed_axis(group, step, params.shape[-1]) for group in self._groups]
        grad = self._gradient(self._query_points(optimizers))
        new_params = np.empty(params.shape)
        for number, (group, optimizer) in enumerate(zip(self._groups, optimizers, strict=True)):
            memory = self._memory[number]
            new_params[group.rows], new = optimizer.update(params[group.rows], grad[group.rows], memory, step)
            self._memory[number] = new if self._alive.all() else self._update_alive(group, new, memory)
        self._params = new_params if self._alive.all() else np.where(self._alive[..., None], new_params, params)
        self.step_number += 1
        measurements = {"loss": loss, "params": params, "grad": grad, "update": new_params - params}
        measurements |= {} if validation is None else {"validation_loss": validation}
        known = Known(measurements, self._numerics)
        banded = [
            each.name for each in QUANTITIES.values() if each.banded and each.bases(measurements.keys()) is not None
        ]
        return {name: np.where(self._alive, known[name], np.inf if name == "loss" else np.nan) for name in banded}

    def _update_alive(self, group: Group, new: Any, old: Any) -> Any:
        """The optimizer state, with the old rows of what has diverged."""
        alive = self._alive[group.rows]
        pairs = zip(new, old, strict=True)
        return state_like(new, (np.where(alive.reshape(*alive.shape, *[1] * (n.ndim - 2)), n, o) for n, o in pairs))

    def _loss(self, params: Array) -> Array:
        if self._together is not None:
            return self._together.loss(params)
        return self._by_seed(lambda each, own, _: each.loss(own), params)

    def _validation(self, params: Array) -> Array | None:
        due = [clock.rows for clock in self._clocks if self.step_number % clock.steps_per_epoch == 0]
        if not self._one.has_validation or not due:
            return None
        validation = np.full(params.shape[:2], np.nan)
        for rows in due:
            own = params[rows]
            if self._together is not None:
                validation[rows] = self._together.validation_loss(own)
            else:
                validation[rows] = self._by_seed(lambda each, points, _: each.validation_loss(points), own)
        return validation

    def _batched(self) -> list[_Batch]:
        """The lanes by what they see of the objective."""
        places: dict[tuple[bool, int | None], list[int]] = {}
        for place, lane in enumerate(self.lanes):
            places.setdefault((lane.optimizer.exact, lane.batch_size), []).append(place)
        batches = []
        for (exact, size), own in places.items():
            bound = self._bound if size is None else [each.with_batch_size(size) for each in self._bound]
            together = self._together
            if together is not None and size is not None:
                together = together.with_batch_size(size)
            batches.append(_Batch(places_index(own), bound, together, exact))
        return batches

    def _query_points(self, optimizers: Sequence[Optimizer]) -> Array:
        """Return where each lane wants its gradient, (lanes, seeds, dim)."""
        points = np.empty(self._params.shape)
        for group, optimizer, memory in zip(self._groups, optimizers, self._memory, strict=True):
            points[group.rows] = optimizer.query(self._params[group.rows], memory)
        return points

    def _gradient(self, params: Array) -> Array:
        """At params (lanes, seeds, dim): exact, or on each seed's own sample of the lane's batch size."""
        grad = np.empty(params.shape)
        for rows, bound, together, exact in self._batches:
            own = params[rows]
            pairs = zip(bound, self._noises, strict=True)
            samples: list[Any] = [None if exact else each.sample(noise, self.step_number) for each, noise in pairs]
            if together is not None:
                grad[rows] = together.evaluate(own, None if samples[0] is None else np.stack(samples))[1]
            else:
                for at, (each, sample) in enumerate(zip(bound, samples, strict=True)):
                    grad[rows, at] = each.evaluate(own[:, at], sample)[1]
        return grad

    def _by_seed(self, work: Callable[[Objective, Array, int], Array], params: Array) -> Array:
        return np.stack([work(each, params[:, at], at) for at, each in enumerate(self._bound)], axis=1)


def _with_seed_axis(group: Group, step: int, dim: int) -> Optimizer:
    """The optimizer of a group, its settings (lanes, dim) with an axis for the seeds."""
    optimizer = group.at(step, dim)
    arrays = {name: value[:, None, :] for name, value in vars(optimizer).items() if isinstance(value, np.ndarray)}
    return with_settings(optimizer, arrays) if arrays else optimizer
