# ruff: noqa: ARG001 all updates have the same arguments
"""Updates of a person's own that do odd things: in place they have the kernel's bits, or are called as they are, or the kernel goes on."""

from __future__ import annotations

import math
import random
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pytest

from optsim import OPTIMIZERS, Objective, Optimizer, Race
from optsim.engine.lane import Lane
from optsim.engine.schedules.cosine import Cosine
from optsim.engine.stepping import head as heads
from optsim.engine.stepping.ensemble import Ensemble
from tests.engine.support import PROBLEMS, same_bits

STEPS = 60
#: these are drawn from by updates that are not pure
DRAWS = np.random.default_rng(5)
NUMBERS = random.Random(5)
KNOWN: list[int] = []


class Average(NamedTuple):
    """What an update of a person's own carries."""

    average: Any


class Other(NamedTuple):
    """The same under another name."""

    average: Any


@dataclass(frozen=True, kw_only=True)
class Own(Optimizer):
    """An average of gradients, in some way of a person's own."""

    name: ClassVar[str] = "own"
    learning_rate: float = 0.1

    def init(self, params):
        return Average(np.zeros(params.shape))

    def update(self, params, grad, state, step):
        return self.stepped(params, grad, state)

    def stepped(self, params, grad, state, factor=1.0):
        average = 0.5 * state.average + grad
        return params - self.learning_rate * factor * average, Average(average)


def plain(own, params, grad, state, step):
    return own.stepped(params, grad, state)


def decides_by_a_value(own, params, grad, state, step):
    return own.stepped(params, grad, state, 0.5 if np.abs(grad).max() > 0.05 else 1.0)


def catches_what_it_is_told(own, params, grad, state, step):
    factor = 1.0
    with suppress(Exception):
        factor = 0.5 if (np.abs(grad) > 0.05).any() else 1.0
    return own.stepped(params, grad, state, factor)


def looks_at_the_type(own, params, grad, state, step):
    clips = isinstance(grad, np.ndarray) and grad.max() > 0.05
    return own.stepped(params, grad, state, 0.5 if clips else 1.0)


def looks_at_the_type_of_the_step(own, params, grad, state, step):
    late = isinstance(step, int) and step > 40
    return own.stepped(params, grad, state, 0.5 if late else 1.0)


def decides_by_the_step(own, params, grad, state, step):
    return own.stepped(params, grad, state, 2.0 if step % 3 == 0 else 1.0)


def has_the_step_in_a_table(own, params, grad, state, step):
    return own.stepped(params, grad, state, {41: 0.5}.get(step, 1.0))


def reads_the_step(own, params, grad, state, step):
    return own.stepped(params, grad, state, 0.5 if f"{step}".startswith("4") else 1.0)


def rounds_the_step(own, params, grad, state, step):
    with suppress(TypeError):
        return own.stepped(params, grad, state, 0.5 if round(step, -1) == 40 else 1.0)
    return own.stepped(params, grad, state)


def counts_by_itself(own, params, grad, state, step):
    return own.stepped(params, grad, state, math.sqrt(step + 1) / 9)


