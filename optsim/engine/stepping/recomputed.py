"""Rows that a race does not keep, measured again from its states: what is asked about them is answered to the bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optsim.engine.capabilities.states import States
from optsim.engine.history.growing_table import Block, Steps
from optsim.engine.history.measuring import Row, figures, worked_out
from optsim.engine.settings import Array

#: rows that are remembered: those that marks and cross-hairs ask for at every paint, and a stretch beside the cursor
_REMEMBERED = 1024


class Recomputed:
    """The rows of a race, kept or not; `measure` measures at a step. The last ones that were computed again are remembered."""

    def __init__(self, race: States, measure: Callable[[int], Row]) -> None:
        self._race, self._measure = race, measure
        self._rows: dict[tuple[int, str], Block] = {}

    def row(self, step: int, name: str = "") -> Block:
        """Return what is measured at a step, of shape (1, …): as a history has it, or a quantity that it does not have."""
        row = self._rows.pop((step, name), None)
        if row is None:
            with np.errstate(all="ignore"):
                row = figures([self._measure(step)], self._race.history.measuring, step, [name] if name else None)
        # the newest stands last, so that the first is the one to forget
        self._rows[step, name] = row
        if len(self._rows) > _REMEMBERED:
            del self._rows[next(iter(self._rows))]
        return row

    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity or the parameters at some steps, (steps, lanes, …). Raises KeyError for what is not known."""
        history = self._race.history
        values = worked_out(name, history.there, history.measuring, lambda each: self._recorded(each, steps))
        return self._recompute(name, steps, name) if values is None else values

    def _recorded(self, name: str, steps: Steps) -> Array:
        """Return what the history keeps, at some steps; its rows that are not there are measured again."""
        history = self._race.history
        places = history.places(steps)
        if name in history.there and (places >= 0).all():
            return history.params[places] if name == "params" else history[name][places]
        return self._recompute(name, steps)

    def _recompute(self, name: str, steps: Steps, requested: str = "") -> Array:
        return np.concatenate([self.row(step, requested)[name] for step in steps.tolist()])

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a step."""
        race, stretches = self._race, self._race.history.stretches
        known = race.history.best_step(step, place)
        if known is not None or stretches is None:
            return known or 0
        if race.setup.rules:
            return int(self.row(step)["best"][0, place]) * race.setup.steps_per_epoch[place]
        before = step - step % stretches.length
        best = self.best_step(before, place)
        if self.best_step(min(before + stretches.length, stretches.begin), place) == best:
            return best
        steps = np.array([best, *range(before + 1, step + 1)])
        losses = self.figures("loss", steps)[:, place]
        return int(steps[np.where(np.isnan(losses), np.inf, losses).argmin()])

    def losses(self, place: int, last: int) -> Array:
        """A lane's losses up to a step, (steps,), NaN where they are not kept; but none after the last one that is at most the first."""
        history = self._race.history
        rows, stretches = history.rows, history.stretches
        if rows is None or stretches is None:
            return history.loss[: last + 1, place]
        losses = np.full(last + 1, np.nan)
        losses[rows] = history.loss[:, place]
        low = np.flatnonzero(stretches.low["loss"][:, place] <= losses[0])
        if len(low):
            first = int(low[-1]) * stretches.length
            steps = np.arange(first, min(first + stretches.length, stretches.begin))
            losses[steps] = self.figures("loss", steps)[:, place]
        return losses
