"""Strict numerics: the same bits on every machine, and all that holds of a race holds of a strict one."""

from __future__ import annotations

import functools
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy._core import _multiarray_umath as built

from optsim import OPTIMIZERS, Objective, Race
from optsim.engine.lane import Lane
from optsim.engine.numerics.draws import steady
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.numerics import FAST, STRICT
from optsim.engine.settings import BadValueError
from optsim.engine.stepping.ensemble import Ensemble
from tests.engine import strict_races
from tests.engine.support import PROBLEMS, Linear, many_lanes, same_bits

ROOT = Path(__file__).parents[2]
SEEDS = [3, 4, 9]
LANES = many_lanes()
#: what they gave when they were written; they are to be the same on every machine, under every Python and NumPy
KNOWN = json.loads((Path(__file__).parent / "strict_hashes.json").read_text(encoding="utf-8"))

AT_HAND = [name for name in built.__cpu_dispatch__ if built.__cpu_features__.get(name)]
WIDEST = [name for name in AT_HAND if name.startswith(("AVX512", "X86_V4"))]
#: kernels of OpenBLAS and what the CPU needs for them
KERNELS = {"Prescott": "SSE3", "Nehalem": "SSE42", "Haswell": "FMA3", "Zen": "FMA3", "SkylakeX": "AVX512_SKX"}
SETTINGS = {
    "as it is": {},
    **({"no AVX-512": {"NPY_DISABLE_CPU_FEATURES": " ".join(WIDEST)}} if WIDEST else {}),
    **({"nothing but the baseline": {"NPY_DISABLE_CPU_FEATURES": " ".join(AT_HAND)}} if AT_HAND else {}),
    **{name: {"OPENBLAS_CORETYPE": name} for name, need in KERNELS.items() if built.__cpu_features__.get(need)},
}


def child(environment, *arguments):
    """The hashes as a process sees them that is told of another machine."""
    code = [sys.executable, "-W", "ignore", "-m", "tests.engine.strict_races", *arguments]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NPY_", "OPENBLAS_"))}
    done = subprocess.run(code, capture_output=True, text=True, check=True, cwd=ROOT, env=own | environment)
    return json.loads(done.stdout)


@functools.cache
def here():
    return strict_races.everything()


def test_objectives_and_functions_have_the_bits_they_had_elsewhere():
    assert {name: here()[name] for name in KNOWN} == KNOWN


@pytest.mark.parametrize("machine", SETTINGS)
def test_strict_races_have_the_same_bits_on_other_machines(machine):
    assert child(SETTINGS[machine]) == here()


def test_fast_networks_differ_between_machines():
    # else the test above would prove nothing
    if platform.machine().lower() not in ("x86_64", "amd64") or len(SETTINGS) < 3:
        pytest.skip("this CPU cannot play another one")
    told = (child(environment, "fast")["tanh"] for environment in SETTINGS.values())
    first = next(told)
    assert any(each != first for each in told)


#: exactly rounded, or only moving bits
UFUNCS = """
    add subtract multiply divide negative sqrt absolute sign copysign minimum maximum fmin fmax clip rint floor fmod ldexp frexp less
    less_equal greater greater_equal equal not_equal isnan isinf isfinite logical_and logical_or bitwise_and bitwise_or invert
"""
FUNCTIONS = """
    where stack concatenate broadcast_to take_along_axis copy zeros_like ones_like empty_like full_like clip swapaxes ndim shape
"""


