"""Axes: calm limits, round ticks, linear or logarithmic."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.facts import Fact
from optsim.plot.numbers import compact

Array = npt.NDArray[np.float64]

#: a value that rounding has put beyond the end of an axis is no value outside of it
_SLACK = 1e-9
#: a log axis shows at most so many decades below the highest start, and so many above it
DECADES_BELOW, DECADES_ABOVE = 12.0, 1.5
_FEWEST_DECADES, _FINE_DECADES = 1.0, 3.0
#: a log axis of less than so many has ticks within them, and powers of ten up to this one are plain numbers beside these
_FEW_DECADES, _PLAIN_POWERS = 2.0, 3
#: a linear axis ends here, so that its length is still a number, and shows no differences finer than this share of a value
_FARTHEST, _FINEST = 1e300, 1e-6
#: powers of ten from here on may be infinite, or 0
_FARTHEST_POWER = 300
#: counts below this are written out where a power of ten cannot tell them apart, and this many digits always can
_LONGEST_COUNT, _MANTISSA = 1e9, 12
#: a nought among very small numbers has not their digits
_LONGEST_NOUGHT = 4
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Axis(NamedTuple):
    """Limits of an axis in its own units: the values themselves, or log₁₀ of how far they lie above `least`.

    `whole` where it counts something.
    """

    low: float
    high: float
    log: bool = False
    whole: bool = False
    least: float = 0.0

    def units(self, values: npt.ArrayLike) -> Array:
        """Values in the units of the axis; NaN where they cannot be shown (not finite, or not above 0 on a log axis)."""
        plain = np.asarray(values, dtype=np.float64)
        with np.errstate(all="ignore"):
            shown = np.log10(np.where(plain > self.least, plain - self.least, np.nan)) if self.log else plain
        return np.where(np.isfinite(shown), shown, np.nan)

    def values(self, units: Array) -> Array:
        """The values that lie at these units."""
        values: Array = self.least + 10.0**units if self.log else units
        return values

    def share(self, values: npt.ArrayLike) -> Array:
        """Place values on the axis, 0 at its low end and 1 at its high end; NaN where they cannot be shown."""
        share: Array = (self.units(values) - self.low) / (self.high - self.low)
        return share

    def outside(self, values: npt.ArrayLike) -> tuple[bool, bool, bool]:
        """Tell whether values lie below the low end, above the high end, or, at 0 or less, on no log axis at all."""
        numbers, ends = np.asarray(values, dtype=np.float64), self.reach(values)
        unplaced = self.log and bool((numbers <= self.least).any())
        if ends is None:
            return False, False, unplaced
        return ends[0] < self.low - _SLACK, ends[1] > self.high + _SLACK, unplaced

    def reach(self, values: npt.ArrayLike) -> tuple[float, float] | None:
        """The lowest and the highest of values, in units of the axis; None where none can be shown."""
        numbers = np.asarray(values, dtype=np.float64)
        shown = numbers[np.isfinite(numbers) & (numbers > self.least)] if self.log else numbers[np.isfinite(numbers)]
        if not shown.size:
            return None
        low, high = self.units([shown.min(), shown.max()]).tolist()
        return low, high

    def zoomed(self, factor: float, about: float) -> Axis:
        """A part of the axis (factor above 1) or more than it; what lies at the share `about` stays where it is."""
        at, length = self.low + about * (self.high - self.low), (self.high - self.low) / factor
        return self._replace(low=at - about * length, high=at + (1 - about) * length)

    def panned(self, share: float) -> Axis:
        """Moved by a share of its length."""
        by = share * (self.high - self.low)
        return self._replace(low=self.low + by, high=self.high + by)

    def value(self, share: float) -> float:
        """The value at a share of the axis."""
        unit = self.low + share * (self.high - self.low)
        return float(self.values(np.array(unit)))

    def label(self, unit: float) -> str:
        """A place on the axis in words, in its own units: 10⁻¹² on a log axis, else the number."""
        if not self.log:
            return compact(unit)
        return power_label(round(unit)) if abs(unit - round(unit)) < _SLACK else compact(10.0**unit, 2)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Round positions (in units of the axis) with their labels, at most so many."""
        if self.log:
            return _log_ticks(self.low, self.high, most)
        return _linear_ticks(self.low, self.high, most, least=1.0 if self.whole else 0.0)


