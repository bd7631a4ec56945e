"""A recording bound to arrays: the NumPy calls that do again what was recorded, from some arrays into others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from optsim.engine.settings import Array
from optsim.engine.stepping.layout import BY_ROW, Layout
from optsim.engine.stepping.tape import AnyArray, Entry, Recording, Value

#: exactly rounded whichever way NumPy goes through the arrays: these may write where an operand is, or to rows with gaps
_EXACT = frozenset(
    {np.add, np.subtract, np.multiply, np.divide, np.sqrt, np.negative, np.absolute, np.maximum, np.minimum, np.sign}
)
#: a NumPy function with its arguments, the array that it writes to among them
Call = tuple[Callable[..., Any], tuple[Any, ...]]


class Scratch:
    """Arrays for what is needed only within a program; programs that run one after the other share them."""

    def __init__(self, layout: Layout = BY_ROW) -> None:
        self._layout = layout
        self._free: dict[tuple[tuple[int, ...], np.dtype[Any]], list[AnyArray]] = {}

    def take(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> AnyArray:
        """An array, whatever is in it."""
        free = self._free.get((shape, dtype))
        return free.pop() if free else self._layout.empty(shape, dtype)

    def give(self, array: AnyArray) -> None:
        """Take an array back."""
        self._free.setdefault((array.shape, array.dtype), []).append(array)


class _Binding:
    """Gives each value of a recording an array, as few as will do, and makes the calls."""

    def __init__(self, recording: Recording, inputs: Sequence[AnyArray], scratch: Scratch) -> None:
        self.entries, self.scratch = recording.entries, scratch
        self.calls: list[Call] = []
        self.arrays: list[AnyArray] = list(inputs)
        #: by value: the one whose array it lies in
        self.owners = list(range(len(inputs)))
        self.ends = _last_uses(recording)
        self.own: set[int] = set()

    def run(self, number: int, entry: Entry, result: AnyArray | None) -> None:
        """Bind one value; where it is a result, to its array."""
        operands = [self.arrays[each] if isinstance(each, Value) else each for each in entry.operands]
        if entry.kind == "view":
            self.arrays.append(operands[0][entry.detail])
            self.owners.append(self.owners[entry.operands[0]])
            return
        in_place = entry.kind == "call" and entry.function in _EXACT
        if in_place:
            self._release(number, entry)
        array = self.scratch.take(entry.shape, entry.dtype) if result is None else result
        if result is None:
            self.own.add(number)
        if not in_place:
            self._release(number, entry)
        self.arrays.append(array)
        self.owners.append(number)
        self.calls += _calls(entry, [_quick(each, operands, array) for each in operands], array)

    def _release(self, number: int, entry: Entry) -> None:
        """Give back what is used for the last time."""
        for each in {self.owners[operand] for operand in entry.operands if isinstance(operand, Value)}:
            if each in self.own and self.ends[each] == number:
                self.own.discard(each)
                self.scratch.give(self.arrays[each])


def _last_uses(recording: Recording) -> list[int]:
    """By value, the number of the last entry that uses it or a view of it; beyond all for what is returned."""
    ends = list(range(len(recording.entries)))
    for result in recording.results:
        ends[result] = len(ends)
    for number, entry in reversed(list(enumerate(recording.entries))):
        for operand in entry.operands:
            if isinstance(operand, Value):
                ends[operand] = max(ends[operand], ends[number] if entry.kind == "view" else number)
    return ends


def _quick(operand: Any, operands: Sequence[Any], result: AnyArray) -> Any:
    """The same operand as NumPy takes it quickest: a single number as an array without axes, twice as fast on a few numbers."""
    if isinstance(operand, np.ndarray):
        return operand.reshape(()) if operand.size == 1 < result.size else operand
    arrays = [each for each in (*operands, result) if isinstance(each, np.ndarray)]
    plain = isinstance(operand, float | int) and all(each.dtype == np.float64 for each in arrays)
    return np.asarray(operand, np.float64) if plain else operand


def _calls(entry: Entry, operands: list[Any], array: AnyArray) -> list[Call]:
    """The NumPy calls that write a value to an array."""
    match entry.kind:
        case "copy":
            return [(np.copyto, (array, operands[0]))]
        case "where":
            return [(np.copyto, (array, operands[2])), (np.copyto, (array, operands[1], "same_kind", operands[0]))]
        case "accumulate":
            return [(entry.function.accumulate, (operands[0], entry.detail, None, array))]  # type: ignore[union-attr]
        case "reduce":
            axis, keepdims = entry.detail
            return [(entry.function.reduce, (operands[0], axis, None, array, keepdims))]  # type: ignore[union-attr]
        case _ if entry.function in {np.maximum, np.minimum}:
            # NumPy is about to take a third argument of theirs for another operand
            return [(partial(entry.function, out=array), tuple(operands))]
    return [(entry.function, (*operands, array))]  # type: ignore[list-item]


def _writes_straight(entry: Entry, array: AnyArray) -> bool:
    """Tell if a result can be worked out in the array where it is wanted, to the same bits."""
    fits = entry.shape == array.shape and entry.dtype == array.dtype
    return fits and entry.kind not in {"input", "view"} and (entry.function in _EXACT or array.flags.c_contiguous)


def bind(recording: Recording, inputs: Sequence[AnyArray], results: Sequence[Array], scratch: Scratch) -> list[Call]:
    """Return the calls that do what was recorded, from some arrays into others.

    Args:
        recording: what is to be done.
        inputs: arrays of the shapes that were recorded; they are not written to.
        results: arrays for the results, none of which shares its memory with an input.
        scratch: where the arrays for all else come from.
    """
    binding = _Binding(recording, inputs, scratch)
    goals: dict[Value, AnyArray] = {}
    for number, array in zip(recording.results, results, strict=True):
        if number not in goals and _writes_straight(recording.entries[number], array):
            goals[number] = array
    for at, entry in enumerate(recording.entries[recording.inputs :], start=recording.inputs):
        binding.run(at, entry, goals.get(Value(at)))
    for number, array in zip(recording.results, results, strict=True):
        if goals.get(number) is not array:
            binding.calls.append((np.copyto, (array, binding.arrays[number])))
    for at in binding.own:
        scratch.give(binding.arrays[at])
    return binding.calls
