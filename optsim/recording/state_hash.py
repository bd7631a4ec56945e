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
from contextlib import suppress
from itertools import chain

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

    def __call__(self, packed: Sequence[bytes]) -> Words:
        """Return the hashes of all lanes of some states, each given by its numbers, shape (states, lanes)."""
        words = _words(packed)
        total = np.tile(self._counts, (len(packed), 1))
        at = 0
        for rows, members, part in self._fields:
            width = part.stop - part.start
            after = at + members * width
            own = words[:, at:after].reshape(-1, members, width)
            total[:, rows] += np.einsum("slw,w->sl", own, self._keys[part])
            at = after
        return _mix(total)


def packed(state: State) -> bytes:
    """Return a copy of all numbers of a state as bytes of float64, in the order in which they are hashed."""
    arrays = [state.params, *chain.from_iterable(state.memory)]
    if all(array.dtype == np.float64 for array in arrays):
        with suppress(BufferError, TypeError, ValueError):  # an array that does not lie in a row
            return b"".join(arrays)
    return np.concatenate(arrays, axis=None).astype(np.float64, copy=False).tobytes()


def hexadecimal(hashes: Words) -> list[list[str]]:
    """Hashes as text, a list for each state."""
    return [list(row) for row in zip(*by_lane(hashes), strict=True)]


def by_lane(hashes: Words) -> list[list[str]]:
    """Hashes as text, a list for each lane."""
    lanes = hashes.shape[1]
    text = hashes.astype(">u8").tobytes().hex()
    words = [text[at : at + 16] for at in range(0, len(text), 16)]
    return [words[place::lanes] for place in range(lanes)]


def _words(packed: Sequence[bytes]) -> Words:
    """The bits of all numbers, the upper half of each also in its lower one, shape (states, numbers)."""
    numbers = np.frombuffer(b"".join(packed), np.float64)
    if np.isnan(np.maximum.reduce(numbers)):
        numbers = np.where(np.isnan(numbers), _QUIET_NAN, numbers)
    words = numbers.view(np.uint64).reshape(len(packed), -1)
    return words ^ (words >> _HALF)


def _mix(words: Words) -> Words:
    """The words, each of them mixed; in place."""
    words ^= words >> _SHIFTS[0]
    words *= _FIRST
    words ^= words >> _SHIFTS[1]
    words *= _SECOND
    words ^= words >> _SHIFTS[2]
    return words
