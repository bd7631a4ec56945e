"""What was measured at every step of every lane, in columns that grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.fields import Array, Index, Mask
from optsim.engine.numerics import FAST, Numerics
from optsim.engine.setup import Clock

_FIRST_ROOM = 256
_PENDING_ROWS = 128
# more at a time is slower: the stacked arrays leave the cache
_PENDING_NUMBERS = 16384


class Row(NamedTuple):
    """What is measured at one step, before its update: losses (lanes,), gradients and parameters (lanes, dim).

    `moved` are the parameters behind the update, `ran` the lanes that had not ended before, `went_on` those that took the
    update. `validation_loss` is None between epochs, NaN for a lane between its own; `best_epoch`, the epoch that the first early-stopping rule would keep,
    is None without a rule.
    """

    loss: Array
    batch_loss: Array
    grad: Array
    params: Array
    moved: Array
    learning_rate: Array
    ran: Mask
    went_on: Mask
    validation_loss: Array | None
    best_epoch: npt.NDArray[np.int64] | None


class History:
    """The rows of a race so far, NaN where a lane had ended. Row t is the point before update t; row 0 is the start.

    Rows are gathered first and written to the columns many at a time, at the latest when a column is read: a step costs
    no more than keeping its arrays.
    """

    #: all are measured
    rows: None = None
    steps: None = None

    def __init__(
        self,
        lanes: int,
        dim: int,
        clocks: tuple[Clock, ...],
        *,
        watches_validation: bool,
        keeps_params: bool,
        numerics: Numerics = FAST,
    ) -> None:
        self.keeps_params = keeps_params
        self.length = 0
        self._watches_validation = watches_validation
        self._numerics = numerics
        self._pending: list[Row] = []
        self._pending_most = max(1, min(_PENDING_ROWS, _PENDING_NUMBERS // (lanes * dim)))
        self._loss = _Column((lanes,))
        self._batch_loss = _Column((lanes,))
        self._grad_norm = _Column((lanes,))
        self._update_norm = _Column((lanes,))
        self._learning_rate = _Column((lanes,))
        self._params = _Column((lanes, dim))
        self._validation = ByEpoch(lanes, clocks)
        self._best = RunningBest(lanes)
        self._best_epoch = _Column((lanes,), np.int32)

    def taken(self, rows: int, places: Sequence[int], clocks: tuple[Clock, ...]) -> History:
        """A history of its own with the first so many rows of some lanes, in their order; one may come more than once.

        `clocks` are those of the lanes that are taken.
        """
        lanes, dim = len(places), self._params.shape[1]
        taken = History(
            lanes,
            dim,
            clocks,
            watches_validation=self._watches_validation,
            keeps_params=self.keeps_params,
            numerics=self._numerics,
        )
        self._write()
        taken.length = rows
        for name in ("_loss", "_batch_loss", "_grad_norm", "_update_norm", "_learning_rate", "_params", "_best_epoch"):
            getattr(taken, name).extend(getattr(self, name).view()[:rows, list(places)])
        if self._watches_validation:
            taken._validation.take(self._validation, rows, places)
        if not taken._best_epoch.length:
            taken._catch_up_best()
        return taken

    def append(self, row: Row) -> None:
        """Add the row of the next step."""
        self._pending.append(row)
        self.length += 1
        if len(self._pending) >= self._pending_most:
            self._write()

    @np.errstate(all="ignore")
    def _write(self) -> None:
        rows, self._pending = self._pending, []
        if not rows:
            return
        ran = np.stack([row.ran for row in rows])
        ended = None if ran.all() else ~ran
        params = np.stack([row.params for row in rows])
        update_norm = self._numerics.row_norm(np.stack([row.moved for row in rows]) - params)
        update_norm[~np.stack([row.went_on for row in rows])] = np.nan
        self._update_norm.extend(update_norm)
        self._loss.extend(_blanked([row.loss for row in rows], ended))
        self._batch_loss.extend(_blanked([row.batch_loss for row in rows], ended))
        self._learning_rate.extend(_blanked([row.learning_rate for row in rows], ended))
        grad_norm = self._numerics.row_norm(np.stack([row.grad for row in rows]))
        self._grad_norm.extend(_blanked(grad_norm, ended))
        if self.keeps_params:
            self._params.extend(params)
        if rows[0].best_epoch is not None:
            self._best_epoch.extend(np.array([row.best_epoch for row in rows]))
        for step, row in enumerate(rows, start=self.length - len(rows)):
            if row.validation_loss is not None:
                self._validation.put(step, np.where(row.ran, row.validation_loss, np.nan))
        if rows[0].best_epoch is None:
            # with the rows, so that nobody waits for all of them at once
            self._catch_up_best()

    def _catch_up_best(self) -> None:
        if self._watches_validation:
            self._validation.catch_up_best(self.length)
        else:
            self._best.upto(self._loss.view())

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""
        return self._written(self._loss)

    @property
    def batch_loss(self) -> Array:
        """Loss of the sample that the update saw, (rows, lanes); for NAG at the look-ahead point."""
        return self._written(self._batch_loss)

    @property
    def grad_norm(self) -> Array:
        """Euclidean norm of the gradient that the update used, (rows, lanes)."""
        return self._written(self._grad_norm)

    @property
    def update_norm(self) -> Array:
        """Euclidean norm of the update that follows the row, (rows, lanes); NaN where none does."""
        return self._written(self._update_norm)

    @property
    def learning_rate(self) -> Array:
        """α of the step, (rows, lanes)."""
        return self._written(self._learning_rate)

    @property
    def params(self) -> Array:
        """The parameters, (rows, lanes, dim); no rows where they are not kept."""
        return self._written(self._params)

    @property
    def validation_loss(self) -> Array:
        """Validation loss by each lane's own epoch, (epochs, lanes), NaN where it is not so far; no rows without data.

        Row e of a lane belongs to step e · steps_per_epoch of that lane.
        """
        self._write()
        return self._validation.view()

    def best_step(self, step: int, place: int) -> int:
        """Where a lane was best up to a step: the epoch that the first early-stopping rule would keep.

        Without a rule, where the loss was lowest: validation loss if it is measured, else training loss.
        """
        best_epoch = self._written(self._best_epoch)
        if len(best_epoch):
            return int(best_epoch[step, place]) * self._validation.steps_per_epoch[place]
        if self._watches_validation:
            return self._validation.best_step(step, place)
        return int(self._best.places()[step, place])

    def _written(self, column: _Column) -> Array:
        self._write()
        return column.view()


class _Column:
    """A growing array: its room doubles when it is full."""

    def __init__(self, shape: tuple[int, ...], dtype: npt.DTypeLike = np.float64) -> None:
        self.shape = shape
        self._room = np.empty((0, *shape), dtype)
        self.length = 0

    def extend(self, rows: npt.NDArray[Any]) -> None:
        """Write rows behind all others."""
        end = self.length + len(rows)
        if end > len(self._room):
            grown = np.empty((max(_FIRST_ROOM, 2 * len(self._room), end), *self._room.shape[1:]), self._room.dtype)
            grown[: self.length] = self._room[: self.length]
            self._room = grown
        self._room[self.length : end] = rows
        self.length = end

    def put(self, first: int, lanes: Index, values: npt.NDArray[Any]) -> None:
        """Write some lanes of rows from one on; what nobody has written in a row is NaN."""
        end = first + len(values)
        if end > self.length:
            self.extend(np.full((end - self.length, *self.shape), np.nan))
        self._room[first:end, lanes] = values

    def view(self) -> npt.NDArray[Any]:
        """All rows, not to be written to."""
        shown = self._room[: self.length]
        shown.flags.writeable = False
        return shown


class ByEpoch:
    """Validation losses (epochs, lanes), each lane by its own epochs, and where they were lowest so far."""

    def __init__(self, lanes: int, clocks: tuple[Clock, ...]) -> None:
        self._clocks = clocks
        self._column = _Column((lanes,))
        self._best = [RunningBest(len(clock.places)) for clock in clocks]
        #: by place: which clock, and which of its lanes
        self._where = {p: (n, at) for n, clock in enumerate(clocks) for at, p in enumerate(clock.places)}
        self.steps_per_epoch = [clocks[self._where[place][0]].steps_per_epoch for place in range(lanes)]

    def put(self, step: int, values: Array) -> None:
        """Write what was measured at a step, (lanes,), of the lanes for which an epoch begins there."""
        for steps_per_epoch, _, lanes in self._clocks:
            epoch, within = divmod(step, steps_per_epoch)
            if not within:
                self._column.put(epoch, lanes, values[None, lanes])

    def catch_up_best(self, rows: int) -> None:
        """Look through what was measured in the first so many rows."""
        values = self._column.view()
        for clock, best in zip(self._clocks, self._best, strict=True):
            best.upto(values[: -(-rows // clock.steps_per_epoch), clock.rows])

    def take(self, other: ByEpoch, rows: int, places: Sequence[int]) -> None:
        """Take over what was measured in the first so many rows, of a place for each lane."""
        values = other.view()
        for clock in self._clocks:
            epochs = -(-rows // clock.steps_per_epoch)
            self._column.put(0, clock.rows, values[:epochs, [places[place] for place in clock.places]])

    def view(self) -> Array:
        """All epochs, not to be written to."""
        return self._column.view()

    def best_step(self, step: int, place: int) -> int:
        """Where a lane was best up to a step."""
        number, at = self._where[place]
        steps = self._clocks[number].steps_per_epoch
        return int(self._best[number].places()[step // steps, at]) * steps


class RunningBest:
    """The running place of the lowest value of each lane."""

    def __init__(self, lanes: int) -> None:
        self._places = _Column((lanes,), np.int32)
        self._lowest = np.full((1, lanes), np.inf)
        self._place = np.zeros((1, lanes), np.int32)

    def places(self) -> npt.NDArray[np.int32]:
        """Row numbers of the lowest value so far, (rows, lanes)."""
        return self._places.view()

    def upto(self, values: Array) -> None:
        """Go on to the last of the values (rows, lanes); NaN is passed over."""
        done = self._places.length
        if done < len(values):
            new = values[done:]
            lowest = np.fmin.accumulate(np.concatenate((self._lowest, new)), axis=0)
            improved = new < lowest[:-1]
            rows = np.arange(done, len(values), dtype=np.int32)[:, None]
            marked = np.concatenate((self._place, np.where(improved, rows, 0)))
            places = np.maximum.accumulate(marked, axis=0)
            self._lowest, self._place = lowest[-1:], places[-1:]
            self._places.extend(places[1:])


def _blanked(rows: Any, ended: Mask | None) -> Array:
    """Rows as one array, NaN where a lane had ended."""
    block = np.array(rows)
    if ended is not None:
        block[ended] = np.nan
    return block