def waits_for_an_error(own, params, grad, state, step):
    try:
        with np.errstate(over="raise"):
            factor = np.where(grad > 1e3, grad * 1e300 * 1e300, 1.0)
    except FloatingPointError:
        factor = 0.5
    return own.stepped(params, grad * 10.0 ** (step // 10), state, factor)


def takes_powers(own, params, grad, state, step):
    return own.stepped(params, grad**2, state)


def writes_to_what_it_made(own, params, grad, state, step):
    grad = grad * 1.0
    grad *= 0.5
    return own.stepped(params, grad, state)


def writes_into_a_new_array(own, params, grad, state, step):
    signs = np.zeros_like(grad)
    signs[...] = np.sign(grad)
    return own.stepped(params, signs * 0.1, state)


def draws_by_the_step(own, params, grad, state, step):
    return own.stepped(params, grad, state, np.random.default_rng(step).random())


def returns_what_it_was_given(own, params, grad, state, step):
    return params, state


def carries_the_gradient(own, params, grad, state, step):
    return params - own.learning_rate * state.average, Average(grad)


def returns_one_array_for_both(own, params, grad, state, step):
    new = params - own.learning_rate * grad
    return new, Average(new)


def returns_views(own, params, grad, state, step):
    new = params - own.learning_rate * grad
    return new[..., ::-1][..., ::-1], Average(new[..., ::-1])


def carries_another_type(own, params, grad, state, step):
    params, state = own.stepped(params, grad, state)
    return params, Average(state.average.astype(np.float32)) if step >= 30 else state


def carries_fewer_numbers(own, params, grad, state, step):
    params, state = own.stepped(params, grad, state)
    return params, Average(state.average[..., :1] * 1.0) if step >= 30 else state


def carries_fewer_numbers_at_one_step(own, params, grad, state, step):
    params, state = own.stepped(params, grad, state)
    return params, Average(state.average[..., :1] * 1.0) if step == 30 else state


def carries_something_else(own, params, grad, state, step):
    params, state = own.stepped(params, grad, state)
    return params, Other(state.average) if step == 30 else state


def carries_more(own, params, grad, state, step):
    params, new = own.stepped(params, grad, Average(state[0]))
    return params, (new.average, grad) if step == 30 else new


def writes_whole_numbers(own, params, grad, state, step):
    new, state = own.stepped(params, grad, state)
    return np.round(new).astype(np.int64) if step == 30 else new, state


def writes_one_row_for_all(own, params, grad, state, step):
    new, state = own.stepped(params, grad, state)
    return np.full(new.shape[-1:], 0.1) if step == 30 else new, state


#: by way: how a race of its own ends up stepping it
PURE = MappingProxyType(
    {
        plain: "recorded",
        carries_the_gradient: "recorded",
        returns_what_it_was_given: "recorded",
        returns_one_array_for_both: "recorded",
        returns_views: "recorded",
        decides_by_a_value: "called",
        catches_what_it_is_told: "called",
        looks_at_the_type: "called",
        looks_at_the_type_of_the_step: "called",
        decides_by_the_step: "called",
        has_the_step_in_a_table: "called",
        reads_the_step: "called",
        rounds_the_step: "called",
        counts_by_itself: "called",
        waits_for_an_error: "called",
        takes_powers: "called",
        writes_to_what_it_made: "called",
        writes_into_a_new_array: "called",
        draws_by_the_step: "called",
        carries_another_type: "kernel",
        carries_fewer_numbers: "kernel",
        carries_fewer_numbers_at_one_step: "kernel",
        carries_something_else: "kernel",
        carries_more: "kernel",
        writes_whole_numbers: "kernel",
        writes_one_row_for_all: "kernel",
    }
)


def draws_always(own, params, grad, state, step):
    return own.stepped(params, grad, state, DRAWS.random())


def draws_and_hardly_uses_it(own, params, grad, state, step):
    return own.stepped(params, grad, state, 0.5 if DRAWS.random() < 1e-9 else 1.0)


def draws_numbers_of_everybody(own, params, grad, state, step):
    number = np.random.random()  # noqa: NPY002 as people write it
    return own.stepped(params, grad, state, 0.5 if number < 1e-9 else 1.0)


def draws_numbers_of_python(own, params, grad, state, step):
    return own.stepped(params, grad, state, 0.5 if NUMBERS.random() < 1e-9 else 1.0)


def counts_its_calls(own, params, grad, state, step):
    KNOWN.append(step)
    return own.stepped(params, grad, state, 0.5 if len(KNOWN) > 10**6 else 1.0)


def changes_itself(own, params, grad, state, step):
    object.__setattr__(own, "calls", getattr(own, "calls", 0) + 1)
    return own.stepped(params, grad, state, 0.5 if own.calls > 10**6 else 1.0)


IMPURE = (
    draws_always,
    draws_and_hardly_uses_it,
    draws_numbers_of_everybody,
    draws_numbers_of_python,
    counts_its_calls,
    changes_itself,
)


def fails_at_the_third_step(own, params, grad, state, step):
    if step == 2:
        raise ValueError("at step 2")
    return own.stepped(params, grad, state)


def fails_while_it_is_tried(own, params, grad, state, step):
    if step == 17:
        raise ValueError("at step 17")
    return own.stepped(params, grad, state)


def fails_later(own, params, grad, state, step):
    if step == 30:
        raise ValueError("at step 30")
    return own.stepped(params, grad, state)


FAILING = {fails_at_the_third_step: 2, fails_while_it_is_tried: 17, fails_later: 30}


def writes_to_its_state(own, params, grad, state, step):
    if step >= 30:
        state.average[...] *= 0.5
    return own.stepped(params, grad, state)


def writes_to_the_parameters(own, params, grad, state, step):
    if step >= 30:
        params -= grad
    return own.stepped(params, grad, state)


def writes_by_out(own, params, grad, state, step):
    if step >= 30:
        np.multiply(grad, 0.5, out=grad)
    return own.stepped(params, grad, state)


WRITING = (writes_to_its_state, writes_to_the_parameters, writes_by_out)
WAYS = {way.__name__: way for way in (*PURE, *IMPURE, *FAILING, *WRITING)}
CLASSES = {name: type(name, (Own,), {"update": way}) for name, way in WAYS.items()}


def named(ways):
    return pytest.mark.parametrize("way", [way.__name__ for way in ways])


def lanes_of(way: str, kind: str) -> list[Lane]:
    """Lanes of a way: alone, with others that differ in a number, or with a schedule; Adam beside them."""
    kind_of_own = CLASSES[way]
    own = Lane("own", kind_of_own())
    more = {
        "alone": [],
        "together": [Lane("own, slow", kind_of_own(learning_rate=0.01))],
        "scheduled": [Lane("own, cosine", kind_of_own(), Cosine(steps=50, final=0.1))],
    }
    return [own, Lane("adam", OPTIMIZERS["adam"]()), *more[kind]]


@pytest.fixture
def by_kernel(monkeypatch):
    """A race that is never stepped in place."""

    def make(*args: Any, **settings_: Any) -> Race:
        monkeypatch.setattr(heads, "_WARM", 10**9)
        race = Race(*args, **settings_)
        monkeypatch.undo()
        return race

    return make


def same_races(one: Race, other: Race) -> None:
    for name in ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate"):
        assert same_bits(one.history[name], other.history[name]), name
    assert (one.ends, one.events, one.head) == (other.ends, other.events, other.head)
    for step in {one.head + 1, one.head, 32, 31, 30, 29, 17, 3} & set(range(one.head + 2)):
        assert same_bits(one.state_at(step)[1:3], other.state_at(step)[1:3]), step


@pytest.mark.parametrize("kind", ["alone", "together", "scheduled"])
@named(PURE)
def test_an_odd_update_has_the_bits_of_the_kernel(way, kind, by_kernel):
    races = [make(PROBLEMS["dim 2"], lanes_of(way, kind), steps=STEPS) for make in (Race, by_kernel)]
    for race in races:
        race.advance(STEPS)
    same_races(*races)
    stepping = races[0].stepping
    assert races[1].stepping.reason == "not yet"
    ends_up = "kernel" if not stepping.in_place else "called" if "own" in stepping.called else "recorded"
    assert ends_up == PURE[WAYS[way]]
    assert stepping.in_place or stepping.reason.startswith("failed: ")
    assert "adam" not in stepping.called


@named(PURE)
def test_an_edit_of_an_odd_update_has_the_bits_of_the_kernel(way, by_kernel):
    own = CLASSES[way]
    lanes = [Lane("own", own()).edited(25, own(learning_rate=0.2)).edited(45, own()), *lanes_of(way, "together")[1:]]
    races = [make(PROBLEMS["dim 2"], lanes, steps=STEPS) for make in (Race, by_kernel)]
    for race in races:
        race.advance(STEPS)
    same_races(*races)


@named(PURE)
def test_a_band_of_an_odd_update_has_the_bits_of_the_optimizers(way, monkeypatch):
    bands = []
    for warm in (Ensemble.warm, 10**9):
        monkeypatch.setattr(Ensemble, "warm", warm)
        band = Ensemble(PROBLEMS["dim 2"], lanes_of(way, "together"), range(5))
        bands.append([band.step() for _ in range(STEPS)])
    for one, other in zip(*bands, strict=True):
        assert same_bits(tuple(one.values()), tuple(other.values()))


@named(IMPURE)
def test_an_update_that_is_not_pure_is_not_recorded(way):
    race = Race(PROBLEMS["dim 2"], lanes_of(way, "together"), steps=STEPS)
    race.advance(STEPS)
    assert not race.stepping.in_place or set(race.stepping.called) == {"own", "own, slow"}


@pytest.mark.parametrize("kind", ["alone", "together", "scheduled"])
@named(FAILING)
def test_a_step_that_fails_leaves_the_states_as_they_were(way, kind):
    race, last = Race(PROBLEMS["dim 2"], lanes_of(way, kind), steps=STEPS), FAILING[WAYS[way]]
    race.compute(last - 1)
    before = [race.state_at(step).params.copy() for step in (last - 1, last)]
    for _ in range(2):
        with pytest.raises(ValueError, match=f"at step {last}"):
            race.compute(STEPS)
        assert race.head == last - 1
        for step, params in zip((last - 1, last), before, strict=True):
            assert same_bits(race.state_at(step).params, params)


@pytest.mark.parametrize("kind", ["alone", "together", "scheduled"])
@named(WRITING)
def test_an_update_that_writes_to_what_it_is_given_does_as_in_the_kernel(way, kind, by_kernel):
    races, errors = [], []
    for make in (Race, by_kernel):
        races.append(make(PROBLEMS["dim 2"], lanes_of(way, kind), steps=STEPS))
        with suppress(ValueError):
            errors.append("none")
            races[-1].advance(STEPS)
            continue
        errors[-1] = f"at {races[-1].head + 1}"
    assert errors[0] == errors[1]
    same_races(*races)
    assert kind != "alone" or errors[0] == "at 30"


@dataclass(frozen=True, kw_only=True)
class Switched(Own):
    """The same, that decides by values where it is told to."""

    name: ClassVar[str] = "switched"
    decides: bool = False

    def update(self, params, grad, state, step):
        way = decides_by_a_value if self.decides else plain
        return way(self, params, grad, state, step)


def test_an_edit_is_prepared_again():
    race = Race(PROBLEMS["dim 2"], [Lane("own", Switched()).edited(30, Switched(decides=True))], steps=STEPS)
    race.advance(29)
    assert race.stepping == (True, "", {})
    race.advance(1)
    assert race.stepping == (False, "an edit", {})
    race.advance(1)
    assert race.stepping == (True, "", {"own": ".max"})


@pytest.mark.parametrize("edits", [(16, 17, 18, 19, 40), (17, 30, 31, 32), (18, 19, 30)])
def test_edits_that_follow_each_other_are_all_followed(edits, by_kernel):
    lane = Lane("own", Own())
    for number, step in enumerate(edits):
        lane = lane.edited(step, Own(learning_rate=0.01 * (number + 1)))
    races = [make(PROBLEMS["dim 2"], [lane], steps=STEPS) for make in (Race, by_kernel)]
    for race in races:
        race.advance(STEPS)
    same_races(*races)
    assert races[0].stepping.in_place
    band = Ensemble(PROBLEMS["dim 2"], [lane], [0])
    losses = [band.step()["loss"][0, 0] for _ in range(STEPS)]
    assert same_bits(np.array(losses), races[0].history["loss"][:STEPS, 0])
    assert band._ring is not None


class Remembers(Objective):
    """A bowl that keeps what it was given last, and works it out again only where that is another one."""

    name: ClassVar[str] = "remembers"
    dim = 2

    def __init__(self, by: str) -> None:
        self.by, self.points, self.known = by, np.empty(0), None

    def initial(self, noise):
        return np.array([1.0, -2.0])

    def evaluate(self, params, sample=None):
        alike = params is self.points if self.by == "identity" else np.array_equal(params, self.points)
        if self.known is None or not alike:
            self.points, self.known = params, ((params * params).sum(axis=-1), 2 * params)
        return self.known


@pytest.mark.parametrize("by", ["identity", "values"])
def test_an_objective_may_keep_what_it_is_given(by, by_kernel):
    lanes = lanes_of("plain", "together")
    races = [make(Remembers(by), lanes, steps=STEPS) for make in (Race, by_kernel)]
    for race in races:
        race.advance(STEPS)
    same_races(*races)
    assert races[0].stepping.in_place
