"""How a sweep is looked at: which lane, which cell, curves or a heat map."""

from __future__ import annotations

from optsim.sweeps.live.live_sweep import LiveSweep
from optsim.sweeps.live.slices import (
    Slice,
    Table,
    Workload,
    given_setting,
    nearest_setting,
    slice_of,
    table_of,
    tuned_slice,
    varied_keys,
    workload_at,
)


class SweepLook:
    """The selected lane, the cell under the cursor of each lane, its seed, and the picture."""

    def __init__(self, sweep: LiveSweep, selected: str = "") -> None:
        self._sweep = sweep
        self.lanes = sweep.lanes
        self.selected = self.lanes.index(selected) if selected in self.lanes else 0
        self._settings = {name: given_setting(sweep.plan, name) for name in self.lanes}
        self.seed = 0
        keys = varied_keys(sweep.plan)
        #: the setting that the curves are drawn over; none where nothing is varied
        self.key = keys[0] if keys else ""
        self.heat = self.has_table

    @property
    def lane(self) -> str:
        """The selected lane."""
        return self.lanes[self.selected]

    @property
    def has_table(self) -> bool:
        """True where the selected lane has two axes."""
        return table_of(self._sweep.plan, self.lane, 0) is not None

    @property
    def table(self) -> Table | None:
        """What the heat map shows: the selected lane's first two axes, the others as at the cursor; None where it is not shown."""
        return table_of(self._sweep.plan, self.lane, self._settings[self.lane]) if self.heat else None

    def along(self, lane: str) -> Slice:
        """What the curve of a lane shows: its settings over the key, the others tuned at each of its values."""
        medians = self._sweep.sensitivity(lane).median
        return tuned_slice(self._sweep.plan, lane, self.key, medians, self._settings[lane])

    @property
    def setting(self) -> int:
        """The setting under the cursor, of the selected lane."""
        own = self._settings[self.lane]
        if self.table is not None:
            return own
        along = self.along(self.lane)
        return own if own in along.settings else along.settings[self._on_curve(along)]

    @property
    def workload(self) -> Workload:
        """The workload under the cursor, where the objective is varied."""
        return workload_at(self._sweep.plan, self.lane, self._settings[self.lane])

    def _on_curve(self, along: Slice) -> int:
        """The place on the curve that has the cursor."""
        own = self._settings[self.lane]
        if own in along.settings:
            return along.settings.index(own)
        every = slice_of(self._sweep.plan, self.lane, self.key, own)
        return nearest_setting(along, float(every.x[every.settings.index(own)]))

    def select(self, by: int) -> None:
        """Select another lane; the cursor goes where it is on that one's picture."""
        before = self.along(self.lane)
        x = float(before.x[self._on_curve(before)])
        self.selected = (self.selected + by) % len(self.lanes)
        along = self.along(self.lane)
        if self.table is None:
            self._settings[self.lane] = along.settings[nearest_setting(along, x)]

    def move(self, right: int, up: int) -> None:
        """Move the cursor on the heat map, or along the curve: there up and down select a lane."""
        table = self.table
        if table is None:
            if right:
                along = self.along(self.lane)
                place = min(max(self._on_curve(along) + right, 0), len(along.settings) - 1)
                self._settings[self.lane] = along.settings[place]
            if up:
                self.select(-up)
            return
        row, column = self.place_in(table)
        row = min(max(row + up, 0), len(table.settings) - 1)
        column = min(max(column + right, 0), len(table.settings[0]) - 1)
        self._settings[self.lane] = table.settings[row][column]

    def place_in(self, table: Table) -> tuple[int, int]:
        """Row and column of the cursor."""
        own = self._settings[self.lane]
        return next((y, row.index(own)) for y, row in enumerate(table.settings) if own in row)

    def go_to_best(self) -> None:
        """Put the cursor on the best setting so far, of its workload where the objective is varied."""
        best = self._sweep.sensitivity(self.lane, self.workload).best
        self._settings[self.lane] = self._settings[self.lane] if best is None else best

    def next_seed(self, by: int) -> None:
        """Take another seed of the cell."""
        self.seed = (self.seed + by) % self._sweep.plan.seeds