class OutsideOfAxis(Fact):
    """Numbers of the lanes with values below the low end of an axis, above its high end, and at its least or less on a log axis.

    `low` and `high` are the ends as they are read, `least` the value that no logarithm comes to.
    """

    code: ClassVar[str] = "outside_of_axis"

    below: int
    above: int
    unplaced: int
    low: str = ""
    high: str = ""
    least: float = 0.0

    def at_low_end(self) -> OutsideOfAxis | None:
        """What is told at the low end; None where there is nothing."""
        return replace(self, above=0) if self.below or self.unplaced else None

    def at_high_end(self) -> OutsideOfAxis | None:
        """What is told at the high end; None where there is nothing."""
        return replace(self, below=0, unplaced=0) if self.above else None


def outside_of(axis: Axis, curves: Iterable[npt.ArrayLike]) -> OutsideOfAxis | None:
    """Return of how many lanes' curves an axis leaves values out, and on which side; None where it leaves none out."""
    counts = [sum(side) for side in zip((0, 0, 0), *map(axis.outside, curves), strict=True)]
    below, above, unplaced = counts
    if not any(counts):
        return None
    return OutsideOfAxis(below, above, unplaced, axis.label(axis.low), axis.label(axis.high), axis.least)


def fit_steps(head: float, budget: float) -> Axis:
    """The axis of steps from 0: it grows in strides of a third, so that it seldom moves, and ends at the budget."""
    if head <= 0 or budget <= 0:
        return Axis(0.0, max(1.0, min(20.0, budget)), whole=True)
    reach = 20.0
    while reach < head:
        reach = math.ceil(reach * 4 / 3)
    return Axis(0.0, float(max(1.0, min(reach, budget))), whole=True)


def fit_values(values: Iterable[Array], starts: npt.ArrayLike, *, log: bool, least: float = 0.0) -> Axis:
    """The axis of measured values, snapped outwards, so that it seldom moves while values come in.

    `starts` are the values at the start: a curve that shoots far above them, or on a log axis falls far below them, leaves
    the chart rather than flatten all others. A log axis is of how far they lie above `least`.
    """
    probe = Axis(0.0, 1.0, log=log, least=least)
    ends = [reach for reach in map(probe.reach, values) if reach is not None]
    if not ends:
        return Axis(-1.0, 1.0, log=log, least=least)
    low, high = min(reach[0] for reach in ends), max(reach[1] for reach in ends)
    begun = probe.reach(starts)
    first = high if begun is None else begun[1]
    if log:
        high, low = min(high, first + DECADES_ABOVE), max(low, first - DECADES_BELOW)
        low = min(low, high - _FEWEST_DECADES)
        return _snapped(low, high, 0.5 if high - low <= _FINE_DECADES else 1.0, log=True)._replace(least=least)
    high = min(high, first + max(2 * (first - low), abs(first)))
    low = min(max(low, first - max(1000 * abs(first), 1.0)), high)
    low, high = (min(max(limit, -_FARTHEST), _FARTHEST) for limit in (low, high))
    span = max(high - low, _FINEST * max(abs(low), abs(high))) if high > low else abs(high) or 1.0
    return _snapped(low, high, _stride(span, 10), log=False)


def fit_around(values: Array, margin: float) -> Axis:
    """Return an axis of some values, with a margin at both ends as a share of their range."""
    values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    room = margin * ((high - low) or 1.0)
    return Axis(low - room, high + room)


def _snapped(low: float, high: float, grid: float, *, log: bool) -> Axis:
    below, above = math.floor(low / grid + 1e-9) * grid, math.ceil(high / grid - 1e-9) * grid
    return Axis(below, above if above > below else below + grid, log=log)


