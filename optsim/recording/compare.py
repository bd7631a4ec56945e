"""Holds two recordings of one race against each other, without running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from optsim.recording.agreement import Agreement, Difference, Verdict
from optsim.recording.lines import Lines, opened
from optsim.recording.problems import Kind, RecordingError
from optsim.recording.reader import read
from optsim.recording.setup import setup_of
from optsim.recording.verify import check_same_race
from optsim.recording.version_1 import CommandLine, LaneRow, RowLine, SummaryLine

Rows = Mapping[int, Mapping[str, LaneRow]]


def compare(here: Path, there: Path) -> Verdict:
    """The first difference of two recordings. Raises RecordingError where one cannot be read or they are of different races."""
    both = read(here), read(there)
    with opened(here) as one, opened(there) as other:
        check_same_race(there, setup_of(one.header), setup_of(other.header))
        agreement = Agreement.of(one.header.numerics, one.header.environment, other.header.environment)
        comparison = _Comparison(agreement, there, alike=one.header.every == other.header.every)
        difference = comparison.first_difference(_stretches(one), _stretches(other))
    notes = [f"{recording.path} is {recording.note}" for recording in both if recording.note]
    if not comparison.alike:
        notes.append("they are thinned differently: only the steps that both have are compared")
    tampered = not all(recording.intact for recording in both)
    return Verdict(agreement, difference, comparison.rows, comparison.commands, tampered, tuple(notes))


class _Stretch(NamedTuple):
    """The rows between two commands, and the line behind them; None where the file is cut off."""

    rows: Rows
    last: CommandLine | SummaryLine | None


def _stretches(lines: Lines) -> Iterator[_Stretch]:
    rows: dict[int, dict[str, LaneRow]] = {}
    for _, line in lines:
        if isinstance(line, RowLine):
            rows.setdefault(line.step, {}).update(line.lanes)
        else:
            yield _Stretch(rows, line)
            rows = {}
            if isinstance(line, SummaryLine):
                return
    yield _Stretch(rows, None)


class _Comparison:
    """Goes through two recordings, stretch by stretch."""

    def __init__(self, agreement: Agreement, path: Path, *, alike: bool) -> None:
        self._agreement, self._path, self.alike = agreement, path, alike
        self.rows = self.commands = 0

    def first_difference(self, here: Iterator[_Stretch], there: Iterator[_Stretch]) -> Difference | None:
        """The first difference; None where there is none as far as both go."""
        for one, other in zip(here, there, strict=False):
            found = self._rows(one, other)
            if found is not None or one.last is None or other.last is None:
                return found
            self._check_commands(one.last, other.last)
        return None

    def _rows(self, here: _Stretch, there: _Stretch) -> Difference | None:
        # one that is cut off ends where it ends
        ends = [max(each.rows, default=-1) for each in (here, there) if each.last is None]
        for step in sorted({*here.rows, *there.rows}):
            if (ends and step > min(ends)) or not self._agreement.compares(step):
                break
            if step in here.rows and step in there.rows:
                found = self._row(step, here.rows[step], there.rows[step])
                if found is not None:
                    return found
            elif self.alike:
                return Difference(
                    step, "", "", "a row" if step in here.rows else None, "a row" if step in there.rows else None
                )
        return None

    def _row(self, step: int, here: Mapping[str, LaneRow], there: Mapping[str, LaneRow]) -> Difference | None:
        self.rows += 1
        if self.alike:
            return self._agreement.first(step, _bare(here, there), _bare(there, here))
        shared = [name for name in here if name in there]
        one, other = {name: here[name] for name in shared}, {name: there[name] for name in shared}
        return self._agreement.first(step, _bare(one, other), _bare(other, one))

    def _check_commands(self, here: CommandLine | SummaryLine, there: CommandLine | SummaryLine) -> None:
        """Raise RecordingError where something else was done."""
        if isinstance(here, SummaryLine) and isinstance(there, SummaryLine):
            return
        self.commands += 1
        if isinstance(here, CommandLine) and isinstance(there, CommandLine):
            names = ("head", "keeps", "scenario", "files", "seed", "steps")
            if all(getattr(here, name) == getattr(there, name) for name in names):
                return
        told = [f"{line.command!r}" if isinstance(line, CommandLine) else "the end" for line in (here, there)]
        what = f"has other commands: number {self.commands} is {told[1]} there, {told[0]} here"
        raise RecordingError(self._path, None, what, "", Kind.NOT_COMPARABLE)


def _bare(rows: Mapping[str, LaneRow], others: Mapping[str, LaneRow]) -> Mapping[str, LaneRow]:
    """Rows without the parameters that only one of two recordings has."""
    if all((rows[name].params is None) == (others[name].params is None) for name in rows if name in others):
        return rows
    return {name: _without_params(row) for name, row in rows.items()}


def _without_params(row: LaneRow) -> LaneRow:
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    return LaneRow(**{**values, "params": None})
