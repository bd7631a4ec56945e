"""A recording that has been read: the race that it ends with, and what was done on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array
from optsim.engine.status import End, Event
from optsim.facts import Fact
from optsim.languages import english
from optsim.recording.format.command_facts import LaneForked, LanesEdited, Restarted, SeedChanged, SetupChanged
from optsim.recording.format.recorded_text import RecordedText
from optsim.recording.format.versions import LaneSummary
from optsim.scenario import Scenario


class Command(NamedTuple):
    """Something a person did, the step where they stood, and how far the race had been computed."""

    done: Fact
    step: int
    head: int

    @property
    def what(self) -> str:
        """The command in words, in English."""
        return english().sentence(self.done)


#: commands after which nothing is left of the race before
_ANEW = (SeedChanged, Restarted, SetupChanged)
#: commands that the lanes tell of themselves, by their edits and forks; of version 1 it is not known which they are
_IN_LANES = (LanesEdited, LaneForked, RecordedText)


@dataclass(frozen=True, eq=False, kw_only=True)
class Recording:
    """Content of a recording, its commands carried out.

    `steps` are the recorded steps, ascending, shape (rows,): all of them where `every` is 1. `columns` holds loss, batch_loss,
    validation_loss, grad_norm, update_norm and learning_rate, each (rows, lanes) in the order of the scenario's lanes, NaN where
    nothing was measured; `params` (rows, lanes, dim) where they were recorded. `digests` (rows, lanes) are the hashes of
    parameters and state, empty where a lane has no row. `ends` are by place. `seed` and `budget` are the scenario's, too.
    """

    path: Path
    scenario: Scenario
    seed: int
    budget: int
    every: int
    numerics: str
    steps: npt.NDArray[np.int64] = field(repr=False)
    columns: Mapping[str, Array] = field(repr=False)
    params: Array | None = field(repr=False)
    requested: tuple[str, ...]
    """The quantities in it that are recorded on request only."""
    digests: npt.NDArray[np.str_] = field(repr=False)
    ends: Mapping[int, End]
    events: tuple[Event, ...]
    environment: Mapping[str, str]
    commands: tuple[Command, ...]
    summary: Mapping[str, LaneSummary] = field(repr=False)
    """How each lane did, by name; empty where the file is cut off."""
    head: int
    """The newest step that the race had computed, as far as it is known."""
    complete: bool
    """Whether the file has its summary."""
    intact: bool
    """Whether its lines fit the hash in its summary."""
    note: Fact | None
    """What is missing or wrong; None where nothing is."""
    tables: Mapping[str, Any] = field(repr=False)
    """The tables of the scenario that the recording began with."""

    @property
    def commands_in_race(self) -> tuple[Command, ...]:
        """The commands given since the race last began anew, without the edits and forks that its lanes have."""
        first = max((place + 1 for place, each in enumerate(self.commands) if isinstance(each.done, _ANEW)), default=0)
        return tuple(each for each in self.commands[first:] if not isinstance(each.done, _IN_LANES))
