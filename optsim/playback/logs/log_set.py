"""The logs that a person watches: all runs of some paths, new ones among them as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from optsim.facts import Fact
from optsim.faults import Suggestion
from optsim.logs import LogError
from optsim.logs.reading.problems import NothingYet
from optsim.playback.logs.facts import (
    AxesTaken,
    ColumnMissing,
    ColumnsTaken,
    FileFault,
    HyperParameters,
    LanesLeftOut,
    LogRead,
    NoLoss,
    NoTime,
    OtherColumns,
    RecordTorn,
    RowsThinned,
    RowsWithoutStep,
    ShortRows,
    TextCells,
    ValuesReplaced,
    ValuesUnplaced,
)
from optsim.playback.logs.files.find_runs import LogPlace, Searched, find_logs, nothing_in
from optsim.playback.logs.files.followed_file import ReadLimit
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.run_log import RunLog
from optsim.suggest import closest
from optsim.system.limits import MOST_LANES
from optsim.system.printable import printable_line

#: values that are there at a time: of more, older rows are thinned
MOST_VALUES = 2**22
#: bytes that are read at one look, of all runs together
_BYTES_A_LOOK = 2**22
#: looks after which the folders are searched for new files again
_LOOKS_A_SEARCH = 8
#: names of columns that are told
_MOST_NAMES = 12
#: letters of such a name
_LONGEST_NAME = 80


class LogSet:
    """Runs of paths. `follow` reads what is new; a file that another one has taken the place of begins another run."""

    def __init__(
        self, paths: Sequence[str], own: Mapping[str, str] | None = None, *, live: bool, most: int = MOST_VALUES
    ) -> None:
        """Find all logs and read them. Raises LogError where there are none, or nothing in them can be read."""
        self.paths, self.live, self._most = tuple(paths), live, most
        self._own = own or {}
        self.runs: list[RunLog] = []
        self._looks = 0
        #: files that a search has looked at, and why the last one could not be ended
        self._searched: Searched = {}
        self._search_fault: Fact | None = None
        for place in find_logs(paths, self._searched):
            self._add(place)
        self._read(ReadLimit(), to_end=not live)
        if not live:
            self._check_own()
        if not self.lanes:
            raise self._nothing()

    def _check_own(self) -> None:
        """Raise LogError where a person has named a column that there is not."""
        known = [name for run in self.runs for name in sorted(run.names)]
        for role, column in self._own.items():
            if known and column not in known:
                there = Suggestion(closest(column, known), tuple(map(printable_line, known[:_MOST_NAMES])))
                message = "--take {role}={column}: {path} has no such column; {suggestion}"
                raise LogError(message, role=role, column=column, path=self.title, suggestion=there)

    def _add(self, place: LogPlace) -> None:
        run = next(
            (each for each in self.runs if each.key == place.key and each.form is place.form and not each.rotated),
            None,
        )
        if run is None:
            run = RunLog(place.run, place.form, self._own, self._make_room, place.beside)
            run.key = place.key
            self.runs.append(run)
        run.add_file(place.path, place.prefix)

    def _read(self, limit: ReadLimit, *, to_end: bool) -> bool:
        # another run is the first one each time, so that all have their turn
        first = self._looks % len(self.runs)
        news = [run.follow(limit, to_end=to_end) for run in (*self.runs[first:], *self.runs[:first])]
        for run in [run for run in self.runs if run.rotated and run.files]:
            # what was read stays; under the name is another file now
            for file, prefix in run.files:
                number = 1 + sum(each.key == run.key and each.form is run.form for each in self.runs)
                name = f"{run.first_name} ({number})"
                following = RunLog(name, run.form, self._own, self._make_room, run.beside)
                following.first_name, following.key = run.first_name, run.key
                following.add_file(file.path, prefix)
                following.follow(limit, to_end=to_end)
                self.runs.append(following)
            run.files.clear()
        if any(news):
            self._make_room()
        return any(news)

    def follow(self) -> bool:
        """Read what is new; returns whether there was anything."""
        self._looks += 1
        before = self._search_fault
        if self._looks % _LOOKS_A_SEARCH == 0:
            self._search()
        return self._read(ReadLimit(_BYTES_A_LOOK), to_end=False) or before != self._search_fault

    def _search(self) -> None:
        """Take in files that have come since."""
        known = {file.path for run in self.runs for file, _ in run.files}
        self._search_fault = None
        try:
            for place in find_logs(self.paths, self._searched):
                if place.path not in known:
                    self._add(place)
        except NothingYet:
            # what is watched may be gone for a moment
            return
        except LogError as error:
            self._search_fault = error.fault

    def _make_room(self) -> None:
        """Leave out older rows where there are more values than there may be: of the lane that has most."""
        lanes = [lane for run in self.runs for lane in run.lanes.values()]
        for lane in lanes:
            lane.thin(further=False)
        while sum(lane.values for lane in lanes) > self._most:
            largest = max(lanes, key=lambda lane: lane.values)
            if not largest.thin(further=True):
                return

    @property
    def lanes(self) -> list[LaneLog]:
        """The lanes that have a loss, in the order of their runs."""
        return [lane for run in self.runs for lane in run.shown][:MOST_LANES]

    @property
    def names(self) -> list[str]:
        """The names of the lanes, each another one."""
        names: list[str] = []
        for lane in self.lanes:
            name = printable_line(lane.name) or "log"
            number = 2
            while name in names:
                name = f"{printable_line(lane.name) or 'log'} ({number})"
                number += 1
            names.append(name)
        return names

    @property
    def title(self) -> str:
        """What is watched: the name of the file or folder, or how many."""
        own = [Path(path).name or Path(path).resolve().name for path in self.paths]
        return printable_line(own[0] if len(own) == 1 else f"{own[0]} … {own[-1]}")

    @property
    def files(self) -> list[Path]:
        """The files that are read."""
        return [file.path for run in self.runs for file, _ in run.files]

    @property
    def faults(self) -> list[tuple[Path, Fact]]:
        """What is wrong with them."""
        return [fault for run in self.runs for fault in run.faults]

    def _nothing(self) -> LogError:
        """Return why there is no lane, and a way out."""
        for path, fault in [*self.faults, *(torn for run in self.runs for torn in run.torn)]:
            return LogError("{place}: {fault}", place=path, fault=fault)
        for run in self.runs:
            path = run.files[0][0].path
            columns = [name for lane in run.lanes.values() for name in lane.columns]
            if columns:
                return LogError(
                    "{path}: no column is named like a loss; say which it is, --take loss=NAME; there are: {columns}",
                    path=path,
                    columns=", ".join(map(_named, columns[:_MOST_NAMES])),
                )
            if any(notes.unplaced for notes in run.notes):
                message = "{path}: no step is a whole number from 0 on, but {step} in the column {column}; say which column counts steps, --take step=NAME"
                notes = run.notes[0]
                return LogError(message, path=path, step=_named(notes.unplaced_as), column=notes.axes.step or "")
            if texts := [name for notes in run.notes for name in notes.texts]:
                message = "{path}: no column has numbers, such as 0.5 or 1e-3; those there are have texts: {columns}"
                return LogError(message, path=path, columns=", ".join(map(_named, texts[:_MOST_NAMES])))
        return nothing_in(self.runs[0].files[0][0].path)

    def findings(self) -> Iterator[tuple[str, Fact]]:
        """Yield what is to be told of each run: how it was read, and what was left out; with the name of its lane."""
        lanes, names = self.lanes, self.names
        name_of = {id(lane): name for lane, name in zip(lanes, names, strict=True)}
        for run in self.runs:
            own = [name_of[id(lane)] for lane in run.shown if id(lane) in name_of]
            name = _name_of_run(run, own, names)
            for role, column in self._own.items():
                if column not in run.names:
                    yield name, ColumnMissing(role, _named(column))
            for lane in run.shown:
                if id(lane) in name_of:
                    yield from ((name_of[id(lane)], fact) for fact in _of_lane(run, lane, name_of[id(lane)]))
            yield from ((name, fact) for fact in _of_files(run))
            yield from ((lane or name, fact) for lane, fact in _without_loss(run))
        if self._search_fault is not None:
            yield self.title, self._search_fault
        if there := sum(len(run.shown) for run in self.runs) - len(lanes):
            yield self.title, LanesLeftOut(there, MOST_LANES)


def _name_of_run(run: RunLog, own: Sequence[str], names: Sequence[str]) -> str:
    """Return what facts on the files of a run are told under: no name that a lane of another run has."""
    name = printable_line(run.name) or "log"
    if name in own or (name not in names and len(own) != 1):
        return name
    return own[0] if own else f"{name} ({run.form.name})"


def _without_loss(run: RunLog) -> Iterator[tuple[str, NoLoss]]:
    """Yield which lanes of a run are not shown: they have no loss. A run with a fault has that told."""
    if not run.shown and not run.faults:
        columns = [*dict.fromkeys(name for lane in run.lanes.values() for name in lane.columns)]
        yield "", NoLoss(_shown(columns), len(columns))
    elif run.shown:
        others = [lane for lane in run.lanes.values() if not lane.has_loss and lane.columns]
        for lane in others[:_MOST_NAMES]:
            yield printable_line(lane.name), NoLoss(_shown([*lane.columns]), len(lane.columns))


def _of_lane(run: RunLog, lane: LaneLog, name: str) -> Iterator[Fact]:
    shown = {role: lane.series(role) for role in lane.roles}
    steps = [series.steps for series in shown.values() if series is not None and len(series)]
    if not steps:
        return
    values = sum(series.total for series in shown.values() if series is not None)
    first, last = min(int(each[0]) for each in steps), max(int(each[-1]) for each in steps)
    yield LogRead(name, run.form.name, len(run.files), values, first, last)
    columns = {role: _named(column) for role, column in [*lane.roles.items()][:_MOST_NAMES]}
    yield ColumnsTaken(tuple(columns), tuple(columns.values()), len(lane.roles) - len(columns))
    axes = lane.axes
    if lane.counts_rows:
        step, epoch, time = (
            None if each is None else printable_line(each) for each in (axes.step, axes.epoch, axes.time)
        )
        yield AxesTaken(step, epoch, time, axes.by_row or (step is None and epoch is None))
    if axes.time and lane.no_time:
        yield NoTime(_named(axes.time), lane.no_time)
    if lane.method:
        yield HyperParameters("hparams.yaml", lane.method)
    if lane.replaced:
        yield ValuesReplaced(lane.replaced)
    if lane.left_out:
        yield RowsThinned(lane.left_out, max(series.rows.stride for series in lane.columns.values()))
    if lane.not_shown:
        yield OtherColumns(_shown(lane.not_shown), len(lane.not_shown), "many")
    if lane.other_steps:
        yield OtherColumns(_shown(lane.other_steps), len(lane.other_steps), "iterations")


def _shown(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first names, as they can be told."""
    return tuple(map(_named, names[:_MOST_NAMES]))


