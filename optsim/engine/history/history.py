"""Measurements at every step of every lane, in columns that grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.engine.counting import Clock
from optsim.engine.history.growing_table import Block, Column, Steps, Stretches, Table
from optsim.engine.history.lowest import ByEpoch, Lowest
from optsim.engine.history.measuring import Measuring, Row, figures
from optsim.engine.history.quantities import QUANTITIES, Quantity
from optsim.engine.settings import Array

_PENDING_ROWS = 128
# more at a time is slower: the stacked arrays leave the cache
_PENDING_NUMBERS = 16384


class Keep(NamedTuple):
    """Choice of what a history keeps: the parameters or not, and more than how many rows are thinned, None for never."""

    params: bool
    rows: int | None = None


class History:
    """The rows of a race so far, NaN where a lane had ended. Row t is the point before update t; row 0 is the start.

    Rows are gathered first and written to the columns many at a time, at the latest when a column is read: a step costs
    no more than keeping its arrays. Older rows are thinned when there are more than it is to keep, see `Table`; those that are
    there are in the columns, in the order of steps. `has_rule` where an early-stopping rule says what was best.
    """

    def __init__(
        self,
        lanes: int,
        dim: int,
        clocks: tuple[Clock, ...],
        *,
        has_rule: bool,
        keep: Keep,
        measuring: Measuring,
    ) -> None:
        self.keep, self.measuring = keep, measuring
        self.length = 0
        self._watches_validation, self._has_rule = measuring.validation, has_rule
        self._pending: list[Row] = []
        self._pending_most = max(1, min(_PENDING_ROWS, _PENDING_NUMBERS // (lanes * dim)))
        columns = {each.name: Column((lanes,)) for each in measuring.quantities("step")}
        minima, params = ("minima",) if len(measuring.minima) else (), ("params",) if keep.params else ()
        #: what is known of all rows that there are
        self.there = frozenset((*columns, *minima, *params))
        columns |= {"params": Column((lanes, dim)), "best": Column((lanes,), np.int64)}
        self._shape = lanes, dim
        self._table = Table(columns, keep.rows, self._watched)
        by_epoch = [each.name for each in measuring.quantities("epoch")]
        self._by_epoch = {name: ByEpoch(lanes, clocks) for name in {"validation_loss": None, **dict.fromkeys(by_epoch)}}
        self._validation = self._by_epoch["validation_loss"]
        #: those that the steps do not give themselves
        self._worked_out_by_epoch = tuple(name for name in by_epoch if name != "validation_loss")
        self._lowest = Lowest(lanes)

    def select(self, rows: int, places: Sequence[int], clocks: tuple[Clock, ...], lowest: Lowest) -> History:
        """A history of its own with rows of some lanes, in their order; one may come more than once.

        It has the first `rows` rows, or as many of them as `whole` allows; `clocks` are those of the lanes that
        are taken, `lowest` the lowest losses of these rows. The validation losses are those of the first `rows` rows in any case.
        """
        history = History(
            len(places),
            self._shape[1],
            clocks,
            has_rule=self._has_rule,
            keep=self.keep,
            measuring=self.measuring,
        )
        self._write()
        history.length = self.whole(rows)
        history._table.take(self._table, history.length, places)
        for each in self.measuring.quantities("epoch"):
            history._by_epoch[each.name].take(self._by_epoch[each.name], rows, places)
        if self._watches_validation and not self._has_rule:
            history._validation.catch_up_best(rows)
        history._lowest = lowest
        return history

    def whole(self, rows: int) -> int:
        """Return how many of the first `rows` rows a history can be made of."""
        self._write()
        return self._table.whole(rows)

    def append(self, row: Row) -> None:
        """Add the row of the next step."""
        # rows with norms and rows with vectors are measured each in their way
        if self._pending and (self._pending[-1].norms is None) != (row.norms is None):
            self._write()
        self._pending.append(row)
        self.length += 1
        if len(self._pending) >= (self._pending_most if row.norms is None else _PENDING_ROWS):
            self._write()

    @property
    def needs_vectors(self) -> bool:
        """True if gradients or parameters of a row are needed for more than their norms, so that norms at once will not do."""
        return self.keep.params or self.measuring.needs_vectors

    @np.errstate(all="ignore")
    def _write(self) -> None:
        rows, self._pending = self._pending, []
        if not rows:
            return
        for step, row in enumerate(rows, start=self._table.length):
            if row.validation_loss is not None:
                self._validation.put(step, np.where(row.was_active, row.validation_loss, np.nan))
            for each in self._worked_out_by_epoch:
                if self._by_epoch[each].begins(step):
                    self._by_epoch[each].put(step, figures([row], self.measuring, step, [each])[each][0])
        if self._watches_validation and not self._has_rule:
            # with the rows, so that nobody waits for all of them at once
            self._validation.catch_up_best(self.length)
        self._put(figures(rows, self.measuring, self._table.length))

    def extend(self, block: Block) -> None:
        """Add rows that were measured before, but their validation losses, which are there."""
        self._write()
        self._put(block)
        self.length = self._table.length

    def _put(self, block: Block) -> None:
        best, params = block["best"], block["params"] if self.keep.params else block["params"][:0]
        if not self._has_rule and not self._watches_validation:
            best = self._lowest.follow(self._table.length, block["loss"])
        self._table.extend({**block, "best": best, "params": params})

    def _watched(self, block: Block) -> Block:
        """Return what has extremes of its own where rows are not kept: all that a chart or a map shows."""
        known = self.measuring.known({name: block[name] for name in self.there if name in block})
        shown = {
            each.name: known[each.name] for each in QUANTITIES.values() if each.per == "step" and self.works_out(each)
        }
        return {**shown, "params": block["params"]} if self.keep.params else shown

    def works_out(self, quantity: Quantity) -> bool:
        """Tell if it has a quantity, or what that is worked out of."""
        return quantity.bases(self.there) is not None

    def __getitem__(self, name: str) -> Array:
        """A quantity that was measured at every step, (rows, lanes), or by each lane's own epoch, (epochs, lanes).

        Raises KeyError for any other one.
        """
        if name in self._by_epoch:
            self._write()
            return self._by_epoch[name].view()
        if name not in self.there:
            raise KeyError(name)
        return self._written(name)

    @property
    def gaps(self) -> bool:
        """No: where a step was not measured there is no row."""
        return False

    def measures(self, name: str) -> bool:
        """Tell if a column has values at all: without held-out data there is no validation loss."""
        return name in self.there or name in [each.name for each in self.measuring.quantities("epoch")]

    @property
    def keeps_params(self) -> bool:
        """True if `params` has all rows that there are; else it has none."""
        return self.keep.params

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""
        return self._written("loss")

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
        """Return where a lane was best up to a step: the epoch that the first early-stopping rule would keep.

        Without a rule, where the loss was lowest: validation loss if it is measured, else training loss. None where the row of
        the step is not there that says so.
        """
        self._write()
        if self._watches_validation and not self._has_rule:
            return self._validation.best_step(step, place)
        row = self._table.place(step)
        if row < 0:
            return None
        return int(self._table["best"][row, place]) * (self._validation.steps_per_epoch[place] if self._has_rule else 1)

    @property
    def nbytes(self) -> int:
        """The room that all rows take."""
        return self._table.nbytes + sum(each.nbytes for each in self._by_epoch.values())

    def _written(self, column: str) -> Array:
        self._write()
        return self._table[column]
