"""Verifies a recording: records the same race once more and compares line by line."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from optsim.engine.race import Race
from optsim.recording.encoder import BLOCK, Encoder
from optsim.recording.environment import environment
from optsim.recording.format.lines import Lines, opened
from optsim.recording.format.values import Kept
from optsim.recording.format.version_2 import ALWAYS
from optsim.recording.format.versions import CommandLine, Line, RowLine, SummaryLine
from optsim.recording.problems import NotComparableError, RecordingError
from optsim.recording.reader import RecordedCommands, read
from optsim.recording.resolved_setup import Resolved, changes, differing, setup_of
from optsim.recording.verification.comparison_policy import Agreement, Verdict, summaries_differ
from optsim.recording.verification.findings import (
    Difference,
    MoreDifferences,
    NoteOnFile,
    OtherRace,
    RowsKept,
    SettingDifference,
)

Tell = Callable[[int, int], object]
_MOST_TOLD = 12


def verify(path: Path, expected: Resolved | None = None, tell: Tell | None = None) -> Verdict:
    """Compute the race of a recording again, all branches of its commands, and compare.

    `expected` is what it must be a recording of (None: whatever its header says). `tell` is told how far it is: step and
    budget. Raises RecordingError where the file cannot be read, or is a recording of another race.
    """
    recording = read(path)
    with opened(path) as lines:
        if expected is not None:
            check_same_race(path, expected, setup_of(lines.header))
        rerun = _Rerun(lines, tell or _nobody)
        difference = rerun.first_difference()
    if difference is None and not rerun.rows:
        raise RecordingError(path, None, "has no recorded step: there is nothing to verify", "record it again")
    notes = (NoteOnFile(recording.note),) if recording.note else ()
    return Verdict(rerun.agreement, difference, rerun.rows, rerun.commands, not recording.intact, notes)


def _nobody(step: int, budget: int) -> None:
    """Nobody wants to know."""


def check_same_race(path: Path, here: Resolved, there: Resolved) -> None:
    """Raise NotComparableError where two set-ups are of different races."""
    differences = [SettingDifference(*each) for each in differing(here, there)]
    if differences:
        more = [MoreDifferences(len(differences) - _MOST_TOLD)] if len(differences) > _MOST_TOLD else []
        raise NotComparableError(path, OtherRace(), [*differences[:_MOST_TOLD], *more])


class _Rerun:
    """A race that is computed beside the lines of a recording."""

    def __init__(self, lines: Lines, tell: Tell) -> None:
        self._lines, self._tell = lines, tell
        header = lines.header
        self.agreement = Agreement.of(header, environment())
        self._recorded = RecordedCommands(lines.path, header)
        self._setup = setup_of(header)
        race = self._raced(1)
        self._computed: deque[Line] = deque()
        self._encoder = Encoder(
            self._setup,
            race,
            self._computed.extend,
            every=header.every,
            with_params=header.params,
            quantities=header.quantities,
        )
        self.rows = self.commands = 0

    def _raced(self, number: int) -> Race:
        """Return the race that a line asks for, with the quantities of the recording. Raises RecordingError."""
        requested = [name for name in self._lines.header.quantities if name not in ALWAYS]
        try:
            return self._recorded.scenario.race(also=requested)
        except (ValueError, OverflowError, MemoryError) as error:
            what = f"has a scenario that cannot race: {str(error) or 'not enough memory'}"
            raise RecordingError(self._lines.path, number, what, "") from error

    def first_difference(self) -> Difference | None:
        """Go through all lines up to the first one that is not as it should be."""
        rows: list[RowLine] = []
        for number, line in self._lines:
            if isinstance(line, RowLine):
                if not self.agreement.compares(line.step):
                    continue
                rows.append(line)
                # the last one waits: it may be the last step of all
                difference = self._rows(rows[:-1]) if len(rows) > BLOCK else None
                rows = rows[-1:] if len(rows) > BLOCK else rows
            elif isinstance(line, CommandLine):
                difference = self._rows(rows) or self._command(number, line)
                rows = []
            else:
                difference = self._finish(rows, line)
                rows = []
            if difference is not None:
                return difference
        return self._finish(rows, None) if rows else None

    def _rows(self, rows: Sequence[RowLine]) -> Difference | None:
        """Compute as far as some rows go, and compare."""
        for row in rows:
            self._make(rows[-1].step)
            difference = self._compare(row)
            if difference is not None:
                return difference
        return None

    def _make(self, step: int) -> None:
        """Compute until a row is made, at most up to a step."""
        race = self._encoder.race
        while not self._computed and race.head < step and not race.over:
            self._compute(step)
        if not self._computed:
            self._encoder.take(race)
            self._encoder.flush()

    def _compute(self, step: int) -> None:
        """Compute some steps more, at most up to one."""
        race, encoder = self._encoder.race, self._encoder
        race.compute(min(race.head + encoder.room, step), encoder.watch)
        encoder.take(race)
        if race.head >= step or race.over:
            encoder.flush()
        self._tell(race.head, race.budget)

    def _compare(self, there: RowLine) -> Difference | None:
        """A row of the recording with the next one that was made."""
        here = self._computed.popleft() if self._computed else None
        if not isinstance(here, RowLine) or here.step != there.step:
            if isinstance(here, RowLine) and here.step < there.step:
                return Difference(here.step, "", "row", "", here=True, there=False)
            return Difference(there.step, "", "row", "", here=False, there=True)
        self.rows += 1
        return self.agreement.first(there.step, here.lanes, there.lanes)

    def _upto(self, head: int) -> Difference | None:
        """Compute up to where the recording says the race was; no row may be left."""
        below = self.agreement.below
        goal = head if below is None else min(head, below - 1)
        self._make(goal)
        while self._computed:
            here = self._computed.popleft()
            if isinstance(here, RowLine) and self.agreement.compares(here.step):
                return Difference(here.step, "", "row", "", here=True, there=False)
        return None

    def _command(self, number: int, line: CommandLine) -> Difference | None:
        """Carry out a command."""
        difference = self._upto(line.head)
        if difference is not None:
            return difference
        self._recorded.take(number, line)
        self.commands += 1
        recorded, before = self._recorded, self._setup
        self._setup = Resolved(
            before.name, recorded.tables, recorded.files, recorded.seed, recorded.budget, before.numerics
        )
        _, same_race = changes(before, self._setup)
        lanes = recorded.scenario.lanes.values()
        race = self._encoder.race.with_lanes(lanes) if same_race and line.keeps else self._raced(number)
        self._encoder.change(self._setup, race)
        here = self._computed.popleft()
        if self.agreement.exact and isinstance(here, CommandLine):
            if here.head != line.head:
                return Difference(line.step, "", "newest_step_at_command", line.done, here.head, line.head)
            return _keeps_differ(here, line)
        return None

    def _finish(self, rows: Sequence[RowLine], line: SummaryLine | None) -> Difference | None:
        """The last rows and the summary, or where the file is cut off."""
        if line is None:
            return self._rows(rows[:-1]) or self._last(rows[-1])
        head = line.summary.head
        if rows and rows[-1].step == head:
            difference = self._rows(rows[:-1]) or self._last(rows[-1])
        else:
            difference = self._rows(rows) or self._upto(head)
            if difference is None and self.agreement.exact:
                self._encoder.finish()
        if difference is not None or not self.agreement.exact:
            return difference
        return self._summary(line)

    def _last(self, row: RowLine) -> Difference | None:
        """The newest row: of a step that is there in any case, or of the last one of all."""
        self._make(row.step)
        self._encoder.finish()
        return self._compare(row)

    def _summary(self, line: SummaryLine) -> Difference | None:
        """Return what is summed up."""
        here = self._computed.popleft()
        if isinstance(here, RowLine):
            return Difference(here.step, "", "row", "", here=True, there=False)
        if not isinstance(here, SummaryLine):
            return Difference(line.summary.head, "", "newest_step", "", self._encoder.race.head, line.summary.head)
        return summaries_differ(here.summary, line.summary)


def _keeps_differ(here: CommandLine, there: CommandLine) -> Difference | None:
    """The first lane of which a command keeps other rows; None where there is none."""
    for name in {**here.keeps, **there.keeps}:
        rows = here.keeps.get(name), there.keeps.get(name)
        if rows[0] != rows[1]:
            return Difference(there.step, name, "rows_kept", there.done, *map(_rows_kept, rows))
    return None


def _rows_kept(rows: Kept | None) -> RowsKept | None:
    """Return whose rows are kept, and up to where."""
    return None if rows is None else RowsKept(rows.of, rows.below)
