"""Places of the lowest values so far, by row; of validation losses by each lane's own epochs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.engine.counting import Clock
from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array


class Lowest:
    """The lowest value of each lane so far, and the row that it is of, (lanes,)."""

    def __init__(self, lanes: int) -> None:
        self.values = np.full(lanes, np.inf)
        self.rows = np.zeros(lanes, np.int64)

    def follow(self, first: int, values: Array) -> Steps:
        """Go on to values (rows, lanes) from a row on; returns the row of the lowest so far for each. NaN is passed over."""
        lowest = np.fmin.accumulate(np.concatenate((self.values[None], values)), axis=0)
        improved = values < lowest[:-1]
        numbers = np.arange(first, first + len(values))[:, None]
        rows = np.maximum.accumulate(np.concatenate((self.rows[None], np.where(improved, numbers, 0))), axis=0)
        self.values, self.rows = lowest[-1], rows[-1]
        rows_of_lowest: Steps = rows[1:]
        return rows_of_lowest


class RunningBest:
    """The running place of the lowest value of each lane."""

    def __init__(self, lanes: int) -> None:
        self._places = Column((lanes,), np.int64)
        self._lowest = Lowest(lanes)

    def places(self) -> Steps:
        """Row numbers of the lowest value so far, (rows, lanes)."""
        return self._places.view()

    def upto(self, values: Array) -> None:
        """Go on to the last of the values (rows, lanes); NaN is passed over."""
        done = self._places.length
        if done < len(values):
            self._places.extend(self._lowest.follow(done, values[done:]))

    @property
    def nbytes(self) -> int:
        """The room that they take."""
        return self._places.nbytes


class ByEpoch:
    """Validation losses (epochs, lanes), each lane by its own epochs, and where they were lowest so far."""

    def __init__(self, lanes: int, clocks: tuple[Clock, ...]) -> None:
        self._clocks = clocks
        self._column = Column((lanes,))
        self._best = [RunningBest(len(clock.places)) for clock in clocks]
        #: by place: which clock, and which of its lanes
        self._where = {p: (n, at) for n, clock in enumerate(clocks) for at, p in enumerate(clock.places)}
        self.steps_per_epoch = [clocks[self._where[place][0]].steps_per_epoch for place in range(lanes)]

    def begins(self, step: int) -> bool:
        """Tell if an epoch of any lane begins at a step."""
        return any(step % clock.steps_per_epoch == 0 for clock in self._clocks)

    def put(self, step: int, values: Array) -> None:
        """Write what was measured at a step, (lanes,), of the lanes for which an epoch begins there."""
        for steps_per_epoch, _, lanes in self._clocks:
            epoch, within = divmod(step, steps_per_epoch)
            if not within:
                self._column.put(epoch, lanes, values[None, lanes])

    def catch_up_best(self, rows: int) -> None:
        """Look through what was measured in the first `rows` rows."""
        values = self._column.view()
        for clock, best in zip(self._clocks, self._best, strict=True):
            best.upto(values[: -(-rows // clock.steps_per_epoch), clock.rows])

    def take(self, other: ByEpoch, rows: int, places: Sequence[int]) -> None:
        """Take over what was measured in the first `rows` rows, for each lane that of its place in `places`."""
        values = other.view()
        for clock in self._clocks:
            epochs = -(-rows // clock.steps_per_epoch)
            self._column.put(0, clock.rows, values[:epochs, [places[place] for place in clock.places]])

    def view(self) -> Array:
        """All epochs, not to be written to."""
        return self._column.view()

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a step."""
        number, at = self._where[place]
        steps = self._clocks[number].steps_per_epoch
        return int(self._best[number].places()[step // steps, at]) * steps

    @property
    def nbytes(self) -> int:
        """The room that they take."""
        return self._column.nbytes + sum(best.nbytes for best in self._best)
