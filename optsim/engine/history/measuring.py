"""Measures the rows of a race: the quantities that are recorded always, and those that were requested."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.history.growing_table import Block
from optsim.engine.history.quantities import QUANTITIES, Known, Quantity, recorded_always
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, Mask

if TYPE_CHECKING:
    from optsim.engine.lane import Group
    from optsim.engine.objective import Objective

#: what a row gives itself, beside the parameters
_GIVEN = ("loss", "batch_loss", "learning_rate")
#: the quantities that are measured at once where rows are long, in the order of a row's `norms`
NORMS = ("grad_norm", "update_norm")


class Row(NamedTuple):
    """Values at one step, before its update: losses (lanes,), gradients and parameters (lanes, dim).

    `new_params` are the parameters after the update, `was_active` the lanes that had not ended before, `continues` those that
    took the update. `validation_loss` is None between epochs, NaN for a lane between its own; `best_epoch`, the epoch that the
    first early-stopping rule would keep, is None without a rule. `norms` has the norms of gradient and update, (lanes,) each, where
    they were measured at once: gradients and parameters are then those of the newest step only, and not to be kept. `preconditioner`
    works out what the updates divide by, (lanes, dim), where somebody may ask for it.
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
    norms: tuple[Array, Array] | None = None
    preconditioner: Callable[[], Array] | None = None

    def with_preconditioner(self, groups: Sequence[Group], memory: Sequence[Any], step: int) -> Row:
        """The row with its preconditioner: of lanes in groups, from what each group carries before the update of the step."""

        def preconditioner() -> Array:
            divisor = np.empty(self.params.shape)
            for group, own_memory in zip(groups, memory, strict=True):
                own = self.params[group.rows], self.grad[group.rows]
                divisor[group.rows] = group.preconditioner(*own, own_memory, step)
            return divisor

        return self._replace(preconditioner=preconditioner)


class Measuring(NamedTuple):
    """Which quantities a history has: all that are recorded always and those `also` that were requested, and what they need.

    `minima` are those of the objective, `validation` whether examples are held out; quantities may ask the `objective` for more.
    """

    numerics: Numerics = FAST
    minima: Sequence[Sequence[float]] = ()
    validation: bool = False
    also: tuple[str, ...] = ()
    objective: Objective | None = None

    def quantities(self, per: str) -> tuple[Quantity, ...]:
        """The quantities that are measured per "step" or "epoch"."""
        requested = (QUANTITIES[name] for name in self.also)
        quantities = (*recorded_always(per), *(each for each in requested if each.per == per and not each.always))
        return quantities if self.validation else tuple(each for each in quantities if each.name != "validation_loss")

    def known(self, measurements: Mapping[str, Array]) -> Known:
        """Measurements to work with."""
        return Known(measurements, self.numerics, np.array(self.minima) if len(self.minima) else None, self.objective)

    def measured(self, rows: Sequence[Row], names: Iterable[str] = ()) -> tuple[Known, Mask | None]:
        """Return what is known of some rows, (rows, lanes, …), and where lanes had ended; None where none had.

        Preconditioners are known where a quantity of those `names` needs them.
        """
        given = {name: _stacked([getattr(row, name) for row in rows]) for name in _GIVEN}
        was_active = _stacked([row.was_active for row in rows])
        norms = [row.norms for row in rows if row.norms is not None]
        by_name = zip(NORMS, map(_stacked, zip(*norms, strict=True)), strict=True) if norms else ()
        measured = dict(by_name) if norms else _vectors(rows)
        if any(map(_of_preconditioner, names)):
            measured["preconditioner"] = _stacked(
                [row.preconditioner() for row in rows if row.preconditioner is not None]
            )
        return self.known({**given, **measured}), None if was_active.all() else ~was_active

    def needs_preconditioner(self, step: int) -> bool:
        """True if a quantity that is measured at a step is worked out of the preconditioner."""
        return any(step % QUANTITIES[name].every == 0 and _of_preconditioner(name) for name in self.also)

    @property
    def needs_vectors(self) -> bool:
        """True if a quantity is worked out of more than losses and norms."""
        quantities = (*self.quantities("step"), *self.quantities("epoch"))
        return not {each.name for each in quantities} <= {*_GIVEN, *NORMS, "validation_loss"}


def _of_preconditioner(name: str) -> bool:
    return "preconditioner" in QUANTITIES[name].roots()


def _vectors(rows: Sequence[Row]) -> dict[str, Array]:
    """Parameters, gradients and updates of some rows, (rows, lanes, dim)."""
    params, grad = (_stacked([getattr(row, name) for row in rows]) for name in ("params", "grad"))
    update = _stacked([row.new_params for row in rows])
    update = update - params
    continues = _stacked([row.continues for row in rows])
    if not continues.all():
        update[~continues] = np.nan
    return {"params": params, "grad": grad, "update": update}


def _stacked(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Arrays of one shape as one, (arrays, …), not to be written to: where they are one array, a view of it."""
    first = arrays[0]
    if all(each is first for each in arrays):
        return np.broadcast_to(first, (len(arrays), *first.shape))
    return np.concatenate(arrays).reshape(len(arrays), *first.shape)


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


def figures(rows: Sequence[Row], measuring: Measuring, first: int, names: Iterable[str] | None = None) -> Block:
    """Measure the rows of some steps one after the other from the first: what a history keeps of them, or quantities by name.

    Returns quantities, (rows, lanes), NaN where a lane had ended; where `names` is None, all per step, and besides `params`, (rows,
    lanes, dim), and `best`, the best epoch by the first early-stopping rule.
    """
    quantities = [each.name for each in measuring.quantities("step")] if names is None else list(names)
    dense = [name for name in quantities if QUANTITIES[name].every == 1]
    known, ended = measuring.measured(rows, dense)
    block = {name: known[name] if ended is None else np.where(ended, np.nan, known[name]) for name in dense}
    block |= {name: _sparse(name, rows, measuring, first) for name in quantities if name not in block}
    if names is not None:
        return block
    best = [row.best_epoch for row in rows if row.best_epoch is not None]
    params = rows[0].params[None, :0] if rows[0].norms is not None else known["params"]
    return {**block, "params": params, "best": np.array(best, np.int64).reshape(-1, rows[0].was_active.size)}


def _sparse(name: str, rows: Sequence[Row], measuring: Measuring, first: int) -> Array:
    """Measure a quantity at those of some rows that are of its steps, (rows, lanes); NaN at all others."""
    values = np.full((len(rows), rows[0].was_active.size), np.nan)
    chosen = range(-first % QUANTITIES[name].every, len(rows), QUANTITIES[name].every)
    if chosen:
        known, ended = measuring.measured([rows[place] for place in chosen], [name])
        values[chosen] = known[name] if ended is None else np.where(ended, np.nan, known[name])
    return values
