"""Ranking of the lanes at the cursor, with their numbers and the causes of their ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optsim.analysis.event_facts import Mark, Marked, MarkedBySeveral
from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.causes import OutOfSteps
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.status import Status
from optsim.facts import Fact
from optsim.plot.numbers import compact


class Rank(NamedTuple):
    """One lane at the cursor; NaN where nothing was measured.

    `values` are the quantities that the race measures, by name. `best_at` counts epochs where there is data, else steps, as in a log; None before an early-stopping rule has watched. `lowest_loss` is
    the lowest value of the loss that it watches, NaN where there is no rule, and so nothing but that is called best. `cause`
    is why it ended, or the early stopping that has struck; None while there is nothing to tell.
    """

    place: int
    rank: int
    name: str
    optimizer: str
    values: Mapping[str, float]
    best_loss: float
    best_at: int | None
    lowest_loss: float
    status: Status
    cause: Fact | None
    stop_step: int | None

    def __hash__(self) -> int:
        """Return the hash of its place: a mapping has none."""
        return hash(self.place)

    @property
    def loss(self) -> float:
        """The loss, by which lanes are ranked."""
        return self.values["loss"]


def standings(race: Curves) -> list[Rank]:
    """Rank the lanes at the cursor by their loss; in the order of the lanes. Lanes that are equal as shown share a rank."""
    ranks, values = _ranks(sorted(race.runs.values(), key=_merit)), _values(race)
    return [_standing(race, run, ranks[run.place], values[run.place]) for run in race.runs.values()]


def ranked_by(lanes: Sequence[Rank], values: Sequence[float]) -> list[Rank]:
    """Rank lanes that have not diverged by other values than their loss; those at the target stay the first, in their order.

    Args:
        lanes: The lanes as they are ranked by their loss.
        values: A value of each, the lower the better.
    """
    under_way = [lane for lane in lanes if _under_way(lane) and not math.isnan(values[lane.place])]
    ordered = sorted(under_way, key=lambda lane: (values[lane.place], lane.place))
    first = 1 + sum(lane.status is Status.TARGET_REACHED for lane in lanes)
    shown = [compact(values[lane.place]) for lane in ordered]
    ranks = {lane.place: first + shown.index(value) for lane, value in zip(ordered, shown, strict=True)}
    return [lane._replace(rank=ranks.get(lane.place, lane.rank)) for lane in lanes]


def _under_way(lane: Rank) -> bool:
    return lane.status not in (Status.TARGET_REACHED, Status.DIVERGED)


def _ranks(ordered: Sequence[CurveRun]) -> dict[int, int]:
    """Return the ranks of lanes in their order, by place: 1, 1, 3 where the first two are equal as shown."""
    ranks: dict[int, int] = {}
    before: tuple[int, str] | None = None
    for number, run in enumerate(ordered, start=1):
        category, measure, _ = _merit(run)
        shown = category, compact(measure)
        ranks[run.place] = ranks[ordered[number - 2].place] if shown == before else number
        before = shown
    return ranks


def _values(race: Curves) -> list[dict[str, float]]:
    """Return what is measured of each lane at its last step; lanes that are at the same step are looked up at once."""
    measured = [name for name in QUANTITIES if race.history.measures(name)]
    by_step = [name for name in measured if QUANTITIES[name].per == "step"]
    steps = {run.last_step for run in race.runs.values()}
    rows = {step: {name: race.figures(name, np.array([step]))[0] for name in by_step} for step in steps}
    return [
        {name: float(rows[run.last_step][name][run.place]) if name in by_step else run[name] for name in measured}
        for run in race.runs.values()
    ]


def _merit(run: CurveRun) -> tuple[int, float, int]:
    """Return the key that lanes are sorted by: the first at the target, then the lowest loss; who diverged is last."""
    loss = run.loss
    if run.status is Status.TARGET_REACHED:
        return 0, run.last_step, run.place
    if run.status is Status.DIVERGED or math.isnan(loss):
        return 2, -run.last_step, run.place
    return 1, loss, run.place


def _counted(race: Curves, run: CurveRun, step: int) -> int:
    """Return a step counted as what rules cost is: in epochs where there is data, but not in a log."""
    return step if race.rule_unit == "step" else run.epoch_of(step)


def _standing(race: Curves, run: CurveRun, rank: int, values: Mapping[str, float]) -> Rank:
    return Rank(
        place=run.place,
        rank=rank,
        name=run.name,
        optimizer=run.lane.method,
        values=values,
        best_loss=run.best_loss if run.has_best else math.nan,
        best_at=_counted(race, run, run.best_step) if run.has_best else None,
        lowest_loss=run.lowest_loss if race.rules else math.nan,
        status=run.status,
        cause=_cause(race, run),
        stop_step=run.stop_step,
    )


def _cause(race: Curves, run: CurveRun) -> Fact | None:
    """Return why a lane ended, or what early stopping has marked; a budget that is used up is nothing to tell."""
    if run.status not in (Status.RUNNING, Status.OUT_OF_STEPS):
        return run.cause
    return _stops(race, run) or (None if isinstance(run.cause, OutOfSteps) else run.cause)


def _stops(race: Curves, run: CurveRun) -> Fact | None:
    """Return why early stopping has marked a lane; with several rules which of them, and when."""
    stops = [event for event in race.events if event.lane == run.name and event.step <= race.step]
    rules = race.rules
    if not stops:
        return None
    if len(rules) == 1:
        return Marked(0, stops[0].cause)
    marks = (Mark(stop.rule, rules[stop.rule].label, _counted(race, run, stop.step)) for stop in stops)
    return MarkedBySeveral(tuple(marks), race.rule_unit)
