"""The columns that a source has measured."""

from __future__ import annotations

from typing import Protocol

from optsim.engine.history.growing_table import Steps, Stretches
from optsim.engine.history.measuring import Measuring
from optsim.engine.settings import Array


class Columns(Protocol):
    """Measured columns: row t is the point before update t, NaN where a lane had ended or nothing was measured.

    `rows` are the steps at which anything was measured, in order, and `steps` those at which all lanes were that had not ended;
    None where these are all. A race that keeps fewer rows than it has steps has those of `rows` alone in its columns; `places`
    tells which is where.
    """

    @property
    def rows(self) -> Steps | None:
        """The steps at which anything was measured."""

    @property
    def steps(self) -> Steps | None:
        """The steps at which all lanes were measured."""

    @property
    def gaps(self) -> bool:
        """True if there is a row for every step, and some of them are of steps at which nothing was measured."""

    @property
    def stretches(self) -> Stretches | None:
        """Return what is known of rows that are not kept; None where all are that were measured."""

    def places(self, steps: Steps) -> Steps:
        """The rows of the columns that are of some steps; −1 for a step whose row is not kept."""

    def measures(self, name: str) -> bool:
        """Tell if a column has values at all."""

    @property
    def there(self) -> frozenset[str]:
        """Return what is known of all rows: quantities per step, params where they are kept, minima where the objective knows some."""

    @property
    def measuring(self) -> Measuring:
        """Return how quantities are measured, and which."""

    def __getitem__(self, name: str) -> Array:
        """A quantity that was measured at every step, (rows, lanes), or by each lane's own epoch, (epochs, lanes).

        Raises KeyError for any other one.
        """

    @property
    def keeps_params(self) -> bool:
        """True if `params` has all rows that there are; else it has none."""

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""

    @property
    def params(self) -> Array:
        """The parameters, (rows, lanes, dim)."""

    @property
    def validation_loss(self) -> Array:
        """Validation loss by each lane's own epoch, (epochs, lanes); no rows without data."""

    def best_step(self, step: int, place: int) -> int | None:
        """Return where a lane was best up to a measured step; None where the row is not kept that says so."""
