"""Curves that are there from the first moment: their head goes no further, and they stand at measured steps only."""

from __future__ import annotations

import numpy as np

from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.measuring import worked_out
from optsim.engine.settings import Array


class MeasuredSteps(Curves):
    """Curves whose columns have a row for every step. `_steps` are those at which all lanes were measured, from 0 on."""

    _steps: Steps

    @property
    def head(self) -> int:
        """The last step that was measured."""
        return int(self._steps[-1])

    @property
    def over(self) -> bool:
        """Always: nothing is computed here."""
        return True

    def seek(self, step: int) -> int:
        """Go to the measured step that lies nearest; returns how far it went."""
        before, self._step = self._step, self.nearest(step)
        return self._step - before

    def onward(self, step: int, n: int) -> int:
        """The n-th measured step after a step, or before it (n < 0); the last or the first where there are fewer."""
        if self.history.steps is None:
            return min(max(step + n, 0), self.head)
        place = np.searchsorted(self._steps, step, "right") - 1 if n > 0 else np.searchsorted(self._steps, step)
        return int(self._steps[min(max(int(place) + n, 0), len(self._steps) - 1)])

    def nearest(self, step: int) -> int:
        """The measured step that lies nearest to a step; of two the later one."""
        before, after = self.upto(step), self.from_(step)
        return before if abs(step - before) < abs(after - step) else after

    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity (or the parameters) at some measured steps; NaN where it is neither there nor worked out of what is."""
        history = self.history
        values = worked_out(name, history.there, history.measuring, lambda each: history[each][steps])
        return np.full((len(steps), len(self.lanes)), np.nan) if values is None else values
