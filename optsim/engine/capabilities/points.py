"""Points: curves with the parameters that they were measured at, and the objective that they are parameters of."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.objective import Objective
from optsim.engine.settings import Array


class Points(Curves):
    """Curves on one objective whose parameters are known, up to `reach` at once."""

    runs: Mapping[str, PointRun]

    @property
    @abstractmethod
    def objective(self) -> Objective:
        """The objective with the data of the seed."""

    @property
    def title(self) -> str:
        """That of the objective."""
        return self.objective.title

    @property
    def formula(self) -> str:
        """That of the objective."""
        return self.objective.formula

    @property
    def reach(self) -> int:
        """The newest step of which parameters and states are known at once."""
        return self.head

    @abstractmethod
    def params_at(self, step: int) -> Array:
        """All lanes' parameters at a known step, shape (lanes, dim)."""

    @abstractmethod
    def trajectories(self, first: int, last: int) -> Array:
        """All lanes' parameters at the measured steps from one to another, (steps, lanes, dim), as far as they are known."""


class PointRun(CurveRun):
    """One lane of points."""

    _source: Points

    @property
    def kept_step(self) -> int:
        """The step whose parameters the lane has."""
        return self.last_step

    @property
    def params(self) -> Array:
        """The parameters, shape (dim,): at the end the best ones where early stopping restores them."""
        own: Array = self._source.params_at(self.kept_step)[self.place]
        return own

    @property
    def best_params(self) -> Array:
        """The parameters at `best_step`, shape (dim,)."""
        best: Array = self._source.params_at(self.best_step)[self.place]
        return best

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The known minima of its objective."""
        return self._source.objective.minima
