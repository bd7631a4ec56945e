"""Runs of one update rule, taken to their ends: only how each ends is recorded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optsim.engine.lane import Lane, gather
from optsim.engine.objective import NoisyFunction
from optsim.engine.runs.batch import RunBatch, Step
from optsim.engine.runs.layout_choice import layout_of
from optsim.engine.runs.one_function import OneFunction
from optsim.engine.runs.outcomes import Deciding, Ends, Outcome, no_outcome
from optsim.engine.runs.seeds import Seeds
from optsim.engine.settings import Array
from optsim.engine.stepping.at_once import Evaluation
from optsim.engine.stepping.kernel import state_like
from optsim.engine.stepping.layout import BY_PARAMETER, BY_ROW

Places = npt.NDArray[np.intp]
#: lanes all of whose runs have ended are left out once they are such a share
_LEFT_OUT = 0.25
#: steps that are decided at once where that changes nothing
_DECIDED_AT_ONCE = 32


class SweepBatch(RunBatch):
    """Lanes of one group by seeds; `run` takes all to their ends, `called` is why an update is not stepped in place."""

    warm = 1

    def __init__(self, seeds: Seeds, lanes: Sequence[Lane], ends: Ends) -> None:
        """Stand at the start; the lanes have the same update rule, and the batch size of the seeds."""
        layout = layout_of(seeds.one, lanes[0].optimizer, len(lanes) * len(seeds))
        own = (type(each).__module__ for each in (seeds.one, lanes[0].optimizer))
        self.holds = any(not module.startswith("optsim.") for module in own)
        self.called = ""
        self._step_decided = -1
        self._changed = self._over = False
        super().__init__(seeds, lanes, layout)
        self._deciding = Deciding(ends, layout.copy(self._limit), layout, validates=seeds.one.has_validation)
        self._rows = np.arange(len(self.lanes))
        self._results = no_outcome(self._params.shape[:2], BY_ROW)
        #: losses of steps that are not yet decided; what has ended may go on that long where nothing sees it
        self._room, self._waiting = layout.stack(_DECIDED_AT_ONCE, self._params.shape[:2]), 0
        self._defers = not (self.holds or ends.rules or seeds.one.has_validation)

    def run(self) -> Outcome:
        """Take all runs to their ends."""
        with np.errstate(all="ignore"):
            while not self._over:
                self._take_step()
                if self._changed:
                    self._leave_out()
        self._note(self._rows)
        return self._results

    def _leave_out(self) -> None:
        """Leave out lanes that have ended with all seeds, once there are enough of them."""
        going = self._alive.any(axis=1)
        self._changed, self._over = False, not going.any()
        if not self._over and going.mean() <= 1 - _LEFT_OUT:
            self._go_on_with(np.flatnonzero(going))

    def _note(self, rows: Places) -> None:
        """Take down how the present lanes have ended so far."""
        for results, values in zip(self._results, self._deciding.outcome, strict=True):
            results[rows] = values

    def _go_on_with(self, rows: Places) -> None:
        self._note(self._rows)
        copy = self._layout.copy
        self._rows = self._rows[rows]
        self.lanes = tuple(self.lanes[row] for row in rows.tolist())
        self._groups = gather(self.lanes, self._one.dim)
        self._params = copy(self._params[rows])
        self._memory = tuple(state_like(each, (copy(field[rows]) for field in each)) for each in self._memory)
        self._alive, self._limit = copy(self._alive[rows]), copy(self._limit[rows])
        self._deciding.take(rows)
        self._room = self._layout.stack(_DECIDED_AT_ONCE, self._params.shape[:2])
        self._prepare()

    def _prepare(self) -> None:
        super()._prepare()
        self._prepare_at = self.step_number + (1 if self.step_number == 0 else 0)

    def _plainly(self) -> Step:
        step = super()._plainly()
        if self._ring is not None and self._ring.called:
            self.called = next(iter(self._ring.called.values()))
        return step

    def _decide(self, loss: Array) -> None:
        """End who has diverged, is at the target, is stopped or out of steps."""
        if self._step_decided == self.step_number:
            return
        self._step_decided = self.step_number
        alive = None if self._all_alive else self._alive
        if self._defers:
            self._room[self._waiting] = loss
            self._waiting += 1
            if self._waiting < _DECIDED_AT_ONCE and self.step_number < self._deciding.ends.last_step:
                return
            first, losses = self.step_number - self._waiting + 1, self._room[: self._waiting]
            self._waiting = 0
            ended = self._deciding.see_all(first, losses, alive)
        else:
            ended = self._deciding.see(self.step_number, loss, self._validation(self._params), alive)
        if ended is not None:
            self._end(ended)
            self._changed = True

    def _at_once(self) -> Evaluation | None:
        if self._layout is not BY_PARAMETER:
            return super()._at_once()
        objective = self._together
        if not isinstance(objective, NoisyFunction):
            return None
        group = self._groups[0]
        ahead = group.places if group.looks_ahead else ()
        noisy = objective.stochastic and not self.lanes[0].optimizer.exact
        return OneFunction(
            objective, len(self.lanes), ahead, self._seeds.draw(objective) if noisy else None, self._layout
        )
