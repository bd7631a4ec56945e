"""Reads a recording: carries out its commands and ends with the race that was there last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array
from optsim.recording.format.lines import Lines, check_text, opened
from optsim.recording.format.recorded_fact import fact_fault, texts_of
from optsim.recording.format.values import scenario_hash
from optsim.recording.format.version_2 import ALWAYS
from optsim.recording.format.versions import CommandLine, Header, LaneRow, Line, RowLine, Summary
from optsim.recording.lane_columns import LaneColumn
from optsim.recording.problems import Kind, RecordingError
from optsim.recording.recording import Command, Recording
from optsim.recording.resolved_setup import with_constants
from optsim.recording.verification.findings import ChangedByHand
from optsim.scenario import Scenario, ScenarioError
from optsim.system.limits import LARGEST_SEED, MOST_STEPS

_CUT = "cut the file off above this line to use what stands before it"


def read(path: Path | str) -> Recording:
    """The recording of a file. Raises RecordingError where it cannot be used; a torn end is no fault, but noted."""
    with opened(Path(path)) as lines:
        commands = RecordedCommands(lines.path, lines.header)
        for number, line in lines:
            commands.take(number, line)
        return commands.recording(lines)


class RecordedCommands:
    """Content of a recording so far: the current set-up, and each lane's rows."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path, self.header = path, header
        if scenario_hash(header.scenario, header.files) != header.scenario_hash:
            what = "was changed by hand: its scenario does not fit its hash"
            raise RecordingError(path, 1, what, "take the change back", Kind.CHANGED)
        self.tables, self.files = header.scenario, header.files
        self.seed, self.budget = header.seed, header.steps
        self.scenario = self._scenario(1)
        self.tracks = {name: LaneColumn(header.quantities) for name in self.scenario.lanes}
        self.commands: list[Command] = []
        self.summary: Summary | None = None

    def take(self, number: int, line: Line) -> None:
        """Another line. Raises RecordingError for one that cannot follow."""
        if isinstance(line, RowLine):
            self._row(number, line)
        elif isinstance(line, CommandLine):
            self._command(number, line)
        else:
            self._end(number, line.summary)

    def _row(self, number: int, line: RowLine) -> None:
        if line.step > self.budget:
            self._refuse(number, f"has step {line.step} of {self.budget}")
        for name, row in line.lanes.items():
            fault = self._fault(name, line.step, row)
            if fault:
                self._refuse(number, f"lane {name!r:.40}: {fault}")
            for each in (row, *row.events):
                self._check_fact(number, each.cause, "cause")
            self.tracks[name].add(line.step, name, row)

    def _fault(self, name: str, step: int, row: LaneRow) -> str:
        """Why a row of a lane cannot come next; empty where it can."""
        if name not in self.tracks:
            return "is not in the race"
        rules = (row.rule, *(event.rule for event in row.events))
        if any(rule is not None and rule >= len(self.scenario.early_stopping) for rule in rules):
            return "a rule has spoken that is not in the scenario"
        return self.tracks[name].fault(step, row, with_params=self.header.params)

    def _check_fact(self, number: int, fact: Mapping[str, Any] | str | None, what: str) -> None:
        """Refuse a cause or a command that is none, and one with a text that could do anything to a terminal."""
        fault = fact_fault(fact, what) if isinstance(fact, Mapping) else ""
        if fault:
            self._refuse(number, fault)
        for text in texts_of(fact):
            check_text(self.path, number, text)

    def _command(self, number: int, line: CommandLine) -> None:
        self._check_fact(number, line.command, "command")
        changed = {**self.tables, **line.scenario}
        self.tables = {key: value for key, value in changed.items() if value is not None}
        self.files = self.files if line.files is None else line.files
        self.seed = self.seed if line.seed is None else line.seed
        self.budget = self.budget if line.steps is None else line.steps
        if line.scenario or line.files is not None or line.seed is not None or line.steps is not None:
            self.scenario = self._scenario(number)
        tracks = {}
        for name in self.scenario.lanes:
            rows = line.keeps.get(name)
            if rows is not None and rows.of not in self.tracks:
                self._refuse(number, f"keeps rows of a lane that is not in the race: {rows.of!r:.40}")
            tracks[name] = (
                LaneColumn(self.header.quantities) if rows is None else self.tracks[rows.of].below(rows.below)
            )
        self.tracks = tracks
        self.commands.append(Command(line.done, line.step, line.head))

    def _end(self, number: int, summary: Summary) -> None:
        if set(summary.lanes) != set(self.tracks):
            self._refuse(number, "sums up other lanes than there are")
        for lane in summary.lanes.values():
            self._check_fact(number, lane.cause, "cause")
        self.summary = summary

    def _scenario(self, number: int) -> Scenario:
        """The scenario of the tables as they are now."""
        if self.budget > MOST_STEPS:
            self._refuse(number, f"has a budget of {self.budget} steps, and a race has at most {MOST_STEPS:,}")
        if self.seed > LARGEST_SEED:
            self._refuse(number, f"has a seed of more than 64 bits: {self.seed}")
        try:
            scenario = Scenario.from_dict(
                with_constants(self.tables), source="scenario", name=self.header.name, files=self.files
            )
        except (ScenarioError, MemoryError, RecursionError, OverflowError) as error:
            fault = "; ".join(str(error).splitlines()) or "not enough memory"
            raise RecordingError(self.path, number, f"has a scenario that cannot be: {fault}", _CUT) from error
        if scenario.numerics != self.header.numerics:
            self._refuse(number, f"has {scenario.numerics} numerics, its header says {self.header.numerics}")
        return replace(scenario, seed=self.seed, steps=self.budget)

    def _refuse(self, number: int, what: str) -> Any:
        raise RecordingError(self.path, number, what, _CUT)

    def recording(self, lines: Lines) -> Recording:
        """All of it, after the last line."""
        steps, columns, digests, params = _columns(
            list(self.tracks.values()), self.header.quantities, with_params=self.header.params
        )
        tracks = list(self.tracks.values())
        named = zip(self.tracks, tracks, strict=True)
        events = [event._replace(lane=name) for name, track in named for event in track.events]
        return Recording(
            path=self.path,
            scenario=self.scenario,
            seed=self.seed,
            budget=self.budget,
            every=self.header.every,
            numerics=self.header.numerics,
            steps=steps,
            columns=MappingProxyType(columns),
            params=params,
            requested=tuple(name for name in self.header.quantities if name not in ALWAYS),
            digests=digests,
            ends=MappingProxyType({place: track.end for place, track in enumerate(tracks) if track.end is not None}),
            events=tuple(sorted(events, key=lambda event: (event.step, event.rule))),
            environment=MappingProxyType(self.header.environment),
            commands=tuple(self.commands),
            summary=MappingProxyType({} if self.summary is None else self.summary.lanes),
            head=self.summary.head if self.summary is not None else int(steps.max(initial=0)),
            complete=self.summary is not None,
            intact=lines.fits,
            note=lines.note if lines.fits else ChangedByHand(),
            tables=MappingProxyType(self.header.scenario),
        )


def _columns(
    tracks: Sequence[LaneColumn], quantities: Sequence[str], *, with_params: bool
) -> tuple[npt.NDArray[np.int64], dict[str, Array], npt.NDArray[np.str_], Array | None]:
    """Steps, columns, hashes and parameters of all lanes side by side."""
    own = [np.array(track.steps, np.int64) for track in tracks]
    steps = np.unique(np.concatenate(own))
    shape = (len(steps), len(tracks))
    columns = {name: np.full(shape, np.nan) for name in quantities}
    digests = np.full(shape, "", "U16")
    params = np.full((*shape, max(track.dim for track in tracks)), np.nan) if with_params else None
    for place, track in enumerate(tracks):
        rows = np.searchsorted(steps, own[place])
        for name, column in columns.items():
            column[rows, place] = track.columns[name]
        digests[rows, place] = track.digests
        if params is not None and track.dim:
            params[rows, place] = np.reshape(track.params, (-1, track.dim))
    return steps, columns, digests, params
