"""Randomness without memory: a draw depends on (seed, stream, step) alone.

Every lane of a seed therefore meets the same noise and the same mini-batch at the same step, and a run that is stepped
back, resumed or joined by another lane meets the same ones again.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, BadValueError
from optsim.system.limits import LARGEST_SEED

if TYPE_CHECKING:
    from optsim.engine.numerics.draws import Draws

_BLOCK_STEPS = 256
_BLOCK_NUMBERS = 65536
_CACHED_BLOCKS = 8


class Stream(IntEnum):
    """Purpose of a draw; streams of one seed are independent."""

    INIT = 0
    GRADIENT = 1
    BATCH = 2
    DATA = 3
    TRIAL = 4
    RESAMPLE = 5


class Noise:
    """All draws of one seed.

    The generator is Philox 4x64 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), keyed by seed and
    stream, its counter set to the block: a whole block of steps is drawn at a time and the last few are kept.
    """

    def __init__(self, seed: int) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= LARGEST_SEED:
            raise BadValueError("seed", "must be a whole number from 0 to 2⁶⁴ − 1, not {seed!r}", seed=seed)
        self.seed = int(seed)
        self._blocks: dict[tuple[object, ...], npt.NDArray[Any]] = {}
        #: the block that was asked for last: its first step, its stream, the numbers of a step, and the block
        self._last: tuple[int, Stream, int, Array] = 0, Stream.INIT, 0, np.empty(0)

    def generator(self, stream: Stream, block: int = 0) -> Draws:
        """A fresh generator at the start of a block of a stream."""
        from optsim.engine.numerics.draws import Draws  # noqa: PLC0415 NumPy's generators take their time, many races draw nothing

        # as a plain list a seed from 2⁶³ on would pass through a float and lose its last digits
        key = np.array([self.seed, int(stream)], dtype=np.uint64)
        return Draws(np.random.Philox(key=key, counter=[0, block, 0, 0]))

    def normal(self, step: int, dim: int, stream: Stream = Stream.GRADIENT) -> Array:
        """Standard normal numbers of a step, shape (dim,)."""
        first, known, of, samples = self._last
        if (known, of) != (stream, dim) or not 0 <= step - first < len(samples):
            steps = _steps_of_a_block(dim)
            first, samples = step - step % steps, self.block(step // steps, dim, stream)
            self._last = first, stream, dim, samples
        numbers: Array = samples[step - first]
        return numbers

    def block(self, block: int, dim: int, stream: Stream = Stream.GRADIENT) -> Array:
        """The normal numbers of all steps of a block, (steps, dim)."""
        key = (stream, block, dim)
        samples = self._blocks.get(key)
        if samples is None:
            samples = self._keep(key, self.generator(stream, block).standard_normal((_steps_of_a_block(dim), dim)))
        return samples

    def permutation(self, epoch: int, examples: int) -> npt.NDArray[np.intp]:
        """The order in which the examples are seen in an epoch, shape (examples,)."""
        key = (Stream.BATCH, epoch, examples)
        permutation = self._blocks.get(key)
        if permutation is None:
            permutation = self._keep(key, self.generator(Stream.BATCH, epoch).permutation(examples))
        return permutation

    def _keep(self, key: tuple[object, ...], samples: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if len(self._blocks) >= _CACHED_BLOCKS:
            del self._blocks[next(iter(self._blocks))]
        samples.setflags(write=False)
        self._blocks[key] = samples
        return samples


class NoiseOfSeeds:
    """The normal numbers of several seeds, side by side."""

    def __init__(self, noises: Sequence[Noise]) -> None:
        self._noises = noises
        self._number = -1
        self._block: Array = np.empty(0)

    def normal(self, step: int, dim: int) -> Array:
        """Standard normal numbers of a step, shape (seeds, dim), those of each seed as its own."""
        number, row = divmod(step, _steps_of_a_block(dim))
        if number != self._number or self._block.shape[-1] != dim:
            self._number, self._block = number, np.stack([each.block(number, dim) for each in self._noises], axis=1)
        numbers: Array = self._block[row]
        return numbers


def _steps_of_a_block(dim: int) -> int:
    """The number of steps whose numbers are drawn at once."""
    return max(1, min(_BLOCK_STEPS, _BLOCK_NUMBERS // dim))
