"""A hash of each lane's parameters and optimizer state: the same on every machine, many steps at a time.

A lane's words are the bits of float64 numbers as whole numbers of 64 bits: its parameters, then each field of its optimizer
state in the order of the fields, row by row. Numbers of another type are converted to float64; every NaN counts as
0x7ff8000000000000. With all arithmetic modulo 2⁶⁴, γ = 0x9e3779b97f4a7c15 and the finalizer of SplitMix64

    mix(z):  z ^= z >> 30;  z *= 0xbf58476d1ce4e5b9;  z ^= z >> 27;  z *= 0x94d049bb133111eb;  z ^= z >> 31

the hash of words w₁ … wₙ is mix(n + Σ kᵢ·(wᵢ ^ (wᵢ >> 32))) with the odd keys kᵢ = mix(i·γ) | 1, written as 16 hexadecimal
digits, the highest first. It speaks of numbers, not of bytes in memory: the order of bytes of a machine does not matter.

Whole-number arithmetic is exact in any order, so all lanes and steps are summed at once, at a fraction of what a hash of bytes
costs. A multilinear hash finds every change of one word; two states that differ in several look alike with a chance of 2⁻⁶⁴
where their last digits differ, of 2⁻³³ at worst (signs alone). It finds drift; it does not keep out a forger, who is found
by running the race.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from optsim.engine.lane import Group
from optsim.engine.settings import Index
from optsim.engine.stepping.kernel import State

Words = npt.NDArray[np.uint64]

_GAMMA = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
_HALF, _ODD = np.uint64(32), np.uint64(1)
_QUIET_NAN = np.array(0x7FF8000000000000, np.uint64).view(np.float64)


class Digester:
    """Hashes the states of one race, a block of steps at a time."""

    def __init__(self, state: State, groups: Sequence[Group]) -> None:
        """Look at one state of the race for where each lane's words are."""
        lanes, dim = state.params.shape
        counts = np.full(lanes, dim, np.uint64)
        #: which lanes, how many of them, which of their words
        self._fields: list[tuple[Index, int, slice]] = [(slice(0, lanes), lanes, slice(0, dim))]
        for group, memory in zip(groups, state.memory, strict=True):
            before, members = dim, len(group.places)
            for field in memory:
                after = before + field.size // members
                self._fields.append((group.rows, members, slice(before, after)))
                before = after
            counts[group.rows] = before
        self._counts = counts
        self._keys = _mix(np.arange(1, int(counts.max()) + 1, dtype=np.uint64) * np.uint64(_GAMMA)) | _ODD
        #: the numbers of one state
        self.size = int(counts.sum())

    def __call__(self, states: Sequence[State]) -> Words:
        """The hashes of all lanes, shape (states, lanes)."""
        count = len(states)
        arrays = [state.params for state in states]
        for number in range(len(states[0].memory)):
            for field in zip(*(state.memory[number] for state in states), strict=True):
                arrays += field
        words = _words(arrays, plain=_floats_alone(states[0]) and _floats_alone(states[-1]))
        total = np.tile(self._counts, (count, 1))
        at = 0
        for rows, members, part in self._fields:
            width = part.stop - part.start
            after = at + count * members * width
            own = words[at:after].reshape(count, members, width)
            total[:, rows] += np.einsum("slw,w->sl", own, self._keys[part])
            at = after
        return _mix(total)


def hexadecimal(hashes: Words) -> list[list[str]]:
    """Hashes as text, a list for each state."""
    return [list(row) for row in zip(*by_lane(hashes), strict=True)]


def by_lane(hashes: Words) -> list[list[str]]:
    """Hashes as text, a list for each lane."""
    lanes = hashes.shape[1]
    text = hashes.astype(">u8").tobytes().hex()
    words = [text[at : at + 16] for at in range(0, len(text), 16)]
    return [words[place::lanes] for place in range(lanes)]


def _floats_alone(state: State) -> bool:
    """Tell if everything that the lanes carry is float64."""
    return all(field.dtype == np.float64 for memory in state.memory for field in memory)


def _words(arrays: Sequence[npt.NDArray[Any]], *, plain: bool) -> Words:
    """The bits of all numbers, the upper half of each also in its lower one."""
    numbers = _joined(arrays) if plain else None
    if numbers is None:
        numbers = np.concatenate(arrays, axis=None).astype(np.float64, copy=False)
    if np.isnan(np.maximum.reduce(numbers)):
        numbers = np.where(np.isnan(numbers), _QUIET_NAN, numbers)
    words = numbers.view(np.uint64)
    return words ^ (words >> _HALF)


def _joined(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.float64] | None:
    """The numbers of many small arrays one after the other: as bytes nine times as fast; None where not all lie in a row."""
    try:
        return np.frombuffer(b"".join(arrays), np.float64)  # type: ignore[arg-type]
    except (BufferError, TypeError, ValueError):
        return None


def _mix(words: Words) -> Words:
    """The words, each of them mixed; in place."""
    words ^= words >> _SHIFTS[0]
    words *= _FIRST
    words ^= words >> _SHIFTS[1]
    words *= _SECOND
    words ^= words >> _SHIFTS[2]
    return words
