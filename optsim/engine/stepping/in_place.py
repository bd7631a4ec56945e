"""The newest step of a race, taken in arrays that stay: the bits of the kernel's steps, without new arrays for each."""

from __future__ import annotations

import numpy as np

from optsim.engine.history.measuring import Row
from optsim.engine.settings import Array, Mask
from optsim.engine.stepping.at_once import evaluation_of
from optsim.engine.stepping.bound_update import BoundUpdates
from optsim.engine.stepping.kernel import Kernel, State, Stepped, locked, locked_state, state_like
from optsim.engine.stepping.sides import by_lane, hold, parts_of, sides_of

#: the newest state, the next one, and what is being written: an interrupt leaves the first two whole
_SIDES = 3


class InPlace:
    """Goes from state to state in a ring of arrays. What it gives away is a copy: a state that is kept is never written to.

    `called` has by name the lanes whose update cannot be recorded, and why.
    """

    def __init__(self, kernel: Kernel, state: State, *, needs_vectors: bool) -> None:
        """Stand before the step of a state.

        Args:
            kernel: what steps the race otherwise.
            state: where it stands.
            needs_vectors: whether rows are to have gradients and parameters of their own; else their norms where they are long.
        """
        self._kernel, self._lanes = kernel, len(state.params)
        self._measures = by_lane(state.params) and not needs_vectors
        parts, ahead = parts_of(kernel.groups, state.params)
        self._evaluation = evaluation_of(kernel.setup, kernel.gradients, ahead, by_row=by_lane(state.params))
        self._sides = sides_of(state.params, state.memory, len(ahead), _SIDES)
        side = self._sides[0]
        side.load(state.params, state.memory)
        self._grad, self._room = np.zeros(state.params.shape), np.empty(state.params.shape[1])
        self._updates = BoundUpdates(kernel.groups, parts, self._sides, self._grad, state.step)
        self._until, self.called = self._updates.until, self._updates.called
        self._at, self._params = 0, state.params
        self._newest = self._next = state._replace(params=side.shown[: self._lanes], memory=side.memory)
        self._copies: dict[int, State] = {}

    @property
    def goes_on(self) -> bool:
        """True if the next step has the settings that were prepared."""
        return self._next.step < self._until

    @property
    def lent(self) -> State:
        """The state that was stepped from, which the step after the next writes over."""
        return self._newest

    @property
    def newest(self) -> State:
        """The state that was stepped from, for keeps."""
        return self._copy(self._newest)

    @property
    def next(self) -> State:
        """The state after the last step, for keeps."""
        return self._copy(self._next)

    def _copy(self, state: State) -> State:
        """A state of its own; the same to all who ask before the next step."""
        if state.step not in self._copies:
            memory = tuple(locked_state(state_like(each, [field.copy() for field in each])) for each in state.memory)
            self._copies[state.step] = state._replace(params=locked(state.params.copy()), memory=memory)
        return self._copies[state.step]

    def step(self) -> Stepped:
        """Measure at the next state and go on beyond it."""
        kernel, state, own = self._kernel, self._next, self._sides[self._at]
        updates, to = self._updates, (self._at + 1) % _SIDES
        updates.begin(state.step, state.active)
        for function, arguments in updates.queries[self._at]:
            function(*arguments)
        loss, batch_loss = self._evaluation(own.shown, state.step, self._grad)
        validation = kernel.validation(self.next) if kernel.validates(state.step) else None
        decision = kernel.decide(state, loss, validation)
        active, running = decision.active, decision.running
        for function, arguments in updates.updates[self._at]:
            function(*arguments)
        other = self._sides[to]
        if running < self._lanes:
            hold(~active, kernel.groups, own, other)
        grad, params, new_params, norms = self._arrays_of_row(own.params, other.params, active)
        rates, best = kernel.rates(state.step), kernel.best_epoch(decision)
        row = Row(loss, batch_loss, grad, params, new_params, rates, state.active, active, validation, best, norms)
        shown, rules = other.shown[: self._lanes], (decision.stopping, decision.fired)
        following = State(state.step + 1, shown, other.memory, active, running, state.limit, *rules)
        if self._copies:
            self._copies = {}
        self._at, self._newest, self._next, self._params = to, state, following, new_params
        return Stepped(row, decision.ends, decision.events)

    def _arrays_of_row(
        self, old: Array, new: Array, active: Mask
    ) -> tuple[Array, Array, Array, tuple[Array, Array] | None]:
        """Return gradients, old and new parameters for a row to keep, and their norms where these will do instead."""
        if self._measures:
            return self._grad, old, new, self._norms(old, new, active)
        return self._grad.copy(), self._params, new.copy(), None

    def _norms(self, old: Array, new: Array, active: Mask) -> tuple[Array, Array]:
        """Norms of gradients and updates, lane by lane; NaN where a lane takes no update."""
        squares, room, row_sum = np.empty((2, self._lanes)), self._room, self._kernel.setup.numerics.row_sum
        for place, grad in enumerate(self._grad):
            squares[0, place] = row_sum(np.multiply(grad, grad, out=room))
            np.subtract(new[place], old[place], out=room)
            squares[1, place] = row_sum(np.multiply(room, room, out=room))
        grad_norm, update_norm = np.sqrt(squares)
        update_norm[~active] = np.nan
        return grad_norm, update_norm
