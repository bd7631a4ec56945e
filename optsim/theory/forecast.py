"""Forecast of the loss of every lane of a race, and of its spread, a step at a time: drawn beside what is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from optsim.engine.capabilities.states import States
from optsim.engine.settings import Array
from optsim.engine.stepping.checkpoints import Checkpoints
from optsim.engine.updates.linear_map import LinearMap, Modes
from optsim.theory.quadratics import beginning, expected_loss, onward, transfer

_FIRST_ROOM = 256


def modes_of(race: States) -> Modes | None:
    """Return the directions of a race's objective where all of it is a quadratic form; None where it is not."""
    modes = race.objective.modes
    return modes if modes is not None and modes.exact else None


def map_of(race: States, place: int, step: int, curvatures: Array) -> LinearMap | None:
    """Return the map of a lane's update along directions; None where it is not linear.

    Args:
        race: The race.
        place: The lane's place in it.
        step: The step, whose hyper-parameters count.
        curvatures: Those of the directions, shape (modes,).
    """
    with np.errstate(all="ignore"):
        return race.lanes[place].effective(step).linear(curvatures)


def noise_of(race: States, place: int, modes: Modes) -> Array:
    """Return the variance of the noise that a lane meets in each direction, shape (modes,).

    There is none where the lane sees the exact gradient.

    Args:
        race: The race.
        place: The lane's place in it.
        modes: The directions of the race's objective.
    """
    own = race.setup.objectives[place]
    if race.lanes[place].optimizer.exact or not own.stochastic:
        return np.zeros_like(modes.noise)
    noise = modes.noise if own is race.objective or own.modes is None else own.modes.noise
    with np.errstate(all="ignore"):
        return noise * noise


class _Moments(NamedTuple):
    """The moments of the lanes (places, modes, 6) before the update of a step, and the matrices that the update has."""

    step: int
    moments: Array
    transfers: Array


class Forecast:
    """Expected losses of the lanes of a race, up to the step that the race has computed.

    `places` are the lanes of which theory knows: those whose update is linear in the gradient, on a quadratic. Schedules and
    edits are followed. There is a row every `every` steps: 1, but with more than `keep_rows` rows every second one is dropped.
    """

    def __init__(self, race: States, keep_rows: int | None = None) -> None:
        self.race = race
        self.every = 1
        self._keep_rows = keep_rows
        self._modes = modes_of(race)
        self.places = self._known()
        self._steps = 0
        lanes = len(race.lanes)
        self._room = np.full((2, _FIRST_ROOM, lanes), np.nan)
        self._varying = [
            place for place in self.places if race.lanes[place].schedule is not None or race.lanes[place].edits
        ]
        if self._modes is None or not self.places:
            return
        with np.errstate(all="ignore"):
            moments = beginning(self._modes.distances(race.setup.starts[self.places]))
            transfers = np.stack([self._transfer(self._modes, place, 0) for place in self.places])
        self._now = _Moments(0, moments, transfers)
        self._checkpoints = Checkpoints(self._onward, self._now)

    @property
    def behind(self) -> bool:
        """True where the race has computed more."""
        return bool(self.places) and self._steps <= self.race.head

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Follow the race as far as is allowed."""
        with np.errstate(all="ignore"):
            while self.behind:
                self._take()
                if not may_go_on():
                    return

    def expected(self) -> Array:
        """Return the expected loss, shape (rows, lanes), NaN for lanes that theory is silent about."""
        return self._room[0, : -(-self._steps // self.every)]

    def spread(self) -> Array:
        """Return the standard deviation of the loss from seed to seed, shape (rows, lanes)."""
        return self._room[1, : -(-self._steps // self.every)]

    def at(self, step: int) -> tuple[Array, Array] | None:
        """Return expected loss and standard deviation at a step, each (lanes,); None where it has not come so far."""
        if step >= self._steps:
            return None
        if step % self.every == 0:
            expected, spread = self._room[:, step // self.every]
            return expected, spread
        with np.errstate(all="ignore"):
            expected, spread = self._row(self._checkpoints.at(step))
        return expected, spread

    def _known(self) -> list[int]:
        if self._modes is None:
            return []
        few = self._modes.curvatures[:1]
        return [place for place in range(len(self.race.lanes)) if map_of(self.race, place, 0, few) is not None]

    def _take(self) -> None:
        """Take another row, and the moments after it."""
        self._checkpoints.add(self._now)
        row, within = divmod(self._steps, self.every)
        if not within:
            row = self._make_room(row)
            self._room[:, row] = self._row(self._now)
        self._now = self._onward(self._now)
        self._steps += 1

    def _make_room(self, row: int) -> int:
        """Make room for a row, by dropping every second one where there are as many as are kept; return its place."""
        if row == self._keep_rows:
            self._room[:, : row // 2] = self._room[:, :row:2]
            self.every, row = 2 * self.every, row // 2
        elif row == self._room.shape[1]:
            self._room = np.concatenate((self._room, np.full_like(self._room, np.nan)), axis=1)
        return row

    def _row(self, now: _Moments) -> Array:
        """Return mean and standard deviation of the loss, (2, lanes)."""
        row = np.full((2, len(self.race.lanes)), np.nan)
        if self._modes is not None:
            row[:, self.places] = expected_loss(self._modes.curvatures, now.moments)
        return row

    def _onward(self, now: _Moments) -> _Moments:
        """Return the moments of the next step."""
        transfers, modes = now.transfers, self._modes
        for place in self._varying:
            lane = self.race.lanes[place]
            changes = lane.schedule is not None or any(edit.step == now.step for edit in lane.edits)
            if changes and modes is not None:
                transfers = transfers.copy()
                transfers[self.places.index(place)] = self._transfer(modes, place, now.step)
        return _Moments(now.step + 1, onward(now.moments, transfers), transfers)

    def _transfer(self, modes: Modes, place: int, step: int) -> Array:
        linear = map_of(self.race, place, step, modes.curvatures)
        if linear is None:
            # an edit has made it so: from there on nothing is known
            return np.full_like(self._now.transfers[self.places.index(place)], np.nan)
        return transfer(linear, noise_of(self.race, place, modes))
