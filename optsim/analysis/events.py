"""Events of a race, for the timeline: ends, early stops, edits, forks, recorded commands, and lanes that overtake others."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.analysis.event_facts import Change, Edited, Forked, NotConverted, Overtakes
from optsim.engine.capabilities.curves import Curves, measured_steps
from optsim.engine.history.growing_table import Steps
from optsim.engine.lane_label import LaneLabel
from optsim.engine.optimizer import Optimizer, meaning_of_state
from optsim.engine.settings import Array, Mask, declared
from optsim.engine.status import Status
from optsim.facts import Fact

_SHORTEST_LEAD, _LEAD_SHARE, _LEAD = 10, 0.05, 0.98


class Kind(Enum):
    """Kinds of events, each with its sign and how much it matters where two fall on one place of the timeline."""

    COMMAND = ("»", 0)
    OVERTAKEN = ("⇅", 1)
    OVER = ("⊣", 2)
    FORK = ("≺", 3)
    EDIT = ("✎", 4)
    TARGET = ("✓", 5)
    STOPPED = ("◆", 6)
    DIVERGED = ("✗", 7)

    @property
    def sign(self) -> str:
        """The character that stands for it."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """The heavier one is shown."""
        return self.value[1]


#: the signs of early stops by rule; the last one for all that follow
_RULE_SIGNS = (Kind.STOPPED.sign, "◇", "◈", "⬖", "⬗")
_KINDS = {
    Status.STOPPED_EARLY: Kind.STOPPED,
    Status.DIVERGED: Kind.DIVERGED,
    Status.TARGET_REACHED: Kind.TARGET,
    Status.OUT_OF_STEPS: Kind.OVER,
}


def rule_sign(rule: int) -> str:
    """Return the sign of the early stops of one of the race's rules."""
    return _RULE_SIGNS[min(rule, len(_RULE_SIGNS) - 1)]


class RaceEvent(NamedTuple):
    """An event at a step of a lane (empty: of all), and the fact of it; an early stop by which of the rules.

    `ends` is false of an early stop that only leaves its mark.
    """

    step: int
    lane: str
    kind: Kind
    fact: Fact
    rule: int = 0
    ends: bool = True

    @property
    def sign(self) -> str:
        """The character that stands for it; that of an early stop is of its rule."""
        return rule_sign(self.rule) if self.kind is Kind.STOPPED else self.kind.sign


class EventLog:
    """All that has happened in a race so far; what the head has passed is not looked through again."""

    def __init__(self, race: Curves) -> None:
        self.race = race
        self._leads = _Leads(race)
        self._changes = [each for lane in race.lanes for each in changes(lane)]
        self._commands = [RaceEvent(step, "", Kind.COMMAND, done) for step, done in race.commands]

    def happenings(self) -> list[RaceEvent]:
        """Return the events in the order of steps.

        Edits beyond the head are among them: they are planned. Those after a lane's end change nothing and are left out.
        """
        last = {self.race.lanes[place].name: end.step for place, end in self.race.ends.items()}
        edits = (
            each for each in self._changes if each.kind is Kind.FORK or each.step < last.get(each.lane, each.step + 1)
        )
        all_of_them = (*ends(self.race), *edits, *self._commands, *self._leads.follow())
        return sorted(all_of_them, key=lambda each: (each.step, each.kind.weight))


def ends(race: Curves) -> list[RaceEvent]:
    """Return the ends and early stops of lanes, in order; lanes that are out of steps at the race's end are one event."""
    return sorted((*_ended(race), *_marked(race), *_out_of_steps(race)), key=lambda each: each.step)


def _ended(race: Curves) -> Iterator[RaceEvent]:
    """Yield the ends that are neither early stops nor those of the budget."""
    for place, end in race.ends.items():
        if end.status not in (Status.OUT_OF_STEPS, Status.STOPPED_EARLY):
            yield RaceEvent(end.step, race.lanes[place].name, _KINDS[end.status], end.cause)


def _marked(race: Curves) -> Iterator[RaceEvent]:
    """Yield the early stops, those that only leave their mark among them."""
    for event in race.events:
        halts = race.rules[event.rule].halt
        yield RaceEvent(event.step, event.lane, _KINDS[event.status], event.cause, event.rule, halts)


