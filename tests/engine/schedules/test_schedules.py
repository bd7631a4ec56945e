"""Schedules: what all of them keep to, and the formula of each."""

from __future__ import annotations

import math
import tomllib
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS, SCHEDULES, Race, Scenario
from optsim.engine.lane import Lane
from optsim.engine.schedule import Phase, ScheduleSequence
from optsim.engine.settings import declared
from optsim.languages import english
from optsim.scenario import ScenarioError
from optsim.scenario.dump import resolved, scenario_files
from optsim.words.scenario_lines import lane_line
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


@given(n=steps, t=times, final=st.floats(0, 1), exponent=st.floats(0.1, 5))
def test_linear_and_polynomial(n, t, final, exponent):
    left = max(0.0, (n - t) / n)
    expected = final + (1 - final) * left
    assert SCHEDULES["linear"](steps=n, final=final).factor(t) == pytest.approx(expected, abs=1e-12)
    expected = final + (1 - final) * left**exponent
    made = SCHEDULES["polynomial"](steps=n, final=final, power=exponent)
    assert made.factor(t) == pytest.approx(expected, abs=1e-12)


@given(stable=st.integers(0, 500), n=steps, t=times, kind=st.sampled_from(["linear", "sqrt", "power"]))
def test_wsd_is_full_then_falls_to_its_end(stable, n, t, kind):
    schedule = SCHEDULES["wsd"](stable=stable, decay_steps=n, decay=kind, power=3.0, final=0.1)
    s = min(1.0, max(0, t - stable) / n)
    left = {"linear": 1 - s, "sqrt": 1 - math.sqrt(s), "power": (1 - s) ** 3}[kind]
    assert schedule.factor(t) == pytest.approx(0.1 + 0.9 * left, abs=1e-12)
    assert schedule.factor(stable) == 1.0
    assert schedule.factor(schedule.length) == pytest.approx(0.1)
    assert schedule.factor(schedule.length + 1) == schedule.factor(schedule.length)


@given(data=st.data())
def test_schedules_in_a_row_begin_anew_when_the_one_before_is_over(data):
    lengths = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=4))
    parts = [usual(SCHEDULES[data.draw(st.sampled_from(list(SCHEDULES)))]) for _ in range(len(lengths) + 1)]
    row = ScheduleSequence(tuple(map(Phase, parts, [*lengths, None])))
    expected = [part.factor(t) for part, length in zip(parts, lengths, strict=False) for t in range(length)]
    expected += [parts[-1].factor(t) for t in range(50)]
    assert [row.factor(t) for t in range(len(expected))] == expected


@every_schedule
def test_a_length_is_where_the_factor_stays(cls):
    schedule = usual(cls)
    if schedule.length is not None:
        assert {schedule.factor(step) for step in range(schedule.length, schedule.length + 50)} == {
            schedule.factor(schedule.length)
        }


SECTION = {"objective": {"kind": "quadratic", "eigenvalues": [1.0]}, "budget": {"steps": 30}}


def scheduled(schedule):
    return SECTION | {"lanes": {"it": {"optimizer": "sgd", "learning_rate": 0.5, "schedule": schedule}}}


def test_a_list_in_a_scenario_is_read_dumped_and_described():
    parts = [
        {"kind": "warmup", "steps": 4},
        {"kind": "step", "steps": 2, "length": 6},
        {"kind": "wsd", "stable": 5, "decay_steps": 10},
    ]
    scenario = Scenario.from_dict(scheduled(parts))
    lane = scenario.lanes["it"]
    assert [lane.learning_rate(step) for step in (0, 3, 4, 6, 10, 15, 20, 25)] == pytest.approx(
        [0.125, 0.5, 0.5, 0.05, 0.5, 0.5, 0.25, 0.0]
    )
    text = scenario_files(scenario, "it")["it.toml"]
    assert tomllib.loads(text)["lanes"]["it"]["schedule"] == parts
    assert Scenario.from_dict(tomllib.loads(text)).lanes["it"] == lane
    tables, _ = resolved(scenario)
    assert Scenario.from_dict(tables).lanes["it"] == lane
    assert lane_line(english(), lane).endswith("warmup, then step, then wsd schedule")


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([], "lanes.it.schedule: is empty"),
        ([{"kind": "step", "steps": 2}, {"kind": "linear", "steps": 2}], r"schedule\[1\].length: is missing"),
        (
            [{"kind": "warmup", "steps": 2}, {"kind": "linear", "steps": 2, "length": 3}],
            "does nothing in the last part",
        ),
        (
            [{"kind": "warmup", "steps": 2, "length": 0}, {"kind": "linear", "steps": 2}],
            r"schedule\[1\].length: must be",
        ),
        ([{"kind": "warmup", "steps": 2}, {"kind": "lineer", "steps": 2}], "did you mean 'linear'"),
        ([{"kind": "warmup", "steps": 2}] * 101, "at most 100 are possible"),
        ([3, {"kind": "linear", "steps": 2}], r"schedule\[1\]: must be a table"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(parts, fault):
    with pytest.raises(ScenarioError, match=fault):
        Scenario.from_dict(scheduled(parts))


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
    assert race.history["learning_rate"][:, 0].tolist() == [0.5] * 4 + [0.25] * 4 + [0.125] * 4 + [0.0625]
    assert race.history["learning_rate"][:, 1].tolist() == [0.5] * 13
    moved = race.history["update_norm"][:12, 0]
    if name == "momentum":
        velocity, expected = 0.0, []
        for rate in race.history["learning_rate"][:12, 0]:
            velocity = 0.9 * velocity + rate
            expected.append(velocity)
        assert moved == pytest.approx(expected, rel=1e-12)
    else:
        assert moved == pytest.approx(race.history["learning_rate"][:12, 0], rel=1e-7)


@pytest.mark.parametrize("name", ["cosine", "linear", "polynomial", "warmup"])
def test_what_ends_after_so_many_steps_has_that_length(name):
    assert usual(SCHEDULES[name]).length == usual(SCHEDULES[name]).steps
