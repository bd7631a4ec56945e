"""Schedules: what all of them keep to, and the formula of each."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS, SCHEDULES, Race
from optsim.engine.lane import Lane
from optsim.engine.settings import declared
from tests.engine.support import Linear

every_schedule = pytest.mark.parametrize("cls", SCHEDULES.values(), ids=list(SCHEDULES))


def usual(cls):
    """An instance, the settings without a default filled in."""
    return cls(**{key: 20 if each.type is int else 0.5 for key, each in declared(cls).items() if each.required})


@every_schedule
def test_every_factor_is_a_finite_number_from_0_to_1(cls):
    schedule = usual(cls)
    for step in [*range(100), 10**4, 10**6, 10**9]:
        factor = schedule.factor(step)
        assert isinstance(factor, float)
        assert math.isfinite(factor)
        assert 0 <= factor <= 1


@every_schedule
def test_is_frozen_named_and_every_setting_has_help(cls):
    schedule = usual(cls)
    assert SCHEDULES[cls.name] is cls
    assert hash(schedule) == hash(usual(cls))
    with pytest.raises(FrozenInstanceError):
        schedule.steps = 3
    assert all(each.setting and each.setting.help for each in declared(cls).values())


steps = st.integers(1, 1000)
times = st.integers(0, 3000)


@given(n=steps, t=times, final=st.floats(0, 1))
def test_cosine(n, t, final):
    expected = final + (1 - final) * math.cos(math.pi * min(t, n) / n / 2) ** 2
    assert SCHEDULES["cosine"](steps=n, final=final).factor(t) == pytest.approx(expected, abs=1e-12)


@given(n=steps, t=times, rate=st.floats(0.01, 1))
def test_exponential(n, t, rate):
    factor = SCHEDULES["exponential"](steps=n, rate=rate).factor(t)
    assert factor == pytest.approx(math.exp(math.log(rate) * t / n), rel=1e-9)


@given(n=steps, t=times, rate=st.floats(0.01, 1))
def test_step(n, t, rate):
    expected = 1.0
    for _ in range(t // n):
        expected *= rate
    assert SCHEDULES["step"](steps=n, rate=rate).factor(t) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@given(n=steps, t=times)
def test_inverse_sqrt(n, t):
    factor = SCHEDULES["inverse_sqrt"](steps=n).factor(t)
    assert factor**-2 == pytest.approx((n + t) / n, rel=1e-12)


@given(n=steps)
def test_warmup(n):
    factors = [SCHEDULES["warmup"](steps=n).factor(t) for t in range(n + 2)]
    assert factors[0] == pytest.approx(1 / n)
    assert factors[n - 1 :] == [1.0, 1.0, 1.0]
    assert factors[: n - 1] == pytest.approx([t / n for t in range(1, n)])


@pytest.mark.parametrize("name", ["sgd", "momentum", "adam"])
def test_a_scheduled_lane_moves_by_the_rate_of_the_step(name):
    lane = Lane("lane", OPTIMIZERS[name](learning_rate=0.5), SCHEDULES["step"](steps=4, rate=0.5))
    race = Race(Linear(), [lane, Lane("constant", OPTIMIZERS[name](learning_rate=0.5))], steps=12, keep_params=True)
    race.advance(12)
    assert race.history.learning_rate[:, 0].tolist() == [0.5] * 4 + [0.25] * 4 + [0.125] * 4 + [0.0625]
    assert race.history.learning_rate[:, 1].tolist() == [0.5] * 13
    moved = race.history.update_norm[:12, 0]
    if name == "momentum":
        velocity, expected = 0.0, []
        for rate in race.history.learning_rate[:12, 0]:
            velocity = 0.9 * velocity + rate
            expected.append(velocity)
        assert moved == pytest.approx(expected, rel=1e-12)
    else:
        assert moved == pytest.approx(race.history.learning_rate[:12, 0], rel=1e-7)