def _named(name: str) -> str:
    """Return a name as it can be told."""
    whole = printable_line(name)
    return whole if len(whole) <= _LONGEST_NAME else f"{whole[: _LONGEST_NAME - 1]}…"


def _of_files(run: RunLog) -> Iterator[Fact]:
    notes, numbers = run.notes, {name for lane in run.lanes.values() for name in lane.columns}
    cells = {name: sum(each.texts.get(name, 0) for each in notes) for one in notes for name in one.texts}
    if texts := [name for name in cells if name not in numbers]:
        yield OtherColumns(_shown(texts), len(texts), "texts")
    if mixed := [name for name in cells if name in numbers]:
        yield TextCells(_shown(mixed), len(mixed), sum(cells[name] for name in mixed))
    if unplaced := sum(each.unplaced for each in notes):
        yield ValuesUnplaced(unplaced, next((_named(each.unplaced_as) for each in notes if each.unplaced_as), ""))
    if rows := sum(each.without_step for each in notes):
        yield RowsWithoutStep(rows)
    for file, _ in run.files:
        if file.notes.short_rows:
            yield ShortRows(printable_line(file.path.name), file.notes.short_rows, file.notes.first_short)
    for path, _ in run.torn:
        yield RecordTorn(printable_line(path.name))
    for path, fault in run.faults:
        yield FileFault(printable_line(path.name), fault)
