"""The expected loss of every lane of a race, and its spread, a step at a time: what is drawn beside what is measured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.linear import LinearMap, Modes
from optsim.engine.source import Source
from optsim.theory.quadratics import beginning, expected_loss, onward, transfer

_FIRST_ROOM = 256


def modes_of(race: Source) -> Modes | None:
    """The directions of a race's objective where all of it is a quadratic form; None where it is not."""
    modes = race.objective.modes
    return modes if modes is not None and modes.exact else None


def map_of(race: Source, place: int, step: int, curvatures: Array) -> LinearMap | None:
    """The map of a lane's update at a step along directions of those curvatures; None where it is not linear."""
    with np.errstate(all="ignore"):
        return race.lanes[place].effective(step).linear(curvatures)


def noise_of(race: Source, place: int, modes: Modes) -> Array:
    """The variance of the noise that a lane meets in each of the objective's directions: none where it sees the exact gradient."""
    own = race.setup.objectives[place]
    if race.lanes[place].optimizer.exact or not own.stochastic:
        return np.zeros_like(modes.noise)
    noise = modes.noise if own is race.objective or own.modes is None else own.modes.noise
    with np.errstate(all="ignore"):
        return noise * noise


class Forecast:
    """What theory expects of the lanes of a race, up to the step that the race has computed.

    `places` are the lanes of which theory knows: those whose update is linear in the gradient, on a quadratic. Schedules and
    edits are followed.
    """

    def __init__(self, race: Source) -> None:
        self.race = race
        self._modes = modes_of(race)
        self.places = self._known()
        self._rows = 0
        lanes = len(race.lanes)
        self._room = np.full((2, _FIRST_ROOM, lanes), np.nan)
        self._varying = [
            place for place in self.places if race.lanes[place].schedule is not None or race.lanes[place].edits
        ]
        if self._modes is None or not self.places:
            return
        with np.errstate(all="ignore"):
            self._moments = beginning(self._modes.distances(race.setup.starts[self.places]))
            self._step = np.stack([self._transfer(self._modes, place, 0) for place in self.places])

    @property
    def behind(self) -> bool:
        """Whether the race has computed more."""
        return bool(self.places) and self._rows <= self.race.head

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Follow the race as far as is allowed."""
        with np.errstate(all="ignore"):
            while self.behind:
                self._take()
                if not may_go_on():
                    return

    def expected(self) -> Array:
        """The expected loss, shape (rows, lanes), NaN for lanes that theory is silent about."""
        return self._room[0, : self._rows]

    def spread(self) -> Array:
        """The standard deviation of the loss from seed to seed, shape (rows, lanes)."""
        return self._room[1, : self._rows]

    def _known(self) -> list[int]:
        if self._modes is None:
            return []
        few = self._modes.curvatures[:1]
        return [place for place in range(len(self.race.lanes)) if map_of(self.race, place, 0, few) is not None]

    def _take(self) -> None:
        """Another row, and the moments behind it."""
        if self._modes is None:
            return
        step = self._rows
        if step == self._room.shape[1]:
            self._room = np.concatenate((self._room, np.full_like(self._room, np.nan)), axis=1)
        self._room[:, step, self.places] = expected_loss(self._modes.curvatures, self._moments)
        for place in self._varying:
            lane = self.race.lanes[place]
            if lane.schedule is not None or any(edit.step == step for edit in lane.edits):
                self._step[self.places.index(place)] = self._transfer(self._modes, place, step)
        self._moments = onward(self._moments, self._step)
        self._rows = step + 1

    def _transfer(self, modes: Modes, place: int, step: int) -> Array:
        linear = map_of(self.race, place, step, modes.curvatures)
        if linear is None:
            # an edit has made it so: from there on nothing is known
            return np.full_like(self._step[self.places.index(place)], np.nan)
        return transfer(linear, noise_of(self.race, place, modes))
