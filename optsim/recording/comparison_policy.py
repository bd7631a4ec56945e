"""How far two computations of one race must agree, and the first place where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optsim.facts import Fact
from optsim.recording.environment import differences
from optsim.recording.findings import Difference, EnvironmentDifference
from optsim.recording.version_1 import COLUMNS, LaneRow, LaneSummary, Summary

#: elsewhere, numbers that are not strict are compared for so many steps, and so closely
STEPS_ELSEWHERE, RTOL = 100, 1e-6
#: of the largest value so far: near a minimum nothing but rounding errors is left
_ATOL = 1e-13
_NUMBERS = (*COLUMNS, "params")
#: no `reason`: it is a sentence, and a better one makes no other race
_ENDS = ("status", "rule")
_EXACT = (*_NUMBERS, "hash", *_ENDS)
_OF_A_SUMMARY = tuple(name for name in LaneSummary.__struct_fields__ if name != "reason")


def summaries_differ(here: Summary, there: Summary) -> Difference | None:
    """The first difference of two summaries of the same lanes; None where there is none."""
    if here.head != there.head:
        return Difference(there.head, "", "newest_step", "", here.head, there.head)
    for name, one in here.lanes.items():
        other = there.lanes[name]
        for key in _OF_A_SUMMARY:
            if getattr(one, key) != getattr(other, key):
                return Difference(other.step, name, "summary", key, getattr(one, key), getattr(other, key))
    return None


@dataclass(frozen=True)
class Agreement:
    """How far two computations must agree, by their environments and numerics."""

    exact: bool
    #: rows from this step on are not compared; None: all are
    below: int | None
    environments: tuple[EnvironmentDifference, ...]
    largest: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, numerics: str, here: Mapping[str, str], there: Mapping[str, str]) -> Agreement:
        """Bit for bit where numerics are strict or the environments the same."""
        other = tuple(differences(here, there))
        exact = numerics == "strict" or not other
        return cls(exact, None if exact else STEPS_ELSEWHERE, other)

    def compares(self, step: int) -> bool:
        """Whether rows of a step are compared."""
        return self.below is None or step < self.below

    def first(self, step: int, here: Mapping[str, LaneRow], there: Mapping[str, LaneRow]) -> Difference | None:
        """The first difference of two rows of a step; None where they agree."""
        for name in (*here, *(name for name in there if name not in here)):
            if name not in here or name not in there:
                return Difference(step, name, "row", "", name in here, name in there)
            if here[name] == there[name]:
                continue
            quantity = self._differing(name, here[name], there[name])
            if quantity:
                one, other = (_value(rows[name], quantity) for rows in (here, there))
                return Difference(step, name, "value", quantity, one, other)
        return None

    def _differing(self, lane: str, here: LaneRow, there: LaneRow) -> str:
        """The name of what is not the same; empty where all is, as far as it must be."""
        if not self.exact:
            for name in _NUMBERS:
                if not self._close((lane, name), getattr(here, name), getattr(there, name)):
                    return name
        for name in _EXACT if self.exact else _ENDS:
            if getattr(here, name) != getattr(there, name):
                return name
        said = [[(event.status, event.rule) for event in row.events] for row in (here, there)]
        return "events" if said[0] != said[1] else ""

    def _close(self, key: tuple[str, str], here: Any, there: Any) -> bool:
        if isinstance(here, list) and isinstance(there, list):
            return len(here) == len(there) and all(self._close(key, *pair) for pair in zip(here, there, strict=True))
        if not isinstance(here, float) or not isinstance(there, float):
            return bool(here == there)
        scale = self.largest[key] = max(self.largest.get(key, 0.0), abs(here))
        return abs(here - there) <= RTOL * abs(here) + _ATOL * scale


@dataclass(frozen=True)
class Verdict:
    """What a verification has found: the first difference (None: there is none), in how many rows of how many steps."""

    agreement: Agreement
    difference: Difference | None
    rows: int
    commands: int
    #: the recording's lines do not fit the hash in its summary
    tampered: bool
    notes: tuple[Fact, ...]

    @property
    def same(self) -> bool:
        """Whether all is as it should be."""
        return self.difference is None and not self.tampered


def _value(row: LaneRow, name: str) -> Any:
    """Return a value of a row; of events their statuses and rules."""
    value = getattr(row, name)
    return tuple((event.status, event.rule) for event in value) if name == "events" else value