class Watched(np.ndarray):
    """An array that lets exactly rounded operations through, and nothing else."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **settings_):
        exact = ufunc.__name__ in UFUNCS.split() and method in ("__call__", "accumulate")
        # of truths a reduction has no last bit
        exact |= method == "reduce" and ufunc.__name__ in ("minimum", "maximum", "logical_and", "logical_or")
        if not exact:
            raise AssertionError(f"{ufunc.__name__}, {method}")
        plain = [each.view(np.ndarray) if isinstance(each, Watched) else each for each in inputs]
        if out is not None:
            settings_["out"] = tuple(each.view(np.ndarray) if isinstance(each, Watched) else each for each in out)
        found = getattr(ufunc, method)(*plain, **settings_)
        return tuple(map(watched, found)) if isinstance(found, tuple) else watched(found)

    def __array_function__(self, function, types, arguments, settings_):
        if function.__name__ not in FUNCTIONS.split():
            raise AssertionError(function.__name__)
        return super().__array_function__(function, types, arguments, settings_)


def watched(value):
    return np.asarray(value).view(Watched)


def used(objective, numerics):
    """Take an objective through all that a race asks it for."""
    bound = objective.bound(Noise(4), numerics)
    start = bound.initial(Noise(4))
    params = watched(start + 0.1 * np.arange(3)[:, None])
    for sample in (None, bound.sample(Noise(4), 1)):
        bound.evaluate(params, sample)
    bound.loss(params)
    if bound.has_validation:
        bound.validation_loss(params)


@pytest.mark.parametrize("name", strict_races.OBJECTIVES_TO_RACE)
def test_a_strict_objective_takes_exactly_rounded_operations_only(name):
    used(strict_races.OBJECTIVES_TO_RACE[name], STRICT)


@pytest.mark.parametrize("name", ["tanh", "relu", "saddle", "wide bowl", "rastrigin"])
def test_a_fast_one_takes_others(name):
    with pytest.raises(AssertionError, match=r"reduce|exp|matmul|sin|cos"):
        used(strict_races.OBJECTIVES_TO_RACE[name], FAST)


@pytest.mark.parametrize("lane", LANES)
def test_an_optimizer_takes_exactly_rounded_operations_only(lane):
    optimizer = LANES[lane].optimizer
    params, state = watched(np.ones((3, 2))), optimizer.init(np.ones((3, 2)))
    for step in range(3):
        grad = watched(np.arange(6.0).reshape(3, 2))
        optimizer.query(params, state)
        params, state = optimizer.update(params, grad, state, step)


@pytest.mark.parametrize("name", ["exp", "log", "tanh", "sin", "cos", "row_sum", "column_sum", "row_norm"])
def test_a_strict_function_takes_exactly_rounded_operations_only(name):
    getattr(STRICT, name)(watched(np.linspace(0.1, 3, 12).reshape(3, 4)))


def raced(problem, lanes, steps=70, **settings_):
    race = Race(PROBLEMS[problem], lanes, steps=steps, seed=3, keep_params=True, numerics="strict", **settings_)
    race.advance(steps)
    return race


@functools.cache
def alone(problem, name):
    return raced(problem, [LANES[name]])


@pytest.mark.parametrize("problem", PROBLEMS)
@settings(max_examples=5)
@given(names=st.lists(st.sampled_from(sorted(LANES)), min_size=2, unique=True))
def test_company_and_order_change_no_bit(problem, names):
    race = raced(problem, [LANES[name] for name in names])
    for name in names:
        place = race.runs[name].place
        for column in ("loss", "batch_loss", "grad_norm", "update_norm", "params", "validation_loss"):
            own = alone(problem, name).history[column][:, 0]
            assert same_bits(race.history[column][:, place], own), (name, column)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_state_comes_back_and_goes_on(problem):
    race = Race(PROBLEMS[problem], LANES.values(), steps=70, seed=3, keep_params=False, numerics="strict")
    for step in (70, 31, 64, 5):
        race.seek(step)
        states = race.state_at(step)
        straight = raced(problem, LANES.values(), steps=step or 1)
        assert same_bits(states.params, straight.state_at(step).params)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_other_lanes_keep_the_numerics(problem):
    some = list(LANES.values())[:3]
    race = raced(problem, some, steps=40)
    changed = race.with_lanes([some[0], some[1].edited(20, some[1].optimizer), LANES["adam"]])
    assert changed.numerics == "strict"
    changed.seek(40)
    assert same_bits(changed.history.loss[:, 2], raced(problem, [LANES["adam"]], steps=40).history.loss[:, 0])


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_seed_of_an_ensemble_has_the_bits_of_its_strict_race(problem):
    ensemble = Ensemble(PROBLEMS[problem], LANES.values(), SEEDS, STRICT)
    measured = [ensemble.step() for _ in range(20)]
    for at, seed in enumerate(SEEDS):
        race = Race(PROBLEMS[problem], LANES.values(), steps=20, seed=seed, numerics="strict")
        race.seek(19)
        for name in ("loss", "grad_norm", "update_norm"):
            assert same_bits(np.stack([row[name][:, at] for row in measured]), race.history[name])


@pytest.mark.parametrize("problem", PROBLEMS)
def test_strict_and_fast_are_the_same_race_but_for_rounding(problem):
    sgd = [LANES["sgd"], LANES["momentum"]]
    fast = Race(PROBLEMS[problem], sgd, steps=30, seed=3)
    fast.seek(30)
    strict = raced(problem, sgd, steps=30)
    np.testing.assert_allclose(strict.history.loss, fast.history.loss, rtol=1e-9)
    assert (fast.numerics, strict.numerics) == ("fast", "strict")


def test_an_objective_of_ones_own_need_not_know_of_it():
    class Own(Linear):
        def bind(self, noise: Noise) -> Objective:
            return Own(slope=(noise.seed + 1.0, 2.0))

    lane = {"gd": OPTIMIZERS["gd"](learning_rate=0.5)}
    races = [Race(Own(), lane, steps=5, seed=2, numerics=name) for name in ("fast", "strict")]
    for race in races:
        race.seek(5)
    assert same_bits(races[0].history.loss, races[1].history.loss)
    assert races[1].objective.numerics is STRICT
    assert races[1].objective == races[0].objective
    assert Own.numerics is Own().numerics is FAST


def test_numerics_belong_to_the_copy_of_the_race():
    for problem in PROBLEMS.values():
        assert problem.with_numerics(FAST) is problem
        strict = problem.with_numerics(STRICT)
        assert (strict.numerics, problem.numerics) == (STRICT, FAST)
        assert strict == problem
        assert strict.with_numerics(STRICT) is strict


def test_a_word_that_is_not_known():
    with pytest.raises(BadValueError, match=r"numerics: cannot be 'strcit'; did you mean 'strict'\?"):
        Race(PROBLEMS["dim 2"], {"lane": LANES["gd"]}, steps=5, numerics="strcit")


def test_normal_numbers_do_not_show_the_last_bit_of_a_library():
    drawn = np.random.Generator(np.random.Philox(key=np.array([3, 0], dtype=np.uint64))).standard_normal(200_000)
    tail = drawn[np.abs(drawn) > 3.66]
    assert len(tail) > 20
    for one_off in (np.nextafter(tail, 0), np.nextafter(tail, 9 * np.sign(tail))):
        assert same_bits(steady(one_off), steady(tail))
    ours = Noise(3).generator(Stream.INIT).standard_normal(200_000)
    assert same_bits(ours, steady(drawn))
    assert np.abs(ours - drawn).max() < 1e-11
    assert (ours == drawn).mean() > 0.999


def test_lanes_of_the_watch_are_stopped():
    # the watch sees what it has to see
    for forbidden in (np.exp, np.sum, lambda x: x @ x.T, lambda x: x.sum(), lambda x: x**3, np.linalg.norm, np.mean):
        with pytest.raises(AssertionError):
            forbidden(watched(np.ones((2, 2))))


def test_a_lone_lane_is_a_lane():
    lane = Lane("lane", OPTIMIZERS["adam"](learning_rate=0.01))
    one = raced("tanh", [lane], steps=10)
    two = raced("tanh", [lane, lane._replace(name="twin")], steps=10)
    assert same_bits(one.history.params[:, 0], two.history.params[:, 1])
