"""Holds two recordings of one race against each other, without running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from optsim.facts import Fact
from optsim.recording.format.lines import Lines, opened
from optsim.recording.format.versions import CommandLine, LaneRow, RowLine, Summary, SummaryLine
from optsim.recording.problems import NotComparableError
from optsim.recording.reader import read
from optsim.recording.resolved_setup import setup_of
from optsim.recording.verification.comparison_policy import Agreement, Verdict, summaries_differ
from optsim.recording.verification.findings import (
    CommandPart,
    Difference,
    EndsApart,
    NoStepInCommon,
    NoteOnFile,
    OtherCommands,
    QuantitiesApart,
    ThinnedDifferently,
)
from optsim.recording.verification.verify import check_same_race

_OF_A_COMMAND: tuple[CommandPart, ...] = get_args(CommandPart)

Rows = Mapping[int, Mapping[str, LaneRow]]


def compare(here: Path, there: Path) -> Verdict:
    """The first difference of two recordings. Raises RecordingError where one cannot be read or they are of different races."""
    both = read(here), read(there)
    with opened(here) as one, opened(there) as other:
        check_same_race(there, setup_of(one.header), setup_of(other.header))
        both_have = tuple(name for name in one.header.quantities if name in other.header.quantities)
        has_causes = one.header.version > 1
        agreement = Agreement.of(other.header, one.header.environment, both_have, causes=has_causes)
        comparison = _Comparison(agreement, there, alike=one.header.every == other.header.every)
        difference = comparison.first_difference(_stretches(one), _stretches(other))
    if difference is None and not comparison.rows:
        raise NotComparableError(there, NoStepInCommon(str(here)))
    notes: list[Fact] = [
        NoteOnFile(recording.note, str(recording.path)) for recording in both if recording.note is not None
    ]
    if not comparison.alike:
        notes.append(ThinnedDifferently())
    lone = {*one.header.quantities} ^ {*other.header.quantities}
    if lone:
        notes.append(QuantitiesApart(tuple(sorted(lone))))
    notes += comparison.ends
    tampered = not all(recording.intact for recording in both)
    return Verdict(agreement, difference, comparison.rows, comparison.commands, tampered, tuple(notes))


class _Stretch(NamedTuple):
    """The rows between two commands, and the line after them; None where the file is cut off."""

    rows: Rows
    last: CommandLine | SummaryLine | None

    @property
    def head(self) -> int:
        """Return how far the race had been computed, or how far the file goes."""
        if self.last is None:
            return max(self.rows, default=-1)
        return self.last.summary.head if isinstance(self.last, SummaryLine) else self.last.head


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
        #: where the two end, if that is not at the same step
        self.ends: list[EndsApart] = []

    def first_difference(self, here: Iterator[_Stretch], there: Iterator[_Stretch]) -> Difference | None:
        """The first difference; None where there is none as far as both go."""
        for one, other in zip(here, there, strict=False):
            difference = self._rows(one, other)
            if difference is not None or one.last is None or other.last is None:
                return difference
            if isinstance(one.last, SummaryLine) and isinstance(other.last, SummaryLine):
                return self._summaries(one.last.summary, other.last.summary)
            self._check_commands(one.last, other.last)
        return None

    def _summaries(self, here: Summary, there: Summary) -> Difference | None:
        """Compare races that have come equally far."""
        if here.head != there.head:
            self.ends = [EndsApart(here.head, there.head)]
        elif self._agreement.exact:
            return summaries_differ(here, there)
        return None

    def _rows(self, here: _Stretch, there: _Stretch) -> Difference | None:
        last = min(here.head, there.head)
        for step in sorted({*here.rows, *there.rows}):
            if step > last or not self._agreement.compares(step):
                break
            if step in here.rows and step in there.rows:
                difference = self._row(step, here.rows[step], there.rows[step])
                if difference is not None:
                    return difference
            elif self.alike and (step < last or here.head == there.head):
                # where one ends its last step is there in any case
                return Difference(step, "", "row", "", step in here.rows, step in there.rows)
        return None

    def _row(self, step: int, here: Mapping[str, LaneRow], there: Mapping[str, LaneRow]) -> Difference | None:
        self.rows += 1
        if self.alike:
            return self._agreement.first(step, _bare(here, there), _bare(there, here))
        shared = [name for name in here if name in there]
        one, other = {name: here[name] for name in shared}, {name: there[name] for name in shared}
        return self._agreement.first(step, _bare(one, other), _bare(other, one))

    def _check_commands(self, here: CommandLine | SummaryLine, there: CommandLine | SummaryLine) -> None:
        """Raise NotComparableError where something else was done."""
        self.commands += 1
        one, other = (line.done if isinstance(line, CommandLine) else None for line in (here, there))
        parts: tuple[CommandPart, ...] = ()
        heads = None
        if isinstance(here, CommandLine) and isinstance(there, CommandLine):
            parts = tuple(name for name in _OF_A_COMMAND if getattr(here, name) != getattr(there, name))
            if not parts:
                return
            heads = (here.head, there.head) if parts[0] == "head" else None
        raise NotComparableError(self._path, OtherCommands(self.commands, one, other, parts, heads))


def _bare(rows: Mapping[str, LaneRow], others: Mapping[str, LaneRow]) -> Mapping[str, LaneRow]:
    """Rows without the parameters that only one of two recordings has."""
    if all((rows[name].params is None) == (others[name].params is None) for name in rows if name in others):
        return rows
    return {name: _without_params(row) for name, row in rows.items()}


def _without_params(row: LaneRow) -> LaneRow:
    return msgspec.structs.replace(row, params=None)
