"""Lanes by seeds, stepped as one batch: a lane with a seed has the bits of a race of that seed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.counting import clocks_of, places_index
from optsim.engine.lane import Group, Lane, gather, with_settings
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.runs.seeds import Seeds
from optsim.engine.settings import Array, Index, Mask
from optsim.engine.setup import objectives_of
from optsim.engine.stepping.at_once import Evaluation, FunctionWithNoise, SharedPass, has_plain_noise
from optsim.engine.stepping.bound_update import Ring
from optsim.engine.stepping.kernel import DIVERGED_ABOVE, state_like
from optsim.engine.stepping.layout import BY_ROW, Layout
from optsim.engine.stepping.sides import by_lane, parts_of
from optsim.engine.stepping.tape import same

#: a batch that goes on beyond so many steps is worth the preparation
_WARM = 16
#: so many steps are taken both ways and compared before those in place are trusted
_TRIED = 2


class _Sampled(NamedTuple):
    """Lanes that see the same of the objective: the objectives of each seed and of all at once, exact or sampled."""

    rows: Index
    bound: Sequence[Objective]
    together: Objective | None
    exact: bool


class Step(NamedTuple):
    """A step that was taken: exact losses (lanes, seeds), gradients, and parameters and optimizer states after it."""

    loss: Array
    grad: Array
    params: Array
    memory: tuple[Any, ...]


class RunBatch(ABC):
    """Every lane with every seed, parameters (lanes, seeds, dim), at a `step_number`; a derived class decides who goes on.

    All seeds are evaluated at once where the objective can do so (`Objective.over_seeds`). Steps are taken in arrays that
    stay, once they have been compared with those of the optimizers' own functions.
    """

    #: whether a run that has ended stays as it is; else what it is after its end means nothing
    holds = True
    #: steps before those in place are prepared
    warm = _WARM

    def __init__(self, seeds: Seeds, lanes: Iterable[Lane], layout: Layout = BY_ROW) -> None:
        self.lanes = tuple(lanes)
        self.step_number = 0
        self._seeds, self._layout = seeds, layout
        self._numerics, self._bound, self._one = seeds.numerics, seeds.bound, seeds.one
        self._together = seeds.together
        self._params = layout.copy(np.tile(seeds.starts(), (len(self.lanes), 1, 1)))
        for place, lane in enumerate(self.lanes):
            if lane.start is not None:
                self._params[place] = lane.start
        self._groups = gather(self.lanes, self._one.dim)
        self._memory: tuple[Any, ...] = tuple(
            group.optimizer(0).init(self._params[group.rows]) for group in self._groups
        )
        self._prepare()
        self._all_alive = True
        self._alive: Mask = np.ones(self._params.shape[:2], np.bool_)
        with np.errstate(all="ignore"):
            first = np.abs(self._loss(self._params))
        self._limit = DIVERGED_ABOVE * np.maximum(1.0, np.where(np.isfinite(first), first, 1.0))

    def _prepare(self) -> None:
        """Set up what depends on which lanes there are."""
        self._batches = self._batched()
        self._clocks = clocks_of([each.steps_per_epoch for each in objectives_of(self._one, self.lanes)])
        self._ring: Ring | None = None
        self._prepare_at: float = self.step_number + self.warm
        self._evaluation = self._at_once()

    @abstractmethod
    def _decide(self, loss: Array) -> None:
        """Decide by the losses at a step who goes on; asked once a step, or twice with the same losses."""

    def _take_step(self) -> Step:
        """Take a step; the batch then stands after it."""
        step = self._in_place() or self._plainly()
        self.step_number, self._params, self._memory = self.step_number + 1, step.params, step.memory
        return step

    def _end(self, ended: Mask) -> None:
        """Let runs go no further; a mask that was given away stays as it is."""
        alive = self._alive & ~ended
        self._alive = self._alive if np.array_equal(alive, self._alive) else alive
        self._all_alive = False

    @property
    def _going(self) -> Mask | None:
        """Return who goes on, where the others have to stay as they are; None where all may be updated."""
        return self._alive if self.holds and not self._all_alive else None

    def _in_place(self) -> Step | None:
        """Take the step in arrays that stay; None where that is not to be done, not yet, or fails."""
        step = self.step_number
        if self._ring is not None and step >= self._ring.until:
            self._ring, self._prepare_at = None, step
        if self._ring is None or step < self._prepare_at + _TRIED:
            return None
        try:
            return self._step_in(self._ring)
        except Exception:  # noqa: BLE001 whatever it is, it comes again in the optimizers' own step
            self._ring = None
            return None

    def _step_in(self, ring: Ring) -> Step:
        points, evaluation = ring.query(self.step_number, self._alive), self._evaluation
        if evaluation is None:
            points = points.copy()
            ring.grad[...] = self._gradient(points[ring.own])
            loss = self._loss(points[: len(self.lanes)])
        else:
            loss = evaluation(points, self.step_number, ring.grad)[0]
        self._decide(loss)
        return Step(loss, ring.grad, *ring.update(self._going))

    def _plainly(self) -> Step:
        """Take the step by the optimizers' own functions; after some of them, also in place, to compare."""
        step = self.step_number
        if step == self._prepare_at:
            with suppress(Exception):
                self._ring = Ring(self._groups, self._params, self._memory, step, self._layout)
        outcome = self._one_by_one()
        if self._ring is not None and not self._meets(self._ring, outcome):
            self._ring = None
        return outcome

    def _one_by_one(self) -> Step:
        params = self._params
        loss, grad = self._loss(params), self._gradient(self._query_points(self._optimizers()))
        self._decide(loss)
        new_params, memory = self._updated(grad)
        alive = self._going
        if alive is not None:
            memory = [self._update_alive(*each) for each in zip(self._groups, memory, self._memory, strict=True)]
            new_params = np.where(alive[..., None], new_params, params)
        return Step(loss, grad, new_params, tuple(memory))

    def _meets(self, ring: Ring, outcome: Step) -> bool:
        """Tell if the step in place has the same bits."""
        with suppress(Exception):
            return same(self._step_in(ring), outcome)
        return False

    def _optimizers(self) -> list[Optimizer]:
        return [_with_seed_axis(group, self.step_number, self._params.shape[-1]) for group in self._groups]

    def _updated(self, grad: Array) -> tuple[Array, list[Any]]:
        """Return the next parameters and optimizer states of all, in new arrays."""
        new_params, memory = self._layout.empty(self._params.shape), []
        for group, optimizer, old in zip(self._groups, self._optimizers(), self._memory, strict=True):
            rows = group.rows
            new_params[rows], new = optimizer.update(self._params[rows], grad[rows], old, self.step_number)
            memory.append(new)
        return new_params, memory

    def _update_alive(self, group: Group, new: Any, old: Any) -> Any:
        """The optimizer state, with the old rows of what has ended."""
        alive = self._alive[group.rows]
        pairs = zip(new, old, strict=True)
        return state_like(new, (np.where(alive.reshape(*alive.shape, *[1] * (n.ndim - 2)), n, o) for n, o in pairs))

    def _at_once(self) -> Evaluation | None:
        """Return what evaluates exact and sampled lanes together; None where each has to be asked by itself."""
        objective, seeds = self._together, self._seeds
        if objective is None or any(lane.batch_size for lane in self.lanes):
            return None
        _, ahead = parts_of(self._groups, self._params)
        if objective.shares_passes:
            draw = seeds.samples if objective.stochastic else lambda _: None
            return SharedPass(objective, self.lanes, ahead, draw, numbers=self._params[0].size)
        if not has_plain_noise(objective):
            return None
        return FunctionWithNoise(objective, self.lanes, ahead, seeds.draw(objective), by_row=by_lane(self._params))

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
            own = params[rows].copy()
            if self._together is not None:
                validation[rows] = self._together.validation_loss(own)
            else:
                validation[rows] = self._by_seed(lambda each, points, _: each.validation_loss(points), own)
        return validation

    def _batched(self) -> list[_Sampled]:
        """The lanes by what they see of the objective."""
        places: dict[tuple[bool, int | None], list[int]] = {}
        for place, lane in enumerate(self.lanes):
            places.setdefault((lane.optimizer.exact, lane.batch_size), []).append(place)
        batches = []
        for (exact, size), own in places.items():
            sized = self._seeds.with_batch_size(size)
            batches.append(_Sampled(places_index(own), sized.bound, sized.together, exact))
        return batches

    def _query_points(self, optimizers: Sequence[Optimizer]) -> Array:
        """Return where each lane wants its gradient, (lanes, seeds, dim)."""
        points = self._layout.empty(self._params.shape)
        for group, optimizer, memory in zip(self._groups, optimizers, self._memory, strict=True):
            points[group.rows] = optimizer.query(self._params[group.rows], memory)
        return points

    def _gradient(self, params: Array) -> Array:
        """At params (lanes, seeds, dim): exact, or on each seed's own sample of the lane's batch size."""
        grad = self._layout.empty(params.shape)
        for rows, bound, together, exact in self._batches:
            own = params[rows]
            pairs = zip(bound, self._seeds.noises, strict=True)
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
