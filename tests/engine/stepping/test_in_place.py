"""The step in place: the kernel's bits for every optimizer, objective and numerics, and states that are kept stay as they are."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, Optimizer, Race
from optsim.engine.history.measuring import NORMS, figures
from optsim.engine.lane import Lane
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import NUMERICS
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.schedules.cosine import Cosine
from optsim.engine.settings import BadValueError, declared
from optsim.engine.setup import Setup
from optsim.engine.stepping import head as module
from optsim.engine.stepping.in_place import InPlace
from optsim.engine.stepping.kernel import Kernel
from optsim.engine.stepping.sides import by_lane
from optsim.engine.stopping.patience import Patience
from optsim.testing.optimizers import variants
from tests.engine.support import PROBLEMS, many_lanes, same_bits, seven

LONG = Quadratic(spectrum="inverse", dim=1200, noise="curvature", batch_size=16)
NEEDED = {
    "quadratic": {"eigenvalues": (1.0, 0.5)},
    "saddle": {"curvatures": (1.0, -0.5)},
    "formula": {"f": "(1-x)**2 + 100*(y-x**2)**2"},
}


def noise_of(name):
    """Gradient noise for those that have some."""
    return {"noise": 0.1} if "noise" in declared(OBJECTIVES[name]) else {}


COLUMNS = ("loss", "batch_loss", *NORMS, "learning_rate")
EVERY = [variant for cls in OPTIMIZERS.values() for variant in variants(cls)]


def kernel_of(objective, lanes, numerics="fast", **settings_) -> Kernel:
    noise, chosen = Noise(4), NUMERICS[numerics]
    settings_ = {"steps": 1000, "target_loss": None, "rules": ()} | settings_
    return Kernel(Setup(objective.bound(noise, chosen), tuple(lanes), noise, numerics=chosen, **settings_))


def compare(kernel: Kernel, steps: int = 12, *, needs_vectors: bool = True) -> None:
    """Step by the kernel and in place, and compare all that is measured and all states."""
    with np.errstate(all="ignore"):
        state = kernel.start()
        stepper = InPlace(kernel, state, needs_vectors=needs_vectors)
        for _ in range(steps):
            expected, actual = kernel.step(state), stepper.step()
            assert same_bits(stepper.newest[1:3], (state.params, state.memory))
            state = expected.state
            row = actual.row._replace(norms=None)
            for name, one, other in zip(row._fields, expected.row, row, strict=True):
                assert one is other is None or same_bits(one, other), (state.step, name)
            assert same_bits(stepper.next[1:3], state[1:3]), state.step
            assert (actual.ends, actual.events) == (expected.ends, expected.events)
            if actual.row.norms is not None:
                known = Race(kernel.objective, kernel.setup.lanes, steps=1).history.measuring
                measured = figures([expected.row], known, NORMS)
                assert same_bits(tuple(measured[name][0] for name in NORMS), actual.row.norms)


def lanes_like(optimizer: Optimizer) -> list[Lane]:
    """Lanes of one optimizer that differ in every number, one with a schedule, and company between them."""
    other = {}
    for each in fields(optimizer):  # type: ignore[arg-type]
        value = getattr(optimizer, each.name)
        if isinstance(value, float) and value:
            other[each.name] = value * 0.75
    try:
        changed = replace(optimizer, **other)  # type: ignore[type-var]
    except BadValueError:
        changed = replace(optimizer, learning_rate=optimizer.learning_rate / 2)  # type: ignore[type-var]
    return [
        Lane("one", optimizer),
        Lane("company", OPTIMIZERS["sgd"](learning_rate=0.1)),
        Lane("other", changed),
        Lane("scheduled", optimizer, Cosine(steps=9, final=0.1)),
    ]


@pytest.mark.parametrize("numerics", NUMERICS)
@pytest.mark.parametrize("optimizer", EVERY, ids=[f"{number}-{each.name}" for number, each in enumerate(EVERY)])
def test_every_optimizer_has_the_bits_of_the_kernel(optimizer, numerics):
    compare(kernel_of(PROBLEMS["dim 2"], [Lane("alone", optimizer)], numerics))
    compare(kernel_of(PROBLEMS["dim 2"], lanes_like(optimizer), numerics))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_lane_by_lane_has_the_bits_of_the_kernel(name):
    optimizer = OPTIMIZERS[name](learning_rate=0.01)
    kernel = kernel_of(LONG, lanes_like(optimizer))
    assert by_lane(kernel.setup.starts)
    compare(kernel, 6, needs_vectors=False)


@pytest.mark.parametrize("numerics", NUMERICS)
@pytest.mark.parametrize("name", [*OBJECTIVES, *PROBLEMS])
def test_every_objective_has_the_bits_of_the_kernel(name, numerics):
    objective = PROBLEMS[name] if name in PROBLEMS else OBJECTIVES[name](**NEEDED.get(name, {}), **noise_of(name))
    lanes = many_lanes() if numerics == "fast" else {name: Lane(name, each) for name, each in seven().items()}
    compare(kernel_of(objective, lanes.values(), numerics))


@pytest.mark.parametrize("name", OBJECTIVES)
def test_no_objective_of_the_house_gives_back_what_it_was_given(name):
    """They are given arrays that will be written to."""
    objective = OBJECTIVES[name](**NEEDED.get(name, {}), **noise_of(name))
    bound, noise = objective.bound(Noise(4), NUMERICS["fast"]), Noise(4)
    points = np.stack([bound.initial(noise)] * 3)
    for result in (*bound.evaluate(points), *bound.evaluate(points, bound.sample(noise, 0)), bound.loss(points)):
        assert not np.shares_memory(result, points)


def test_batches_of_several_sizes_have_the_bits_of_the_kernel():
    lanes = [Lane(f"{name} {size}", each, batch_size=size) for name, each in seven().items() for size in (None, 3)]
    compare(kernel_of(PROBLEMS["tanh"], lanes))
    sampled = [lane for lane in lanes if not lane.optimizer.exact]
    compare(kernel_of(PROBLEMS["dim 100"], sampled))


@pytest.fixture
def by_kernel(monkeypatch):
    """A race that is never stepped in place."""

    def make(*args: Any, **settings_: Any) -> Race:
        monkeypatch.setattr(module, "_WARM", 10**9)
        race = Race(*args, **settings_)
        monkeypatch.undo()
        return race

    return make


def columns(race: Race) -> tuple[Any, ...]:
    return tuple(race.history[name] for name in COLUMNS)


def same_races(one: Race, other: Race) -> None:
    assert same_bits(columns(one), columns(other))
    assert (one.ends, one.events, one.head) == (other.ends, other.events, other.head)
    for step in (one.head + 1, one.head, one.head // 2, 3, one.head - 1):
        assert same_bits(one.state_at(step)[1:3], other.state_at(step)[1:3]), step


@pytest.mark.parametrize("objective", [PROBLEMS["dim 2"], PROBLEMS["tanh"], LONG], ids=["dim 2", "tanh", "long"])
def test_races_whose_lanes_end_and_are_edited_are_those_of_the_kernel(objective, by_kernel):
    rates = {"sgd": 1e9, "adam": 0.3}
    rules = (Patience(monitor="loss", patience=5, halt=True),)
    races = [
        make(objective, seven(**rates), steps=60, seed=2, early_stopping=rules, target_loss=1e-3)
        for make in (Race, by_kernel)
    ]
    for race in races:
        race.advance(40)
    assert races[0].stepping.in_place
    assert not races[1].stepping.in_place
    assert races[0].ends
    same_races(*races)
    forked = []
    for race in races:
        race.seek(20)
        lanes = list(race.lanes)
        lanes[6] = lanes[6].edited(25, replace(lanes[6].optimizer, learning_rate=0.01))
        lanes.append(lanes[6].edited(20, replace(lanes[6].optimizer, beta1=0.5))._replace(name="fork"))
        forked.append(race.with_lanes(lanes))
        forked[-1].advance(30)
    same_races(*forked)


def test_a_state_that_is_kept_is_never_written_to():
    race = Race(PROBLEMS["dim 2"], many_lanes(), steps=200)
    kept = []
    for step in range(60):
        race.compute(step)
        for at in (race.head, race.head + 1):
            state = race.state_at(at)
            assert not state.params.flags.writeable
            assert not any(field.flags.writeable for fields in state.memory for field in fields)
            kept.append((state, state.params.copy(), [[each.copy() for each in fields] for fields in state.memory]))
    shown: list[Any] = []
    race.compute(120, shown.append)
    assert [state.step for state in shown] == list(range(60, 121))
    for state, params, memory in kept:
        assert same_bits(state.params, params)
        assert all(same_bits(tuple(one), tuple(other)) for one, other in zip(state.memory, memory, strict=True))
        assert same_bits(state.params, race.state_at(state.step).params)
