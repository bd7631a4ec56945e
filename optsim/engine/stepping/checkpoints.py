"""Time travel: states kept at regular steps, the ones between them computed again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

_LIMIT_BYTES = 256 * 2**20
_SEGMENT_BYTES = 64 * 2**20
_SHORT, _LONG = 32, 64
_SMALL = 1024
_MOST = 4096


class Stepped(Protocol):
    """A state of something that goes step by step: nested tuples of arrays."""

    @property
    def step(self) -> int:
        """The step that it is before."""


S = TypeVar("S", bound=Stepped)


class Checkpoints(Generic[S]):
    """States of a race, or of what follows one, by step. Any state up to the newest one is given back, bit for bit.

    Every `spacing`-th state is kept; a state between two of them is computed from the earlier one, and those on the way to it
    stay as long as they are few, so that the next steps back cost nothing. Above a number of states, or a limit of memory, every second one is
    dropped.
    """

    def __init__(self, follow: Callable[[S], S], first: S) -> None:
        self._follow = follow
        self.spacing = _LONG if max((each.size for each in _arrays(first)), default=0) <= _SMALL else _SHORT
        self._checkpoints = {first.step: first}
        # with something for the objects themselves
        size = max(1, sum(each.nbytes + 112 for each in _arrays(first)))
        self._most = min(_MOST, _LIMIT_BYTES // size)
        self._segment = deque([first], maxlen=max(2, min(_MOST, _SEGMENT_BYTES // size)))

    def transfer(self, follow: Callable[[S], S], carry: Callable[[S], S], upto: int) -> Checkpoints[S]:
        """The states up to a step as those of other lanes, which `carry` makes of them."""
        checkpoints = Checkpoints(follow, carry(self._checkpoints[0]))
        checkpoints.spacing = self.spacing
        checkpoints._checkpoints |= {
            step: carry(state) for step, state in self._checkpoints.items() if 0 < step <= upto
        }
        return checkpoints

    def wants(self, step: int) -> bool:
        """Tell if the state of a step is kept."""
        return step % self.spacing == 0

    def add(self, state: S) -> None:
        """Offer the newest state."""
        if not self.wants(state.step):
            return
        self._checkpoints[state.step] = state
        if len(self._checkpoints) > self._most:
            self.spacing *= 2
            self._checkpoints = {
                step: checkpoint for step, checkpoint in self._checkpoints.items() if step % self.spacing == 0
            }

    def at(self, step: int) -> S:
        """The state of a step that the race has passed."""
        start = step - step % self.spacing
        segment = self._segment
        if not segment[0].step <= step or segment[-1].step < start:
            segment.clear()
            segment.append(self._checkpoints[start])
        while segment[-1].step < step:
            segment.append(self._follow(segment[-1]))
        return segment[step - segment[0].step]


def _arrays(value: object) -> Iterator[npt.NDArray[np.generic]]:
    """All arrays in nested tuples."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _arrays(each)
