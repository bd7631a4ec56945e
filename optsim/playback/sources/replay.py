"""A recording as a source: the numbers that were recorded, and states computed again beside them."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from optsim.engine.capabilities.curves import measured_steps
from optsim.engine.capabilities.provenance import Provenance
from optsim.engine.capabilities.states import Resumable, Run, States
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.lane import Group
from optsim.engine.settings import Array
from optsim.engine.stepping.kernel import State
from optsim.engine.trace.trace import Line
from optsim.facts import Fact
from optsim.playback.memory_limit import KEEP_ROWS
from optsim.playback.sources.measured_steps import MeasuredSteps
from optsim.playback.sources.recorded_columns import RecordedColumns, full_steps
from optsim.playback.sources.resimulation import Resimulation
from optsim.recording.recording import Recording

#: the room that there is for steps between those that were recorded
_MOST_CELLS = 2 * 10**7


class Replay(MeasuredSteps, States):
    """A recording that is played: it stands at recorded steps only, and all it has measured is what the file says.

    What needs the state of the lanes comes of `again`, the same race computed here after the step that is shown;
    `doubt` tells where that is not what was recorded.
    """

    history: RecordedColumns

    def __init__(self, recording: Recording) -> None:
        """Stand at step 0. Raises ValueError for a recording without it, or of a race that cannot be set up."""
        if not len(recording.steps) or recording.steps[0]:
            raise ValueError("step 0 was not recorded")
        rows = int(recording.steps[-1]) + 1
        if rows > len(recording.steps) and rows * recording.digests.shape[1] > _MOST_CELLS:
            raise ValueError(f"{rows} steps are too many to be played, of which {len(recording.steps)} were recorded")
        race = recording.scenario.race(keep_rows=KEEP_ROWS, also=recording.requested)
        if recording.params is not None and recording.params.shape[2] != race.objective.dim:
            raise ValueError(
                f"parameters of {recording.params.shape[2]} numbers were recorded, there are {race.objective.dim}"
            )
        self.setup, self.lanes = race.setup, race.lanes
        self.runs = MappingProxyType({lane.name: Run(self, place) for place, lane in enumerate(self.lanes)})
        self.ends, self.events = recording.ends, recording.events
        #: the file that it was read from
        self.path = recording.path
        self.history = RecordedColumns(recording, self.setup)
        self.provenance = Provenance("recording", recording.every, recording.complete)
        self.commands = [(command.step, command.done) for command in recording.commands_in_race]
        self.again = self.follower = Resimulation(race, recording)
        self._steps = full_steps(recording)
        self._step = 0

    @property
    def reach(self) -> int:
        """The last recorded step that is computed again."""
        return self.upto(self.again.race.head)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The lanes that are stepped together, in the order of a state's memory."""
        return self.again.race.groups

    def resumed(self) -> Resumable:
        """The race that is computed again, at the step that is shown or as near as it has come."""
        race = self.again.race
        race.seek(min(self._step, race.head))
        return race

    @property
    def doubt(self) -> Fact | None:
        """Why what is computed again is not what was recorded here."""
        return self.again.doubt(self._step)

    def seek(self, step: int) -> int:
        """Go to the recorded step that lies nearest, and have its states computed again; returns how far it went."""
        distance = super().seek(step)
        self.again.want(self._step)
        return distance

    def state_at(self, step: int) -> State:
        """All lanes' state before the update of a step, as it is computed again."""
        return self.again.race.state_at(step)

    def explain(self, name: str, step: int | None = None) -> list[Line]:
        """A lane's update, computed again."""
        return self.again.race.explain(name, self.runs[name].last_step if step is None else step)

    def explain_training(self, name: str, step: int | None = None) -> list[Line]:
        """The eight steps of training for a lane's update, computed again."""
        return self.again.race.explain_training(name, self.runs[name].last_step if step is None else step)

    def params_at(self, step: int) -> Array:
        """All lanes' parameters at a recorded step: those of the file, else computed again."""
        if self.history.keeps_params:
            row: Array = self.history.points(step, step)[0]
            return row
        return self.again.race.params_at(step)

    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity (or the parameters) of the file at some recorded steps; one that was not recorded is computed again.

        NaN at steps that the race computed again has not reached yet.
        """
        race, values = self.again.race, super().figures(name, steps)
        computed = steps <= race.head
        if name != "params" and QUANTITIES[name].bases(self.history.there) is None and computed.any():
            values[computed] = race.figures(name, steps[computed])
        return values

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a recorded step, see `RecordedColumns`."""
        return self.history.best_step(step, place)

    def trajectories(self, first: int, last: int) -> Array:
        """All lanes' parameters at the recorded steps from one to another: those of the file, else computed again."""
        if self.history.keeps_params:
            return self.history.points(first, last)
        race = self.again.race
        if self.history.steps is None and race.history.rows is None:
            return race.trajectories(first, last)
        points = [race.params_at(step) for step in measured_steps(self, first, min(last, race.head) + 1).tolist()]
        return np.array(points).reshape(-1, len(self.lanes), self.objective.dim)