def _stride(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 · 10ⁿ that fits at most so many times into the span."""
    raw = max(span / max(most, 1), 1e-300)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= raw * (1 - 1e-9))


def _linear_ticks(low: float, high: float, most: int, *, least: float) -> list[tuple[float, str]]:
    stride = max(_stride(high - low, most + 1), least)
    while len(numbers := range(math.ceil(low / stride - 1e-9), math.floor(high / stride + 1e-9) + 1)) > max(most, 1):
        stride = _stride(1.5 * stride, 1)
    values = [number * stride for number in numbers]
    return list(zip(values, _labels(values, stride), strict=True))


def _labels(values: list[float], stride: float) -> list[str]:
    """Labels that tell neighbours apart and say where they are: with as many digits as that takes."""
    digits = max(0, -math.floor(math.log10(stride) + 1e-9))
    if max(map(abs, values), default=0.0) < _LONGEST_COUNT and digits == 0:
        plain = [number_label(value, digits) for value in values]
        whole = [f"{value:.0f}".replace("-", "−") for value in values]
        return plain if _tell(values, 1, stride) and len(set(plain)) == len(plain) else whole
    for mantissa in range(1, _MANTISSA):
        labels = [number_label(value, digits, mantissa) for value in values]
        if len(set(labels)) == len(labels) and _tell(values, mantissa, stride):
            return labels
    return [number_label(value, digits, _MANTISSA) for value in values]


def _tell(values: list[float], mantissa: int, stride: float) -> bool:
    """Tell if so many decimals of a power of ten are as near to the values as a small part of a stride."""
    return all(abs(float(f"{value:.{mantissa}e}") - value) <= 1e-3 * stride for value in values if _in_powers(value))


def _in_powers(value: float) -> bool:
    """Tell if a number is written with a power of ten."""
    return value != 0 and not 1e-4 <= abs(value) < 1e6


def number_label(value: float, digits: int, mantissa: int = 1) -> str:
    """A tick's number: plain where it is short, else with a power of ten and so many digits behind the point."""
    value = value + 0.0
    if value == 0 and digits > _LONGEST_NOUGHT:
        return "0"
    if _in_powers(value):
        number, _, exponent = f"{value:.{mantissa}e}".partition("e")
        number = number.rstrip("0").removesuffix(".")
        return f"{number}·10{str(int(exponent)).translate(_SUPERSCRIPT)}".replace("-", "−")
    return f"{value:.{digits}f}".replace("-", "−")


def _log_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Decades, every second, third … where there are many; 1-2-5 where there are less than two, and within these finer."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first < 1:
        return _within_decades(low, high, most)
    if high - low < _FEW_DECADES and len(fine := _within_decades(low, high, 3 * most)) <= most:
        return fine
    stride = math.ceil((last - first + 1) / max(most, 1))
    first = -(-first // stride) * stride
    return [(float(power), power_label(power)) for power in range(first, last + 1, stride)]


def _within_decades(low: float, high: float, most: int) -> list[tuple[float, str]]:
    candidates = [
        (math.log10(step) + power, step, power)
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in (1, 2, 5)
    ]
    inside = [
        (at, power_label(power) if step == 1 and abs(power) > _PLAIN_POWERS else _plain(step, power))
        for at, step, power in candidates
        if low - 1e-9 <= at <= high + 1e-9
    ]
    return inside[: max(most, 1)] if len(inside) > 1 or most < 2 else _finely(low, high, most) or inside


def _plain(step: int, power: int) -> str:
    """Write a tick as a plain number, where it is short."""
    if abs(power) >= _FARTHEST_POWER:
        # the product may be no number
        return f"{step}·{power_label(power)}"
    return number_label(step * 10.0**power, max(0, -power))


def _finely(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Evenly spaced values, where their logarithms lie."""
    if max(abs(low), abs(high)) >= _FARTHEST_POWER:
        return []
    lowest, highest = 10.0**low, 10.0**high
    if lowest >= highest:
        return []
    return [(math.log10(value), label) for value, label in _linear_ticks(lowest, highest, most, least=0.0)]


def power_label(power: int) -> str:
    """10ⁿ as a label; 1 and 10 as they are."""
    return {0: "1", 1: "10"}.get(power, "10" + str(power).translate(_SUPERSCRIPT))
