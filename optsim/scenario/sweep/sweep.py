"""Sweep of a scenario, as its file says it: axes, seeds, trials, goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from optsim.engine.numerics.exact_scalars import power, progression

Scale = Literal["lin", "log"]
Number = float | int | bool | str


class Axis(NamedTuple):
    """One axis: its name as in the file, and its values; of a sweep of trials a range may stand in their place.

    `numbers` are "whole" where the setting is.
    """

    name: str
    values: tuple[Number, ...] = ()
    low: float = 0.0
    high: float = 0.0
    scale: Scale = "lin"
    whole: bool = False

    @property
    def key(self) -> str:
        """The setting."""
        return self.name.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """The lane that it is of, or "objective"; empty for all lanes that have the setting."""
        return self.name.rpartition(".")[0]

    def at(self, share: float) -> Number:
        """The value at a share from 0 to 1 of the range, or of the list."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.scale == "log":
            value = self.low * power(self.high / self.low, share)
        else:
            value = self.low + (self.high - self.low) * share
        return round(value) if self.whole else min(max(value, self.low), self.high)


def grid(low: float, high: float, points: int, scale: Scale) -> list[float]:
    """So many numbers from one to the other, both included, as sums or products of the same step."""
    if points == 1:
        return [low]
    inner = progression(low, high, points) if scale == "log" else _sums(low, high, points)
    return [low, *inner[1:-1], high]


def _sums(low: float, high: float, points: int) -> list[float]:
    return [low + (high - low) * (number / (points - 1)) for number in range(points)]


class Goal(NamedTuple):
    """Quantity that a sweep is about: steps to a limit, or the final or the best loss. Less is better."""

    kind: Literal["steps", "final", "best"] = "final"
    quantity: Literal["loss", "validation_loss"] = "loss"
    limit: float = 0.0
    strict: bool = True

    def __str__(self) -> str:
        """As in a file."""
        return f"{self.quantity} {'<' if self.strict else '<='} {self.limit!r}" if self.kind == "steps" else self.kind


@dataclass(frozen=True, kw_only=True, eq=False)
class Sweep:
    """What a file says of many runs of its scenario.

    `trials` are drawn from the ranges in place of a grid; `epochs` is the budget where the file says it in epochs, `table` the
    section as it stands there.
    """

    axes: tuple[Axis, ...] = ()
    seeds: int = 1
    trials: int | None = None
    goal: Goal = field(default_factory=Goal)
    epochs: int | None = None
    table: Mapping[str, Any] = field(default_factory=dict)
