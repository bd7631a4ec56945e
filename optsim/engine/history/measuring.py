"""Measures the rows of a race: the quantities that are recorded always, and those that were requested."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.history.growing_table import Block
from optsim.engine.history.quantities import QUANTITIES, Known, Quantity, recorded_always
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, Mask

#: what a row gives itself, beside the parameters
_GIVEN = ("loss", "batch_loss", "learning_rate", "grad")


class Row(NamedTuple):
    """Values at one step, before its update: losses (lanes,), gradients and parameters (lanes, dim).

    `new_params` are the parameters after the update, `was_active` the lanes that had not ended before, `continues` those that
    took the update. `validation_loss` is None between epochs, NaN for a lane between its own; `best_epoch`, the epoch that the
    first early-stopping rule would keep, is None without a rule.
    """

    loss: Array
    batch_loss: Array
    grad: Array
    params: Array
    new_params: Array
    learning_rate: Array
    was_active: Mask
    continues: Mask
    validation_loss: Array | None
    best_epoch: npt.NDArray[np.int64] | None


class Measuring(NamedTuple):
    """Which quantities a history has: all that are recorded always and those `also` that were requested, and what they need.

    `minima` are those of the objective, `validation` whether examples are held out.
    """

    numerics: Numerics = FAST
    minima: Sequence[Sequence[float]] = ()
    validation: bool = False
    also: tuple[str, ...] = ()

    def quantities(self, per: str) -> tuple[Quantity, ...]:
        """The quantities that are measured per "step" or "epoch"."""
        requested = (QUANTITIES[name] for name in self.also)
        quantities = (*recorded_always(per), *(each for each in requested if each.per == per and not each.always))
        return quantities if self.validation else tuple(each for each in quantities if each.name != "validation_loss")

    def known(self, measurements: Mapping[str, Array]) -> Known:
        """Measurements to work with."""
        return Known(measurements, self.numerics, np.array(self.minima) if len(self.minima) else None)

    def measured(self, rows: Sequence[Row]) -> tuple[Known, Mask | None]:
        """Return what is known of some rows, (rows, lanes, …), and where lanes had ended; None where none had."""
        was_active, continues = (np.stack([getattr(row, name) for row in rows]) for name in ("was_active", "continues"))
        params = np.stack([row.params for row in rows])
        update = np.stack([row.new_params for row in rows]) - params
        if not continues.all():
            update[~continues] = np.nan
        measurements = {name: np.array([getattr(row, name) for row in rows]) for name in _GIVEN}
        known = self.known({**measurements, "params": params, "update": update})
        return known, None if was_active.all() else ~was_active


def worked_out(name: str, there: Container[str], measuring: Measuring, column: Callable[[str], Array]) -> Array | None:
    """Return a quantity that is worked out of what is there; None where it cannot be.

    Args:
        name: the quantity, or `params`.
        there: what `column` gives: quantities, and params where they are kept; and minima where some are known.
        measuring: the numerics and the minima.
        column: gives what is there by name, (rows, lanes, …).
    """
    bases = (name,) if name == "params" else QUANTITIES[name].bases(there)
    if bases is None:
        return None
    if bases == (name,):
        return column(name)
    with np.errstate(all="ignore"):
        return measuring.known({base: column(base) for base in bases if base != "minima"})[name]


def figures(rows: Sequence[Row], measuring: Measuring, names: Iterable[str] | None = None) -> Block:
    """Measure some rows: what a history keeps of them, or quantities by name.

    Returns quantities, (rows, lanes), NaN where a lane had ended; where `names` is None, all per step, and besides `params`, (rows,
    lanes, dim), and `best`, the best epoch by the first early-stopping rule.
    """
    known, ended = measuring.measured(rows)
    quantities = [each.name for each in measuring.quantities("step")] if names is None else names
    block = {name: known[name] if ended is None else np.where(ended, np.nan, known[name]) for name in quantities}
    if names is not None:
        return block
    best = [row.best_epoch for row in rows if row.best_epoch is not None]
    return {**block, "params": known["params"], "best": np.array(best, np.int64).reshape(-1, rows[0].was_active.size)}
