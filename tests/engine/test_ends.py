"""Every end has a status and a reason."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, Objective, Optimizer, Race, Status
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.schedules.warmup import Warmup
from optsim.engine.stopping.patience import Patience
from tests.engine.support import PROBLEMS, SEVEN, Readings, seven, ticking

BOWL = Quadratic(eigenvalues=(1.0, 0.5), start=(1.0, 1.0))


def one(objective, optimizer, *, steps=100, **settings):
    race = Race(objective, {"lane": optimizer}, steps=steps, **settings)
    race.advance(steps)
    return race.runs["lane"]


def test_out_of_steps():
    run = one(BOWL, OPTIMIZERS["gd"](learning_rate=0.1), steps=7)
    assert (run.status, run.last_step, run.reason) == (Status.OUT_OF_STEPS, 7, "all 7 steps are done")


def test_a_budget_of_nothing_measures_the_start():
    run = one(BOWL, OPTIMIZERS["gd"](), steps=0)
    assert (run.status, run.last_step, run.loss) == (Status.OUT_OF_STEPS, 0, 0.75)
    assert math.isnan(run.update_norm)


def test_target_reached():
    run = one(BOWL, OPTIMIZERS["gd"](learning_rate=0.1), target_loss=0.01)
    steps = np.arange(100)
    losses = 0.5 * 0.9 ** (2 * steps) + 0.25 * 0.95 ** (2 * steps)
    assert run.last_step == int(np.argmax(losses <= 0.01))
    assert run.status is Status.TARGET_REACHED
    assert run.reason == f"loss {losses[run.last_step]:g} is at most 0.01 at step {run.last_step}"


def test_a_target_that_is_met_at_the_start_takes_no_step():
    run = one(BOWL, OPTIMIZERS["gd"](), target_loss=0.75)
    assert (run.status, run.last_step) == (Status.TARGET_REACHED, 0)


@pytest.mark.parametrize(
    ("name", "rate", "product", "limit"),
    [
        ("gd", 4.8, "α·λmax = 2.4", "2"),
        ("sgd", 4.8, "α·λmax = 2.4", "2"),
        ("momentum", 8.0, "α·λmax = 4", "3.8"),
        ("nag", 3.0, "α·λmax = 1.5", "1.357"),
    ],
)
def test_divergence_is_explained_where_theory_can(name, rate, product, limit):
    run = one(Quadratic(eigenvalues=(0.5, 0.1), start=(1.0, 1.0)), OPTIMIZERS[name](learning_rate=rate), steps=1000)
    assert run.status is Status.DIVERGED
    assert run.reason.startswith(f"{product} is above {limit}: loss is ")
    assert re.search(
        rf" at step {run.last_step}, above its start since step \d, in 1 of 2 directions: λ > 0\.\d+$", run.reason
    )
    # a loss of 10¹² times the first is called divergence at once
    assert 1e12 < run.loss < 1e15


def test_divergence_elsewhere_says_what_was_seen():
    run = one(OBJECTIVES["rosenbrock"](), OPTIMIZERS["gd"](learning_rate=1.0))
    assert run.status is Status.DIVERGED
    # the curvature where it began, at the start, was 1506
    assert re.match(
        r"α·λmax = 1506 is above 2 at step 0: loss is .* at step 2, above its start since step 1$", run.reason
    )
    adaptive = one(BOWL, OPTIMIZERS["adam"](learning_rate=1e8))
    # one step of 10⁸ in each of two parameters
    assert adaptive.reason == "‖Δθ‖ = 1.41e+08 at step 0 takes the loss from 0.75 to 7.5e+15: loss is 7.5e+15 at step 1"
    falling = one(OBJECTIVES["saddle"](curvatures=(-1.0,), start=(1.0,)), OPTIMIZERS["gd"](learning_rate=1.0))
    assert falling.status is Status.DIVERGED
    assert falling.loss < -1e12
    assert falling.reason.endswith(f"it has fallen by {-0.5 - falling.loss:.3g}, lowest curvature there -1")


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_rate_of_1e300_is_a_result_for_everyone(problem):
    wild = {name: OPTIMIZERS[name](learning_rate=1e300) for name in SEVEN}
    race = Race(PROBLEMS[problem], wild, steps=30)
    race.advance(30)
    for run in race.runs.values():
        assert run.status is Status.DIVERGED, run.name
        assert run.last_step <= 2
        assert run.reason
    assert race.over
    assert race.head <= 2
    results = race.result()
    assert all(np.isnan(result.loss[3:]).all() for result in results.values())


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("step", [0, 1, 5])
def test_a_loss_that_is_no_number_ends_the_lane_there(bad, step):
    run = one(Readings(losses=(*range(10, 10 - step, -1), bad)), ticking(), target_loss=-100.0)
    assert (run.status, run.last_step) == (Status.DIVERGED, step)
    if bad < 0:
        assert run.reason == f"loss is -inf at step {step}: beyond all numbers"
        return
    fails = "is no number" if math.isnan(bad) else "overflows"
    after = ", after ‖Δθ‖ = 1" if step else ""
    told = f"the loss {fails} where the largest parameter is {step} in size{after}"
    assert run.reason == f"{told}: loss is {bad:.3g} at step {step}"


def test_others_go_on_when_one_diverges():
    lanes = seven() | {"wild": OPTIMIZERS["gd"](learning_rate=3.0)}
    race = Race(BOWL, lanes, steps=200)
    race.advance(200)
    assert race.runs["wild"].status is Status.DIVERGED
    assert [race.runs[name].status for name in SEVEN] == [Status.OUT_OF_STEPS] * 7
    assert race.runs["wild"].last_step < 100
    assert np.isnan(race.history.loss[race.runs["wild"].last_step + 1 :, race.runs["wild"].place]).all()


def test_ends_at_one_step_have_an_order():
    # a loss that has diverged reaches no target; a target that is reached needs no stop; a stop comes before the budget
    curve = Readings(losses=(5, 5, 5, 5, 4))
    patience = Patience(patience=3, monitor="loss")
    assert one(curve, ticking(), steps=4, target_loss=4.5).status is Status.TARGET_REACHED
    assert one(curve, ticking(), steps=4, early_stopping=patience, target_loss=1.0).status is Status.OUT_OF_STEPS
    flat = Readings(losses=(5, 5, 5, 5, 5))
    assert one(flat, ticking(), steps=4, early_stopping=patience).status is Status.STOPPED_EARLY
    assert one(Readings(losses=(5, -math.inf)), ticking(), target_loss=1.0).status is Status.DIVERGED


@given(step=st.integers(0, 300))
def test_a_status_belongs_to_the_step_that_is_shown(step):
    race = Race(BOWL, {"lane": OPTIMIZERS["gd"](learning_rate=0.1)}, steps=1000, target_loss=1e-5)
    race.advance(1000)
    race.seek(step)
    end = race.ends[0]
    assert race.runs["lane"].status is (Status.TARGET_REACHED if step >= end.step else Status.RUNNING)
    assert race.runs["lane"].last_step == min(step, end.step)


def test_statuses_are_words():
    assert [str(status) for status in Status] == [
        "running",
        "out of steps",
        "target reached",
        "stopped early",
        "diverged",
    ]
    assert [status.ended for status in Status] == [False, True, True, True, True]


class Averaged(NamedTuple):
    """The state of the optimizer below."""

    mean: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Averaging(Optimizer):
    """Momentum as a moving average, as a user might write it."""

    learning_rate: float = 0.1
    keep: float = 0.9

    def init(self, params):
        return Averaged(np.zeros_like(params))

    def update(self, params, grad, state, step):
        mean = self.keep * state.mean + (1 - self.keep) * grad
        return params - self.learning_rate * mean, Averaged(mean)


class Plain(Optimizer):
    """The least an optimizer can be: no dataclass, no state."""

    learning_rate = 0.25

    def update(self, params, grad, state, step):
        return params - self.learning_rate * grad, state


class Parabola(Objective):
    """The least an objective can be."""

    dim = 1

    def initial(self, noise):
        return np.array([2.0])

    def evaluate(self, params, sample=None):
        x = params[..., 0]
        return x * x, 2 * params


def test_an_optimizer_and_an_objective_of_your_own():
    lanes = {
        "averaging": Averaging(),
        "momentum": OPTIMIZERS["momentum"](learning_rate=0.01, momentum=0.9),
        "faster": Averaging(learning_rate=0.2, keep=0.5),
        "plain": Plain(),
        "scheduled": Lane("scheduled", Plain(), Warmup(steps=2)),
    }
    race = Race(Parabola(), lanes, steps=20, keep_params=True)
    race.advance(20)
    ours, theirs = race.history.params[:, 0], race.history.params[:, 1]
    # m ← βm + (1−β)g moves like v ← βv + α(1−β)g
    assert ours == pytest.approx(theirs, rel=1e-12)
    assert race.history.params[:, 3, 0] == pytest.approx(2 * 0.5 ** np.arange(21))
    assert race.history.params[:3, 4, 0].tolist() == [2.0, 1.5, 0.75]
    assert race.runs["faster"].params != race.runs["averaging"].params
    assert race.runs["plain"].status is Status.OUT_OF_STEPS


def test_an_objective_of_the_wrong_shape_is_told():
    class Wrong(Parabola):
        dim = 3

    with pytest.raises(ValueError, match=r"initial\(\) gave shape \(1,\), but the objective has 3 parameters"):
        Race(Wrong(), {"lane": Plain()}, steps=5)


@pytest.mark.parametrize(
    "rule",
    [
        Patience(patience=3, min_delta=0.2),
        Patience(patience=3, start_from_epoch=8),
        Patience(patience=3, monitor="loss"),
    ],
)
def test_the_best_step_is_the_one_whose_parameters_the_rule_gives_back(rule):
    race = Race(PROBLEMS["tanh"], seven(), steps=400, early_stopping=rule, keep_params=True)
    race.advance(400)
    ended = [run for run in race.runs.values() if run.status is Status.STOPPED_EARLY]
    assert ended
    for run in ended:
        assert run.kept_step == run.best_step
        assert run.params.tolist() == race.history.params[run.best_step, run.place].tolist() == run.best_params.tolist()
        assert f"{run.best_loss:.4g}" in run.reason


def test_the_rate_in_the_reason_is_that_of_the_step():
    lane = Lane("lane", OPTIMIZERS["gd"](learning_rate=100.0), Warmup(steps=1000))
    race = Race(Quadratic(eigenvalues=(0.7,), start=(1.0,)), [lane], steps=500)
    race.advance(500)
    run = race.runs["lane"]
    assert f"α·λmax = {0.07 * (run.last_step + 1):.4g} is above 2" in run.reason


@pytest.mark.parametrize("problem", ["dim 2", "dim 100"])
def test_what_a_race_hands_out_cannot_change_its_past(problem):
    race = Race(PROBLEMS[problem], seven(), steps=50)
    race.advance(20)
    for array in (race.runs["adam"].params, race.state_at(3).params, race.history.loss, *race.state_at(3).memory[-1]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 99.0


class InPlace(Optimizer):
    name = "inplace"
    learning_rate = 0.1

    def update(self, params, grad, state, step):
        params -= self.learning_rate * grad
        return params, state


def test_an_optimizer_that_writes_into_what_it_is_given_fails_at_once():
    with pytest.raises(ValueError, match="read-only"):
        Race(BOWL, {"own": InPlace()}, steps=5)


@dataclass(frozen=True, kw_only=True)
class Scalar(Objective):
    dim = 2

    def initial(self, noise):
        return np.ones(2)

    def evaluate(self, params, sample=None):
        return float(np.sum(params * params)), 2 * params


def test_an_objective_that_takes_one_run_at_a_time_is_told_so():
    with pytest.raises(ValueError, match=r"gave loss \(\) and gradient \(1, 2\) for parameters \(1, 2\)"):
        Race(Scalar(), {"gd": OPTIMIZERS["gd"]()}, steps=5)


class Remembering(InPlace):
    def init(self, params):
        return {"velocity": params}


def test_a_state_that_is_no_tuple_of_arrays_is_told_so():
    with pytest.raises(TypeError, match="named tuple of arrays"):
        Race(BOWL, {"own": Remembering()}, steps=5)


def test_a_target_that_is_no_number_and_steps_that_are_not_whole_are_refused():
    with pytest.raises(ValueError, match="target_loss"):
        Race(BOWL, seven(), steps=5, target_loss="low")
    race = Race(BOWL, seven(), steps=5)
    for move in (race.seek, race.advance, race.back):
        with pytest.raises(TypeError, match="integer"):
            move(1.5)


def test_a_race_of_one_step_says_so():
    race = Race(BOWL, {"gd": OPTIMIZERS["gd"](learning_rate=0.1)}, steps=1)
    race.advance(1)
    assert race.runs["gd"].reason == "the 1 step is done"