def _out_of_steps(race: Curves) -> Iterator[RaceEvent]:
    """Yield the end of the race, and before it the ends of lanes whose own budget is shorter."""
    done = {place: end for place, end in race.ends.items() if end.status is Status.OUT_OF_STEPS}
    last = next((end for end in done.values() if end.step == race.budget), None)
    if last is not None:
        yield RaceEvent(last.step, "", Kind.OVER, last.cause)
    for place, end in done.items():
        if end.step < race.budget:
            yield RaceEvent(end.step, race.lanes[place].name, Kind.OVER, end.cause)


def changes(lane: LaneLabel) -> list[RaceEvent]:
    """Return the fork and the edits of a lane."""
    events = []
    if lane.fork is not None:
        events.append(RaceEvent(lane.fork.step, lane.name, Kind.FORK, Forked(lane.fork.lane)))
    events += [RaceEvent(step, lane.name, Kind.EDIT, _edit(old, new)) for step, old, new in lane.changes]
    return events


def _edit(before: Optimizer, after: Optimizer) -> Edited:
    """Return the hyper-parameters that an edit changes, and whether it leaves a state as it is whose meaning they change."""
    changes = []
    for name, setting in declared(type(after)).items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            symbol = (setting.setting.symbol if setting.setting else "") or name
            changes.append(Change(name, symbol, old, new))
    return Edited(tuple(changes), not_converted(before, after))


def not_converted(before: Optimizer, after: Optimizer) -> NotConverted | None:
    """Return what an edit leaves of a state whose meaning depends on what is edited; None where it does not."""
    meanings = meaning_of_state(before), meaning_of_state(after)
    return None if meanings[0] == meanings[1] else NotConverted(*meanings)


def lead_hold(race: Curves) -> int:
    """Steps that a lane has to lead before it has overtaken."""
    return max(_SHORTEST_LEAD, round(_LEAD_SHARE * race.budget))


class _Leads:
    """Changes of the lane that leads by loss, where they last for a twentieth of the budget, at least ten steps."""

    def __init__(self, race: Curves) -> None:
        self._race = race
        self._hold = lead_hold(race)
        self._done = 0
        self._leader: int | None = None
        self._rival, self._since = -1, 0
        self._events: list[RaceEvent] = []

    def follow(self) -> list[RaceEvent]:
        """All overtakings up to the head."""
        rows = self._race.head + 1
        if rows > self._done and len(self._race.lanes) > 1:
            steps = measured_steps(self._race, self._done, rows)
            losses = self._losses(steps)
            leaders = losses.argmin(axis=1)
            self._look_through(steps, leaders, np.atleast_1d(np.isfinite(losses.min(axis=1))))
        self._done = max(rows, self._done)
        return self._events

    def _losses(self, steps: Steps) -> Array:
        """Losses at some steps; a lane that has ended keeps its last one, one that has diverged is behind all."""
        losses = self._race.figures("loss", steps)
        for place, end in self._race.ends.items():
            last = self._race.upto(end.step)
            losses[steps > last, place] = (
                np.inf if end.status is Status.DIVERGED else self._race.figures("loss", np.array([last]))[0, place]
            )
        losses[np.isnan(losses)] = np.inf
        return losses

    def _look_through(self, steps: Steps, leaders: npt.NDArray[np.intp], known: Mask) -> None:
        """Go from one change of the leader to the next."""
        following = [*steps.tolist(), self._race.head + 1]
        starts = np.flatnonzero(np.diff(leaders, prepend=-1))
        for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(leaders)], strict=True):
            if not known[start]:
                continue
            place = int(leaders[start])
            if place != self._rival:
                self._rival, self._since = place, following[start]
            if place != self._leader and following[stop] - self._since >= self._hold:
                self._overtake(place)

    def _overtake(self, place: int) -> None:
        at = self._race.upto(self._since + self._hold - 1)
        before, self._leader = self._leader, place
        if before is None:
            return
        loss, other = (float(each) for each in self._losses(np.array([at]))[0, [place, before]])
        if other - loss < (1 - _LEAD) * abs(other):
            # as good as equal: nobody would see it
            return
        names = [self._race.lanes[each].name for each in (place, before)]
        self._events.append(RaceEvent(self._since, names[0], Kind.OVERTAKEN, Overtakes(names[1], loss, other, at)))
