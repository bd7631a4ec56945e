"""The middle half of many seeds: median and quartiles of every lane, worked out while there is time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optsim.engine.capabilities.states import States
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array, Index
from optsim.playback.memory_limit import KEEP_ROWS
from optsim.playback.motion import Allowance
from optsim.scenario import Scenario
from optsim.system.limits import LARGEST_SEED

SEEDS = 20
_QUARTERS = (0.25, 0.5, 0.75)
_FIRST_ROOM = 256


def banded() -> list[str]:
    """The quantities that have a band."""
    return [name for name, each in QUANTITIES.items() if each.banded]


class Band:
    """Quartiles of each lane over the race's seed and those after it, up to the step that the race has computed.

    A run that has diverged counts as infinitely bad, so that a median tells the truth. See `Ensemble` for who is stopped:
    nobody.
    """

    def __init__(self, scenario: Scenario, race: States, seeds: int = SEEDS) -> None:
        self.race = race
        self.seeds = [seed for seed in range(race.seed, race.seed + seeds) if seed <= LARGEST_SEED]
        from optsim.engine.stepping.ensemble import Ensemble  # noqa: PLC0415 most races are opened without a band

        self._ensemble = Ensemble(scenario.objective, race.lanes, self.seeds, race.setup.numerics)
        self._rooms = {name: np.empty((0, len(race.lanes), len(_QUARTERS))) for name in banded()}
        self._rows = dict.fromkeys(banded(), 0)
        self._every = dict.fromkeys(banded(), 1)

    @property
    def behind(self) -> bool:
        """True if the race has computed more."""
        return self._ensemble.step_number <= self.race.head

    def advance(self, may_go_on: Allowance) -> None:
        """Follow the race as far as is allowed."""
        while self.behind:
            self._take(self._ensemble.step())
            if not may_go_on():
                return

    def quartiles(self, name: str) -> Array:
        """Lower quartile, median and upper quartile of a quantity: (rows, lanes, 3).

        A row a step, of what is measured by epoch a row an epoch of each lane's own: NaN where it is not so far. Of more than
        131,072 only every `every`-th.
        """
        return self._rooms[name][: self._rows[name]]

    def every(self, name: str) -> int:
        """Return of how many rows of a quantity one is kept."""
        return self._every[name]

    def _take(self, measured: Mapping[str, Array]) -> None:
        step = self._ensemble.step_number - 1
        for name, values in measured.items():
            # the nearest run's value rather than one between two: between a number and infinity there is none
            bad = np.where(np.isnan(values), np.inf, values)
            quartiles = np.quantile(bad, _QUARTERS, axis=1, method="nearest").T
            if QUANTITIES[name].per == "step":
                self._put(name, step, slice(None), quartiles)
                continue
            for steps_per_epoch, _, lanes in self.race.counting.clocks:
                if step % steps_per_epoch == 0:
                    self._put(name, step // steps_per_epoch, lanes, quartiles[lanes])

    def _put(self, name: str, row: int, lanes: Index, quartiles: Array) -> None:
        row, within = divmod(row, self._every[name])
        if within:
            return
        room = self._rooms[name]
        if row >= KEEP_ROWS:
            room[: len(room) // 2], room[len(room) // 2 :] = room[::2].copy(), np.nan
            self._every[name] *= 2
            self._rows[name] = -(-self._rows[name] // 2)
            row //= 2
        if row >= len(room):
            grown = np.full((max(_FIRST_ROOM, 2 * len(room)), *room.shape[1:]), np.nan)
            grown[: len(room)] = room
            self._rooms[name] = room = grown
        room[row, lanes] = quartiles
        self._rows[name] = max(self._rows[name], row + 1)
