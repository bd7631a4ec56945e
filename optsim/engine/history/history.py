"""What was measured at every step of every lane, in columns that grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.counting import Clock
from optsim.engine.history.growing_table import Block, Column, Steps, Stretches, Table
from optsim.engine.history.lowest import ByEpoch, Lowest
from optsim.engine.history.quantities import distance, effective_rate
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, Mask

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


def figures(rows: Sequence[Row], numerics: Numerics) -> Block:
    """What a history keeps of some rows, by column: NaN where a lane had ended, (rows, lanes), parameters (rows, lanes, dim)."""
    ran = np.stack([row.ran for row in rows])
    ended = None if ran.all() else ~ran
    params = np.stack([row.params for row in rows])
    update_norm = numerics.row_norm(np.stack([row.moved for row in rows]) - params)
    update_norm[~np.stack([row.went_on for row in rows])] = np.nan
    return {
        "loss": _blanked([row.loss for row in rows], ended),
        "batch_loss": _blanked([row.batch_loss for row in rows], ended),
        "grad_norm": _blanked(numerics.row_norm(np.stack([row.grad for row in rows])), ended),
        "update_norm": update_norm,
        "learning_rate": _blanked([row.learning_rate for row in rows], ended),
        "params": params,
        "best": np.array([row.best_epoch for row in rows if row.best_epoch is not None], np.int64).reshape(
            -1, ran.shape[1]
        ),
    }


class Keep(NamedTuple):
    """What a history keeps: the parameters or not, and more than how many rows are thinned, None for never."""

    params: bool
    rows: int | None = None


class History:
    """The rows of a race so far, NaN where a lane had ended. Row t is the point before update t; row 0 is the start.

    Rows are gathered first and written to the columns many at a time, at the latest when a column is read: a step costs
    no more than keeping its arrays. Older rows are thinned when there are more than it is to keep, see `Table`; those that are
    there are in the columns, in the order of steps. `judged` where an early-stopping rule says what was best.
    """

    def __init__(
        self,
        lanes: int,
        dim: int,
        clocks: tuple[Clock, ...],
        *,
        watches_validation: bool,
        judged: bool,
        keep: Keep,
        numerics: Numerics = FAST,
        minima: Sequence[Sequence[float]] = (),
    ) -> None:
        self.keep = keep
        self.length = 0
        self._watches_validation, self._judged = watches_validation, judged
        self._numerics, self._minima = numerics, minima
        self._pending: list[Row] = []
        self._pending_most = max(1, min(_PENDING_ROWS, _PENDING_NUMBERS // (lanes * dim)))
        names = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate")
        columns = {name: Column((lanes,)) for name in names}
        columns |= {"params": Column((lanes, dim)), "best": Column((lanes,), np.int64)}
        self._shape = lanes, dim
        self._table = Table(columns, keep.rows, self._watched)
        self._validation = ByEpoch(lanes, clocks)
        self._lowest = Lowest(lanes)

    def taken(self, rows: int, places: Sequence[int], clocks: tuple[Clock, ...], lowest: Lowest) -> History:
        """A history of its own with rows of some lanes, in their order; one may come more than once.

        It has the first so many rows, or so many of them as can be had, see `whole`; `clocks` are those of the lanes that
        are taken, `lowest` the lowest losses of these rows. The validation losses are those of the first so many rows in any case.
        """
        taken = History(
            len(places),
            self._shape[1],
            clocks,
            watches_validation=self._watches_validation,
            judged=self._judged,
            keep=self.keep,
            numerics=self._numerics,
            minima=self._minima,
        )
        self._write()
        taken.length = self.whole(rows)
        taken._table.take(self._table, taken.length, places)
        if self._watches_validation:
            taken._validation.take(self._validation, rows, places)
            if not self._judged:
                taken._validation.catch_up_best(rows)
        taken._lowest = lowest
        return taken

    def whole(self, rows: int) -> int:
        """So many of the first so many rows that a history of them can be taken."""
        self._write()
        return self._table.whole(rows)

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
        for step, row in enumerate(rows, start=self._table.length):
            if row.validation_loss is not None:
                self._validation.put(step, np.where(row.ran, row.validation_loss, np.nan))
        if self._watches_validation and not self._judged:
            # with the rows, so that nobody waits for all of them at once
            self._validation.catch_up_best(self.length)
        self._put(figures(rows, self._numerics))

    def extend(self, block: Block) -> None:
        """Add rows that were measured before, but their validation losses, which are there."""
        self._write()
        self._put(block)
        self.length = self._table.length

    def _put(self, block: Block) -> None:
        best, params = block["best"], block["params"] if self.keep.params else block["params"][:0]
        if not self._judged and not self._watches_validation:
            best = self._lowest.follow(self._table.length, block["loss"])
        self._table.extend({**block, "best": best, "params": params})

    def _watched(self, block: Block) -> Block:
        """What has extremes of its own where rows are not kept: all that a chart or a map shows."""
        watched = {name: block[name] for name in ("loss", "grad_norm", "update_norm")}
        watched["effective_rate"] = effective_rate(block["update_norm"], block["grad_norm"])
        if self.keep.params:
            watched["params"] = block["params"]
            if len(self._minima):
                minima = np.array(self._minima)
                watched["distance"] = distance(block["params"], block["loss"], minima, self._numerics)
        return watched

    @property
    def gaps(self) -> bool:
        """No: where a step was not measured there is no row."""
        return False

    def measures(self, name: str) -> bool:
        """Whether a column has values at all: without held-out data there is no validation loss."""
        return self._watches_validation or name != "validation_loss"

    @property
    def keeps_params(self) -> bool:
        """Whether `params` has all rows that there are; else it has none."""
        return self.keep.params

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""
        return self._written("loss")

    @property
    def batch_loss(self) -> Array:
        """Loss of the sample that the update saw, (rows, lanes); for NAG at the look-ahead point."""
        return self._written("batch_loss")

    @property
    def grad_norm(self) -> Array:
        """Euclidean norm of the gradient that the update used, (rows, lanes)."""
        return self._written("grad_norm")

    @property
    def update_norm(self) -> Array:
        """Euclidean norm of the update that follows the row, (rows, lanes); NaN where none does."""
        return self._written("update_norm")

    @property
    def learning_rate(self) -> Array:
        """α of the step, (rows, lanes)."""
        return self._written("learning_rate")

    @property
    def params(self) -> Array:
        """The parameters, (rows, lanes, dim); no rows where they are not kept."""
        return self._written("params")

    @property
    def validation_loss(self) -> Array:
        """Validation loss by each lane's own epoch, (epochs, lanes), NaN where it is not so far; no rows without data.

        Row e of a lane belongs to step e · steps_per_epoch of that lane.
        """
        self._write()
        return self._validation.view()

    @property
    def rows(self) -> Steps | None:
        """The steps whose rows are there; None where these are all."""
        self._write()
        return self._table.rows

    @property
    def steps(self) -> Steps | None:
        """The same: where a row is there, all lanes were measured."""
        return self.rows

    @property
    def stretches(self) -> Stretches | None:
        """The extremes where rows are not there; None where all are."""
        self._write()
        return self._table.stretches if self._table.stretches.begin else None

    def places(self, steps: Steps) -> Steps:
        """The rows of the columns that are of some steps; −1 for a step whose row is not there."""
        self._write()
        return self._table.places(steps)

    def place(self, step: int) -> int:
        """The same of one step."""
        self._write()
        return self._table.place(step)

    def best_step(self, step: int, place: int) -> int | None:
        """Where a lane was best up to a step: the epoch that the first early-stopping rule would keep.

        Without a rule, where the loss was lowest: validation loss if it is measured, else training loss. None where the row of
        the step is not there that says so.
        """
        self._write()
        if self._watches_validation and not self._judged:
            return self._validation.best_step(step, place)
        row = self._table.place(step)
        if row < 0:
            return None
        return int(self._table["best"][row, place]) * (self._validation.steps_per_epoch[place] if self._judged else 1)

    @property
    def nbytes(self) -> int:
        """The room that all rows take."""
        return self._table.nbytes + self._validation.nbytes

    def _written(self, column: str) -> Array:
        self._write()
        return self._table[column]


def _blanked(rows: Any, ended: Mask | None) -> Array:
    """Rows as one array, NaN where a lane had ended."""
    block = np.array(rows)
    if ended is not None:
        block[ended] = np.nan
    return block
