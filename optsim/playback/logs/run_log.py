"""One run of a log: one file, or several of a folder that belong together, read as they grow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from optsim.facts import Fact
from optsim.logs import LogFormat, Readings
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.notes import ReadingNotes
from optsim.logs.reading.problems import ReadAgain
from optsim.playback.logs.files.find_runs import in_number_order
from optsim.playback.logs.files.followed_file import Change, ReadLimit
from optsim.playback.logs.files.log_file import LogFile
from optsim.playback.logs.lane_log import LaneLog

#: values that may come until it is looked whether they are too many
_VALUES_A_LOOK = 2**17


class RunLog:
    """Files of one run, each with what its columns begin with ("validation/"); lanes by the names of runs that share a file."""

    def __init__(
        self, name: str, form: type[LogFormat], own: Mapping[str, str], make_room: Callable[[], None], beside: str = ""
    ) -> None:
        """Begin a run without files; `make_room` is called each time that some more values have come."""
        #: what it was called first, and what its files have in common
        self.first_name, self.key = name, (Path(), "")
        self.name, self.form, self._own, self.beside = name, form, own, beside
        self._make_room, self._added = make_room, 0
        self.files: list[tuple[LogFile, str]] = []
        self.lanes: dict[str, LaneLog] = {}
        #: its lanes as they were before it began anew: they are shown until there is a first loss
        self._former: dict[str, LaneLog] = {}
        #: its file was taken away, and another one is under its name
        self.rotated = False

    def add_file(self, path: Path, prefix: str = "") -> bool:
        """Add a file; returns False for one that is there already."""
        if any(file.path == path for file, _ in self.files):
            return False
        axes = Axes(step=self._own.get("step"), epoch=self._own.get("epoch"), time=self._own.get("time"))
        self.files.append((LogFile(path, self.form, axes), prefix))
        return True

    @property
    def shown(self) -> list[LaneLog]:
        """The lanes that have a loss; while a run that has begun anew has none yet, those that it had."""
        there = [lane for lane in self.lanes.values() if lane.has_loss]
        return there or [lane for lane in self._former.values() if lane.has_loss]

    @property
    def faults(self) -> Sequence[tuple[Path, Fact]]:
        """What is wrong with its files."""
        return [(file.path, file.fault) for file, _ in self.files if file.fault is not None]

    def follow(self, limit: ReadLimit, *, to_end: bool = False) -> bool:
        """Read what is new, up to a limit; returns whether there was anything."""
        if self.rotated:
            return False
        files, changes = self._current()
        if Change.OTHER in changes and not self.form.rewritten:
            self.rotated = True
            return True
        if Change.ANEW in changes or (self.form.rewritten and Change.OTHER in changes):
            self._begin_anew()
        dropped = [lane.drop_end() for lane in self.lanes.values()] if Change.MORE in changes else []
        news = self._read(files, limit, to_end=to_end) or any(dropped)
        if self._former and any(lane.has_loss for lane in self.lanes.values()):
            self._former = {}
        return news

    def _read(self, files: Sequence[tuple[LogFile, str]], limit: ReadLimit, *, to_end: bool) -> bool:
        news = False
        for file, prefix in files:
            try:
                for readings in file.news(limit, to_end=to_end):
                    self._take(readings, prefix)
                    news = True
            except ReadAgain as again:
                self._begin_anew()
                file.count_otherwise(again)
                return self._read(files, limit, to_end=to_end) or news
            for readings in file.end():
                lane = self.lanes.get(readings.run)
                news |= lane is not None and lane.add_end(_named(readings, prefix))
            self._name_axes(file)
        return news

    def _current(self) -> tuple[list[tuple[LogFile, str]], list[Change]]:
        """Look at all files; return those that count, and what has changed: of such that are rewritten the newest one has all that the others have."""
        changes = {file.path: file.look() for file, _ in self.files}
        if not self.form.rewritten or len(self.files) < 2:
            return self.files, [*changes.values()]
        newest = max(self.files, key=lambda each: (each[0].modified, in_number_order(each[0].path)))
        if newest[0] is not self.files[-1][0]:
            self.files.remove(newest)
            self.files.append(newest)
            self._begin_anew()
        return [newest], [changes[newest[0].path]]

    def _begin_anew(self) -> None:
        # who is looking at the lanes goes on doing so: others take their place
        if any(lane.has_loss for lane in self.lanes.values()):
            self._former = self.lanes
        self.lanes = {}
        for file, _ in self.files:
            file.begin_anew()

    def _take(self, readings: Readings, prefix: str) -> None:
        lane = self.lanes.get(readings.run)
        if lane is None:
            lane = self.lanes[readings.run] = LaneLog(self._named(readings.run), self._own)
            lane.method = self.beside
        lane.add(_named(readings, prefix))
        self._added += len(readings.steps)
        if self._added > _VALUES_A_LOOK:
            self._added = 0
            self._make_room()

    def _name_axes(self, file: LogFile) -> None:
        for lane in self.lanes.values():
            lane.axes, lane.counts_rows = file.notes.axes, file.notes.counts_rows

    def _named(self, run: str) -> str:
        """Return the name of a lane: of a part of the file its own, with the file's where there are several files."""
        return f"{self.name} {run}".strip() if self.name else run

    @property
    def notes(self) -> list[ReadingNotes]:
        """What was passed over in its files."""
        return [file.notes for file, _ in self.files]

    @property
    def torn(self) -> list[tuple[Path, Fact]]:
        """The files whose last record has no end, and why it was not read."""
        return [(file.path, file.torn) for file, _ in self.files if file.torn is not None]

    @property
    def names(self) -> frozenset[str]:
        """The names of all columns."""
        own = (name for lane in self.lanes.values() for name in lane.columns)
        return frozenset((*own, *(name for file, _ in self.files for name in file.notes.names)))


def _named(readings: Readings, prefix: str) -> Readings:
    """Return readings of a column with what its name begins with."""
    return readings._replace(column=prefix + readings.column) if prefix else readings
