"""Contest of the tuned lanes: each against the best one, and that against itself as it was given, until the verdicts stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from optsim.engine.lane import Lane
from optsim.sweeps.plan import Plan, Rectangle
from optsim.sweeps.rows import BlockRows
from optsim.sweeps.statistics.sensitivity import values_by_setting
from optsim.sweeps.statistics.verdict import MOST_SEEDS, Verdict, looks, verdict
from optsim.system.limits import LARGEST_SEED

#: seeds at most where each run trains a network
_MOST_WITH_DATA = 40


class Pair(NamedTuple):
    """Two that are compared: the best tuned lane, and another one, or the same as it was given."""

    one: str
    other: str
    as_given: bool = False


class Contest:
    """Comparison of settings that were chosen on other seeds: those from `first_seed` on, which flatter none of them."""

    def __init__(self, plan: Plan, tuned: Mapping[str, Lane], best: str) -> None:
        """`tuned` are the lanes at their best settings, `best` the best of them."""
        self._plan = plan
        self.first_seed = plan.scenario.seed + plan.seeds
        self.most = min(
            _MOST_WITH_DATA if plan.scenario.objective.has_data else MOST_SEEDS, LARGEST_SEED - self.first_seed + 1
        )
        given = plan.scenario.lanes[best]
        self.pairs = [Pair(best, name) for name in tuned if name != best]
        self.pairs += [] if given == tuned[best] else [Pair(best, best, as_given=True)]
        self._lanes = {(name, False): lane for name, lane in tuned.items()} | {(best, True): given}
        self._values: dict[tuple[str, bool], list[float]] = {key: [] for key in self._lanes}
        self.verdicts: dict[Pair, Verdict] = {}
        #: seeds that were run
        self.seeds = 0

    @property
    def open_pairs(self) -> list[Pair]:
        """The pairs without a verdict."""
        return [pair for pair in self.pairs if pair not in self.verdicts or self.verdicts[pair].better is None]

    @property
    def over(self) -> bool:
        """True where all verdicts stand, or no more seeds are asked for."""
        return not self.open_pairs or self.seeds >= self.most

    def portions(self) -> Iterator[tuple[Plan, Rectangle]]:
        """Yield what is to be run next; each is handed to `take` before the next is asked for."""
        if not self.pairs or self.most < looks()[0]:
            return
        for look in looks(self.most):
            self._runs = [*dict.fromkeys(key for pair in self.open_pairs for key in _keys(pair))]
            plan = self._plan_of_runs()
            while self.seeds < look:
                upto = self.seeds + 1 if self._plan.scenario.objective.has_data else look
                yield plan, Rectangle(0, 1, self.seeds, upto)
            self._judge()
            if self.over:
                return

    def _plan_of_runs(self) -> Plan:
        lanes = [self._lanes[key]._replace(name=str(number)) for number, key in enumerate(self._runs)]
        scenario = replace(self._plan.scenario.with_lanes(lanes), seed=self.first_seed, sweep=None)
        return Plan(scenario, (), self.most, None, self._plan.goal, self._plan.epochs)

    def take(self, plan: Plan, rectangle: Rectangle, result: BlockRows) -> None:
        """Take the results of a portion."""
        values = result.rows.goal_values(plan.goal)
        for place, key in enumerate(self._runs):
            own = values_by_setting(plan, result.rows, values, place)[0]
            self._values[key] += own[rectangle.first_seed : rectangle.last_seed].tolist()
        self.seeds = rectangle.last_seed

    def _judge(self) -> None:
        for pair in self.open_pairs:
            one, other = (np.array(self._values[key]) for key in _keys(pair))
            self.verdicts[pair] = verdict(one, other, max(self.most, looks()[0]))


def _keys(pair: Pair) -> tuple[tuple[str, bool], tuple[str, bool]]:
    return (pair.one, False), (pair.other, pair.as_given)
