"""What was measured at every step of every lane, in columns that grow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.fields import Array, Mask
from optsim.engine.numerics import FAST, Numerics

_FIRST_ROOM = 256
_PENDING_ROWS = 128
# more at a time is slower: the stacked arrays leave the cache
_PENDING_NUMBERS = 16384


class Row(NamedTuple):
    """What is measured at one step, before its update: losses (lanes,), gradients and parameters (lanes, dim).

    `moved` are the parameters behind the update, `ran` the lanes that had not ended before, `went_on` those that took the
    update. `validation_loss` is None between epochs; `best_epoch`, the epoch that the first early-stopping rule would keep,
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
        steps_per_epoch: int,
        *,
        watches_validation: bool,
        keeps_params: bool,
        numerics: Numerics = FAST,
    ) -> None:
        self.steps_per_epoch = steps_per_epoch
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
        self._validation_loss = _Column((lanes,))
        self._best = RunningBest(lanes)
        self._best_epoch = _Column((lanes,), np.int32)

    def taken(self, rows: int, places: Sequence[int]) -> History:
        """A history of its own with the first so many rows of some lanes, in their order; one may come more than once."""
        lanes, dim = len(places), self._params.shape[1]
        taken = History(
            lanes,
            dim,
            self.steps_per_epoch,
            watches_validation=self._watches_validation,
            keeps_params=self.keeps_params,
            numerics=self._numerics,
        )
        self._write()
        taken.length = rows
        for name in ("_loss", "_batch_loss", "_grad_norm", "_update_norm", "_learning_rate", "_params", "_best_epoch"):
            getattr(taken, name).extend(getattr(self, name).view()[:rows, list(places)])
        epochs = math.ceil(rows / self.steps_per_epoch)
        taken._validation_loss.extend(self._validation_loss.view()[:epochs, list(places)])
        if self._best.places().size:
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
        for row in rows:
            if row.validation_loss is not None:
                self._validation_loss.extend(_blanked([row.validation_loss], None if ended is None else ~row.ran[None]))
        if rows[0].best_epoch is None:
            # with the rows, so that nobody waits for all of them at once
            self._catch_up_best()

    def _catch_up_best(self) -> None:
        self._best.upto((self._validation_loss if self._watches_validation else self._loss).view())

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
        """Validation loss by epoch, (epochs, lanes): row e belongs to step e · steps_per_epoch; no rows without data."""
        return self._written(self._validation_loss)

    def best_step(self, step: int, place: int) -> int:
        """Where a lane was best up to a step: the epoch that the first early-stopping rule would keep.

        Without a rule, where the loss was lowest: validation loss if it is measured, else training loss.
        """
        best_epoch = self._written(self._best_epoch)
        if len(best_epoch):
            return int(best_epoch[step, place]) * self.steps_per_epoch
        rows = self._best.places()
        if self._watches_validation:
            return int(rows[step // self.steps_per_epoch, place]) * self.steps_per_epoch
        return int(rows[step, place])

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

    def view(self) -> npt.NDArray[Any]:
        """All rows, not to be written to."""
        shown = self._room[: self.length]
        shown.flags.writeable = False
        return shown


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
