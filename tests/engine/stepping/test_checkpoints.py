"""Checkpoints: any state comes back, and the memory they take has a limit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.stepping.checkpoints import Checkpoints
from optsim.engine.stepping.kernel import State


def state(step, numbers):
    """A state that claims to hold many numbers, all of them the step's number, and takes no room."""
    params = np.broadcast_to(np.float64(step), (1, numbers))
    nothing = np.zeros(1, np.bool_)
    return State(step, params, (), nothing, 1, np.zeros(1), (), ())


def checkpoints(numbers, steps):
    followed = []

    def follow(before):
        followed.append(before.step)
        return state(before.step + 1, numbers)

    kept = Checkpoints(follow, state(0, numbers))
    for step in range(steps + 1):
        kept.add(state(step, numbers))
    return kept, followed


@given(looks=st.lists(st.integers(0, 1000), max_size=20), numbers=st.sampled_from([2, 4_000_000]))
def test_any_state_comes_back(looks, numbers):
    kept, _ = checkpoints(numbers, 1000)
    for step in looks:
        assert (kept.at(step).step, kept.at(step).params[0, 0]) == (step, step)


def test_a_step_back_is_computed_once_for_its_segment():
    kept, followed = checkpoints(2, 1000)
    kept.at(700)
    assert followed == list(range(640, 700))
    for step in range(699, 639, -1):
        kept.at(step)
    assert followed == list(range(640, 700))
    kept.at(639)
    assert len(followed) == 60 + 63


def test_above_its_limit_every_second_checkpoint_goes():
    small, _ = checkpoints(2, 10_000)
    assert small.spacing == 64
    assert len(small._checkpoints) == 157
    large, _ = checkpoints(4_000_000, 10_000)
    # 32 MB each, 256 MiB at most
    assert len(large._checkpoints) <= 8
    assert large.spacing == 2048
    assert sorted(large._checkpoints) == list(range(0, 10_001, 2048))
