"""Tolerances between two computations of one race, and the first place where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optsim.facts import Fact
from optsim.recording.environment import differences
from optsim.recording.format.versions import Header, LaneRow, Summary
from optsim.recording.verification.findings import Difference, EnvironmentDifference

#: elsewhere, numbers that are not strict are compared for so many steps, and so closely
STEPS_ELSEWHERE, RTOL = 100, 1e-6
#: of the largest value so far: near a minimum nothing but rounding errors is left
_ATOL = 1e-13
#: causes are compared beside them where both are codes and numbers, made by the same optsim on the same machine
_ENDS = ("status", "rule")
_OF_A_SUMMARY = ("step", "loss", "best_step", "best_loss", "status")


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
    """Tolerances between two computations, by their environments and numerics."""

    exact: bool
    #: rows from this step on are not compared; None: all are
    below: int | None
    environments: tuple[EnvironmentDifference, ...]
    #: the quantities that are compared
    quantities: tuple[str, ...]
    #: whether causes are compared
    causes: bool
    largest: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, there: Header, environment: Mapping[str, str], quantities: tuple[str, ...] = (), *, causes: bool = True
    ) -> Agreement:
        """Bit for bit where numerics are strict or the environments the same.

        Args:
            there: the header of one recording.
            environment: where the other one was made.
            quantities: those that both have; all of `there` where none are given.
            causes: whether the other one has causes.
        """
        other = tuple(differences(environment, there.environment))
        exact = there.numerics == "strict" or not other
        return cls(
            exact=exact,
            below=None if exact else STEPS_ELSEWHERE,
            environments=other,
            quantities=quantities or there.quantities,
            causes=causes and there.version > 1 and not other,
        )

    def compares(self, step: int) -> bool:
        """Tell if rows of a step are compared."""
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
            for name in (*self.quantities, "params"):
                if not self._close((lane, name), getattr(here, name), getattr(there, name)):
                    return name
        for name in self._alike:
            if getattr(here, name) != getattr(there, name):
                return name
        statuses = [[(event.status, event.rule) for event in row.events] for row in (here, there)]
        if statuses[0] != statuses[1]:
            return "events"
        if not self.causes:
            return ""
        causes = [[event.why for event in row.events] for row in (here, there)]
        return "events" if causes[0] != causes[1] else "cause" if here.why != there.why else ""

    @property
    def _alike(self) -> tuple[str, ...]:
        """Return what must be the same in a row."""
        return (*self.quantities, "params", "hash", *_ENDS) if self.exact else _ENDS

    def _close(self, key: tuple[str, str], here: Any, there: Any) -> bool:
        if isinstance(here, list) and isinstance(there, list):
            return len(here) == len(there) and all(self._close(key, *pair) for pair in zip(here, there, strict=True))
        if not isinstance(here, float) or not isinstance(there, float):
            return bool(here == there)
        scale = self.largest[key] = max(self.largest.get(key, 0.0), abs(here))
        return abs(here - there) <= RTOL * abs(here) + _ATOL * scale


@dataclass(frozen=True)
class Verdict:
    """Result of a verification: the first difference (None: there is none), in how many rows of how many steps."""

    agreement: Agreement
    difference: Difference | None
    rows: int
    commands: int
    #: the recording's lines do not fit the hash in its summary
    tampered: bool
    notes: tuple[Fact, ...]

    @property
    def same(self) -> bool:
        """True if all is as it should be."""
        return self.difference is None and not self.tampered


def _value(row: LaneRow, name: str) -> Any:
    """Return a value of a row; of events their statuses and rules."""
    value = getattr(row, name)
    return tuple((event.status, event.rule) for event in value) if name == "events" else value
