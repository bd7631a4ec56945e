"""A log that is read to its end and revealed step by step, as a film shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from optsim.engine.causes import DataEnded
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.engine.status import End, Status
from optsim.engine.stopping_rule import StoppingRule
from optsim.facts import Fact
from optsim.logs import Readings
from optsim.playback.logs.columns.series import Series
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.log_curves import LogCurves, Logs


class RevealedLogs:
    """Lanes of logs up to a step; each knows from the beginning what its columns are."""

    live = False

    def __init__(self, logs: Logs) -> None:
        self._logs, self._whole = logs, logs.lanes
        self.lanes = [_Revealed(lane) for lane in self._whole]
        self.names, self.title, self.files, self.faults = logs.names, logs.title, logs.files, logs.faults
        losses = [lane.series(role) for lane in self._whole for role in ("loss", "validation_loss")]
        #: the first step at which there is something of any loss
        self.first = min(int(each.steps[0]) for each in losses if each is not None and len(each))
        self.heads = [lane.head for lane in self._whole]
        steps = [series.steps for lane in self._whole for role in lane.roles if (series := lane.series(role))]
        self.steps: Steps = np.unique(np.concatenate(steps))
        self.reveal(self.first)

    def reveal(self, step: int) -> None:
        """Show all up to a step."""
        for lane in self.lanes:
            lane.reveal(step)

    def findings(self) -> Iterator[tuple[str, Fact]]:
        """Yield what is to be told of the logs."""
        return self._logs.findings()


class _Revealed(LaneLog):
    """A lane of which only a part is seen."""

    def __init__(self, whole: LaneLog) -> None:
        super().__init__(whole.name, {})
        self._whole, self.axes, self.method = whole, whole.axes, whole.method
        self._roles = dict(whole.roles)
        self._known: dict[str, int] = {}
        # its columns are there before their first values: what it has does not change as it is revealed
        self.columns = {name: Series() for name in whole.columns}

    @property
    def to_judge(self) -> int:
        """How many there are in the whole lane: its rules judge what those of a report do."""
        return self._whole.to_judge

    @property
    def no_time(self) -> Literal["falls", "texts"] | None:
        """Why the whole column of time tells none."""
        return self._whole.no_time

    def reveal(self, step: int) -> None:
        """Show all up to a step."""
        for name, series in self._whole.columns.items():
            first, last = self._known.get(name, 0), series.before(step)
            if last > first:
                part = slice(first, last)
                values = series.values[part, 0]
                epochs, times = (None if each is None else each[part] for each in (series.epochs, series.times))
                self.add(Readings(name, series.steps[part], values, epochs, times))
                self._known[name] = last
                if series.left_out and series.means is not None:
                    # rules judge what they do in a report: all that ever came
                    self.columns[name].revealed_means(series.means, step)

    def clock(self, kind: str) -> tuple[Steps, Array] | None:
        """Return what the whole lane tells, where nothing of it is revealed yet."""
        return super().clock(kind) or self._whole.clock(kind)


class RevealedLog(LogCurves):
    """Curves of logs whose head goes on as they are played; how far they go is known."""

    def __init__(self, logs: Logs, rules: Iterable[StoppingRule] = ()) -> None:
        """Stand at the first step at which there is something of any loss."""
        self._revealed = RevealedLogs(logs)
        super().__init__(self._revealed, rules)

    def _standing_steps(self) -> Steps:
        """Return all steps: also those that are not revealed yet."""
        return self._revealed.steps

    @property
    def head(self) -> int:
        """The newest step that is revealed."""
        rows = self._columns.rows
        return int(rows[-1]) if len(rows) else 0

    @property
    def budget(self) -> int:
        """The last step of the logs."""
        return int(self._revealed.steps[-1])

    @property
    def over(self) -> bool:
        """True where all is revealed."""
        return self.head >= self.budget

    def seek(self, step: int) -> int:
        """Go to the measured step that lies nearest, and reveal all up to it; returns how far it went."""
        there = max(self.nearest(step), self._revealed.first)
        if there > self.head:
            self._revealed.reveal(there)
            self._take_in()
        before, self._step = self._step, there
        return there - before

    def _end(self, place: int, head: int) -> End | None:
        last = self._revealed.heads[place]
        if last < self.budget and last <= head:
            return super()._end(place, head) or End(last, Status.OUT_OF_STEPS, DataEnded(last))
        return super()._end(place, self.head)
