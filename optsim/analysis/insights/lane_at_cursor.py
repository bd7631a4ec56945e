"""A lane at the cursor: its update, gradient, curvatures and losses, worked out when they are asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from optsim.analysis.scales import least_loss
from optsim.engine.capabilities.states import States
from optsim.engine.curvature.hessian import Curvatures, curvatures_at
from optsim.engine.optimizer import NoState
from optsim.engine.settings import Array, Mask
from optsim.engine.stopping_rule import Progress
from optsim.engine.trace.keys import FIRST_BEFORE
from optsim.engine.trace.trace import Line
from optsim.engine.updates.linear_map import Modes

#: parameters times examples of an exact gradient: of more, curvatures would hold up every paint
_MOST_WORK = 500_000


class LaneAtCursor:
    """A lane at the cursor; `terms` are the lines of its update there, where they are known already."""

    def __init__(self, race: States, place: int, terms: Sequence[Line] = ()) -> None:
        self.race, self.place, self.objective = race, place, race.setup.objectives[place]
        self.lane = race.lanes[place]
        self.run = race.runs[self.lane.name]
        self.step = self.run.last_step
        self.optimizer = self.lane.at(self.step)
        self.rate = self.lane.learning_rate(self.step)
        self.gain = self.lane.gain(self.step)
        #: whether its gradients are samples
        self.noisy = self.objective.stochastic and not self.optimizer.exact
        #: whether an exact gradient, and two dozen of them, are there at once
        self.quick = self.objective.dim * self.objective.examples_per_step(exact=True) <= _MOST_WORK
        self._terms = terms

    @cached_property
    def carries(self) -> tuple[str, ...]:
        """The names of what the optimizer carries."""
        state = self.optimizer.init(np.zeros(1))
        return () if isinstance(state, NoState) else tuple(getattr(state, "_fields", ()))

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines of the update."""
        return self._terms or self.race.explain(self.lane.name, self.step)

    @cached_property
    def terms(self) -> dict[str, Array]:
        """The values of the update by their part."""
        return {term.key: term.value for term in self.lines}

    @cached_property
    def params(self) -> Array:
        """The parameters at the cursor, shape (dim,)."""
        return self.params_at(self.step)

    def params_at(self, step: int) -> Array:
        """Return the parameters at a measured step, shape (dim,)."""
        own: Array = self.race.params_at(step)[self.place]
        return own

    @cached_property
    def start(self) -> Array:
        """The parameters at the start, shape (dim,)."""
        own: Array = self.race.setup.starts[self.place]
        return own

    @cached_property
    def slope(self) -> float:
        """The norm of the exact gradient; with data that of the gradient that the update uses."""
        return self.run.grad_norm if self.objective.has_data else self.exact_slope

    @cached_property
    def exact_slope(self) -> float:
        """The norm of the exact gradient."""
        return float(np.linalg.norm(self.objective.evaluate(self.params[None])[1]))

    @cached_property
    def curvatures(self) -> Curvatures | None:
        """The extreme curvatures where it stands; None where they are not known or take long."""
        return curvatures_at(self.objective, self.params) if self.quick else None

    @cached_property
    def stability(self) -> tuple[float, float] | None:
        """α·λmax and its limit; None where theory knows none or the product is not finite."""
        limit, curvature = self.optimizer.stability_limit(), self.objective.largest_curvature
        if limit is None or curvature is None or not math.isfinite(self.rate * curvature):
            return None
        return self.rate * curvature, limit

    @cached_property
    def modes(self) -> Modes | None:
        """The directions of the objective, where all of it is a quadratic form."""
        modes = self.objective.modes
        return modes if modes is not None and modes.exact else None

    @cached_property
    def parts(self) -> Array | None:
        """The lane's part of each direction of a quadratic form: its distance and what its velocity carries, shape (2, dim).

        A part that is no more than rounding along a direction that is no coordinate is 0.
        """
        if self.modes is None:
            return None
        velocity = self.terms.get(FIRST_BEFORE, np.zeros_like(self.params))
        along = np.stack((self.modes.distances(self.params), velocity))
        if self.modes.axes is None:
            return along
        along[1] = velocity @ self.modes.axes
        digit = 64 * np.finfo(np.float64).eps * max(np.abs(self.params).max(), np.abs(self.modes.center).max())
        return np.where(np.abs(along) > digit, along, 0.0)

    @cached_property
    def present(self) -> Mask:
        """The directions of a quadratic form that the lane has a part of, or noise gives it one, (dim,); else none, (0,)."""
        if self.modes is None or self.parts is None:
            return np.zeros(0, np.bool_)
        noise = self.modes.noise > 0 if self.noisy else np.zeros(self.objective.dim, np.bool_)
        present: Mask = (self.parts != 0).any(axis=0) | noise
        return present

    @cached_property
    def lowest(self) -> float | None:
        """The lowest loss there is, where a minimum is known."""
        return least_loss(self.objective)

    @cached_property
    def size(self) -> float:
        """The size of the landscape: the widest side of the box around the start and the known minima; 1 for a point."""
        known = np.array([self.start, *self.objective.minima])
        return float(np.ptp(known, axis=0).max()) or 1.0

    @cached_property
    def progress(self) -> Progress:
        """The progress of the early-stopping rule that is nearest to firing, among those that have not fired."""
        state, rules = self.race.state_at(self.step + 1), self.race.setup.rules
        progresses = [
            rule.progress(state.stopping[number], self.place, self.race.counting.unit)
            for number, rule in enumerate(rules)
            if not state.fired[number][self.place]
        ]
        return max(progresses, key=lambda progress: progress.share, default=Progress())

    def losses(self, steps_back: int) -> tuple[int, Array]:
        """Return how many steps lie between the first of the last measured losses and the cursor, and these losses.

        Args:
            steps_back: The steps to look back at most.
        """
        since = self.race.upto(max(0, self.step - steps_back))
        losses = self.race.figures("loss", np.arange(since, self.step + 1))[:, self.place]
        return self.step - since, losses[~np.isnan(losses)]
