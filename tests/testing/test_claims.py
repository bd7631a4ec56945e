"""What a class claims of itself and does not keep is refused: each of these is right but for one claim."""

# ruff: noqa: ARG001, ARG005 what is wrong with them is the point

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES
from optsim.engine.lane import Lane
from optsim.engine.objective import PlaneFunction, PlaneStart
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers.adam import Adam
from optsim.engine.optimizers.momentum import Momentum
from optsim.engine.optimizers.sgd import SGD
from optsim.engine.race import Race
from optsim.engine.schedule import Schedule
from optsim.engine.settings import Array, LearningRate, Setting
from optsim.engine.stopping_rule import Halt, Monitor, Progress, RestoreBest, RuleText, StoppingRule
from optsim.engine.trace.trace import SILENT, with_trace
from optsim.facts import Fact
from optsim.testing import check_objective, check_optimizer, check_rule, check_schedule


def other(cls, **methods):
    """A class like another, with something wrong."""
    return dataclass(frozen=True, kw_only=True)(type("Wrong", (cls,), {"__doc__": "Wrong.", **methods}))


@pytest.mark.parametrize(
    "made",
    [
        OBJECTIVES["quadratic"](eigenvalues=(1.0, 7.0), rotation=30.0, center=(2.0, -5.0), noise=0.3, start=(4.0, 4.0)),
        OBJECTIVES["quadratic"](spectrum="inverse", dim=12, noise="curvature", batch_size=4),
        OBJECTIVES["quadratic"](spectrum="inverse", dim=60),
        OBJECTIVES["saddle"](curvatures=(1.0, -0.5), quartic=0.25, noise=0.1),
        OBJECTIVES["mlp"](hidden=(5,), activation="relu"),
    ],
    ids=lambda made: made.formula,
)
def test_objectives_keep_what_they_claim(made):
    check_objective(made)


@pytest.mark.parametrize("name", STOPPING_RULES)
def test_every_rule_keeps_to_the_rules(name):
    check_rule(STOPPING_RULES[name])
    check_rule(STOPPING_RULES[name](halt=False))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_keeps_to_the_rules(name):
    check_schedule(SCHEDULES[name])


# optimizers


@dataclass(frozen=True, kw_only=True)
class Descent(Optimizer):
    """θ ← θ − αg, and no setting but α."""

    name: ClassVar[str] = "descent"
    title: ClassVar[str] = "Descent"
    formula: ClassVar[str] = "θ ← θ − αg"

    learning_rate: LearningRate = 0.01

    def update(self, params, grad, state, step):
        return params - self.learning_rate * grad, state


def first_step_at_zero_only(self, params, grad, state, step):
    moved, state = Adam.update(with_trace(self, SILENT), params, grad, state, step)
    return moved - 1e-3 * params, state


def half_a_step_later_on(self, params, grad, state, step):
    return params - self.learning_rate * (grad if step < 40 else 0.5 * grad), state


@pytest.mark.parametrize(
    ("cls", "methods", "told"),
    [
        (Adam, {"update": first_step_at_zero_only, "formula": "no arrow", "equation": "no arrow"}, "the first step is"),
        (Adam, {"first_step": lambda self: 2 * self.learning_rate}, "the first step is"),
        (Adam, {"preconditioner": lambda self, state, step: state.second_moment[0]}, "preconditioner.. gave an array"),
        (Adam, {"preconditioner": lambda self, state, step: -np.sqrt(state.second_moment)}, "preconditioner.. gave"),
        (Descent, {"formula": "θ ← θ + αg"}, "the equation"),
        (SGD, {"formula": "θ ← θ + αg"}, "the equation"),
        (Momentum, {"equation": "v ← γv + g ; θ ← θ − v"}, "the equation"),
        (Momentum, {"stability_limit": lambda self: 2.0}, "stable"),
        (SGD, {"stability_limit": lambda self: 2.1, "linear": lambda self, curvatures: None}, "stable"),
        (SGD, {"stability_limit": lambda self: 1.9, "linear": lambda self, curvatures: None}, "stable"),
        (SGD, {"update": half_a_step_later_on}, "the equation"),
    ],
)
def test_a_false_claim_of_an_optimizer_is_refused(cls, methods, told):
    with pytest.raises(AssertionError, match=told):
        check_optimizer(other(cls, **methods)())


def test_a_line_that_is_not_what_its_formula_says_is_refused():
    def update(self, params, grad, state, step):
        change = self.trace("step", "2·{α}·g", self.learning_rate * grad)
        return params - change, state

    with pytest.raises(AssertionError, match=r"the explained line 'Δθ = −2·0\.01·g'"):
        check_optimizer(other(SGD, update=update)())


# objectives


@dataclass(frozen=True, kw_only=True)
class Far(PlaneFunction):
    """½(x − 6)² + 2y²; minimum 0 at (6, 0)."""

    name: ClassVar[str] = "far"
    title: ClassVar[str] = "Far"
    formula: ClassVar[str] = "f(x,y) = ½(x−6)² + 2y²"
    minima: ClassVar[tuple[tuple[float, float], ...]] = ((6.0, 0.0),)
    largest_curvature: ClassVar[float] = 4.0

    noise: Annotated[float, Setting(help="noise", least=0)] = 0.0
    start: PlaneStart = (-4.0, 1.0)

    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f and its slopes."""
        return 0.5 * (x - 6) ** 2 + 2 * y**2, x - 6, 4 * y


def wrong_within(low, high):
    """A surface whose slope along x is wrong in a strip."""

    def surface(self, x, y):
        loss, by_x, by_y = Far.surface(self, x, y)
        return loss, np.where((x > low) & (x < high), 1.01 * by_x, by_x), by_y

    return surface


def two_wells(self, x, y):
    """The same well, and a lower one at (-4, 0)."""
    near, lower = 0.5 * (x - 6) ** 2 + 2 * y**2, 0.5 * (x + 4) ** 2 + 2 * y**2 - 1
    return np.minimum(near, lower), np.where(near < lower, x - 6, x + 4), 4 * y


def test_a_true_one_passes():
    check_objective(Far)


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"surface": wrong_within(2, 4)}, "exact gradient is off the slope"),
        ({"surface": wrong_within(-3.9, -2.2)}, "exact gradient is off the slope"),
        ({"surface": wrong_within(-0.4, 0.0)}, "exact gradient is off the slope"),
        ({"surface": wrong_within(8, 40)}, "exact gradient is off the slope"),
        ({"minima": ((6.0, 0.0), (5.0, 0.0))}, "slope at the minimum"),
        (
            {"surface": lambda self, x, y: (-0.5 * (x - 6) ** 2 + 2 * y**2, 6 - x, 4 * y), "formula": "none"},
            "falls on from",
        ),
        ({"surface": two_wells, "minima": ((6.0, 0.0), (1.0, 0.0)), "formula": "none"}, "slope at the minimum"),
        ({"surface": two_wells, "formula": "none"}, "below that of all"),
        ({"saddles": ((5.0, 0.0),)}, "slope at the saddle"),
        ({"saddles": ((6.0, 0.0),)}, "of one sign"),
        ({"largest_curvature": 5.0}, "largest_curvature is not that of its gradient"),
        ({"curvature_range": lambda self, params: (1.0, 5.0)}, "curvature_range.. gave"),
        ({"curvature_range": lambda self, params: (0.5, 4.0)}, "curvature_range.. gave"),
        ({"formula": "f(x,y) = ½(x−6)² + 4y²"}, "the formula"),
        ({"formula": "f(x,y) = r², r² = ½(x−6)² + 3y²"}, "the formula"),
        ({"__doc__": ""}, "needs a docstring"),
    ],
)
def test_a_false_claim_of_an_objective_is_refused(methods, told):
    with pytest.raises(AssertionError, match=told):
        check_objective(other(Far, **methods)())


@dataclass(frozen=True, kw_only=True)
class Batched(Far):
    """A function whose noise falls with a batch size."""

    noise: Annotated[float, Setting(help="noise", least=0)] = 0.5
    batch_size: Annotated[int, Setting(help="examples", least=1)] = 4

    def noise_scale(self):
        return self.noise / self.batch_size**0.5


def test_a_lane_s_own_batch_size_must_be_what_the_setting_makes():
    check_objective(Batched)
    keeps = cached_property(Batched.noise_scale)
    keeps.__set_name__(Batched, "kept")
    wrong = other(Batched, kept=keeps, noise_scale=lambda self: self.kept)
    with pytest.raises(
        AssertionError, match=r"with_batch_size\(1\) gave other samples than the setting batch_size = 1"
    ):
        check_objective(wrong)


@pytest.mark.parametrize(
    ("attribute", "change", "told"),
    [
        ("noise", 1.5, "the noise of its modes"),
        ("curvatures", 1.1, "the modes are not those of the loss"),
    ],
)
def test_false_modes_are_refused(attribute, change, told):
    quadratic = OBJECTIVES["quadratic"]

    def modes(self):
        true = quadratic.modes.fget(self)
        return true._replace(**{attribute: change * getattr(true, attribute)})

    made = other(quadratic, modes=property(modes))(eigenvalues=(1.0, 7.0), rotation=30.0, noise=0.3)
    with pytest.raises(AssertionError, match=told):
        check_objective(made)


# schedules


@dataclass(frozen=True, kw_only=True)
class Steady(Schedule):
    """Always 1."""

    name: ClassVar[str] = "steady"

    share: Annotated[float, Setting(help="share", least=0)] = 1.0

    def factor(self, step: int) -> float:
        """1."""
        return self.share


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"factor": lambda self, step: 1.0 - step / 100}, "a finite number of at least 0"),
        ({"factor": lambda self, step: float("nan") if step > 99 else 1.0}, "a finite number"),
        ({"factor": lambda self, step: -1.0 if step == 500 else 1.0}, "a finite number of at least 0"),
        ({"factor": lambda self, step: 0.0}, "nothing moves"),
        ({"factor": lambda self, step: "1"}, "is a str"),
        ({"name": ""}, "needs a class attribute `name`"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_named(methods, told):
    check_schedule(Steady)
    with pytest.raises(AssertionError, match=told):
        check_schedule(other(Steady, **methods))


def test_a_schedule_that_remembers_is_refused():
    calls = []

    def factor(self, step):
        calls.append(step)
        return 1.0 / len(calls)

    with pytest.raises(AssertionError, match="another number for the same step"):
        check_schedule(other(Steady, factor=factor))


# formulas


def softsign(self, params, grad, state, step):
    return params - self.learning_rate * grad / (np.abs(grad) + 1.01), state


@pytest.mark.parametrize("formula", ["θ ← θ − αg/(|g| + 1)", "s ← |g| ; θ ← θ − αg/(s + 1)"])
def test_a_formula_with_bars_is_checked(formula):
    with pytest.raises(AssertionError, match="leads to"):
        check_optimizer(other(Descent, update=softsign, formula=formula, stability_limit=no, linear=no, first_step=no))
    check_optimizer(
        other(
            Descent,
            update=softsign,
            formula=formula.replace("1)", "1.01)"),
            stability_limit=no,
            linear=no,
            first_step=no,
        )
    )


def no(self, *_):
    return None


@pytest.mark.parametrize(
    "formula", ["θ ← θ − αg/‖g‖", "θ ← θ − ηg", "θ ← clip(θ − αg)", "θ ← θ − αₜg", "θ ← θ − αg, clipped"]
)
def test_an_equation_that_cannot_be_read_is_told(formula):
    with pytest.warns(
        UserWarning, match=rf"the formula {re.escape(repr(formula))} cannot be read, so it was not checked"
    ):
        check_optimizer(other(Descent, formula=formula))


def test_the_keras_form_of_adam_is_checked_with_what_its_docstring_defines():
    wrong = {"__doc__": OPTIMIZERS["adam"].__doc__.replace("(1−β₁ᵗ)", "(1−β₂ᵗ)")}
    with pytest.raises(AssertionError, match="leads to"):
        check_optimizer(other(OPTIMIZERS["adam"], **wrong)(epsilon_hat=True))


@pytest.mark.parametrize("formula", ["f(x, y) = max(x, y)", "f(x, y) = x² if y > 0", "f(x, y) is a bowl"])
def test_a_formula_of_an_objective_that_cannot_be_read_is_told(formula):
    with pytest.warns(UserWarning, match="cannot be read, so it was not checked"):
        check_objective(other(Far, formula=formula))


# rules


class Seen(NamedTuple):
    best: Array
    epoch: Array


@dataclass(frozen=True)
class TwiceTheBest(Fact):
    """The value is twice the best."""

    code: ClassVar[str] = "rule.rises.twice_the_best"

    best: float

    def english(self):
        """The sentence."""
        return f"twice the best: {self.best:.3g}"


@dataclass(frozen=True)
class Silent(Fact):
    """A cause without a sentence."""

    code: ClassVar[str] = "rule.rises.silent"


@dataclass(frozen=True)
class Miscounted(TwiceTheBest):
    """A cause whose field is of another type than it says."""

    code: ClassVar[str] = "rule.rises.miscounted"

    best: int


@dataclass(frozen=True, kw_only=True)
class Rises(StoppingRule):
    """Stop where the value is twice the best."""

    name: ClassVar[str] = "rises"
    title: ClassVar[str] = "rises"

    monitor: Monitor = "validation_loss"
    restore_best: RestoreBest = True
    halt: Halt = True

    def init(self, lanes):
        """Nothing seen."""
        return Seen(np.full(lanes, np.inf), np.zeros(lanes, np.int64))

    def check(self, state, epoch, value, loss):
        """Look at a value."""
        better = value < state.best
        best = np.where(better, value, state.best)
        return Seen(best, np.where(better, epoch, state.epoch)), value > 2 * best

    def best_epoch(self, state):
        """Of the lowest."""
        return state.epoch

    def cause(self, state, lane, unit):
        """The best."""
        return TwiceTheBest(state.best[lane])


@dataclass(frozen=True, kw_only=True)
class OfMeans(Rises):
    """Stop where the mean of some values is twice its best, or an average that forgets is."""

    window: ClassVar[int] = 3
    decay: ClassVar[float] = 1.0

    def init(self, lanes):
        """Nothing seen."""
        return (*Rises.init(self, lanes), np.full((lanes, self.window), np.nan))

    def check(self, state, epoch, value, loss):
        """Look at the mean of the last values."""
        best, at, last = state
        last = np.concatenate((last[:, 1:], value[:, None]), axis=1)
        mean = sum(last[:, -1 - age] * self.decay**age for age in range(self.window))
        better = mean < best
        return (np.where(better, mean, best), np.where(better, epoch, at), last), mean > 2 * best

    def best_epoch(self, state):
        """Of the lowest mean."""
        return state[1]

    def cause(self, state, lane, unit):
        """The best."""
        return TwiceTheBest(state[0][lane])


@pytest.mark.parametrize(("window", "decay"), [(1, 1.0), (2, 1.0), (3, 1.0), (5, 1.0), (10, 1.0), (15, 0.5), (8, 0.9)])
def test_a_rule_that_goes_by_means_passes(window, decay):
    check_rule(other(OfMeans, window=window, decay=decay))


def fires_where_nothing_changes(self, state, epoch, value, loss):
    """A check that is not for rises."""
    return Rises.check(self, state, epoch, value, loss)[0], value == state.best


def test_a_rule_that_never_fires_is_told():
    check_rule(Rises)
    never = other(Rises, check=lambda self, s, e, v, loss: (Rises.check(self, s, e, v, loss)[0], v < -1))
    check_rule(other(Rises, check=fires_where_nothing_changes))
    with pytest.warns(UserWarning, match="Wrong does not fire in 60 epochs of a curve that doubles at every epoch, or"):
        check_rule(never)


def where_better(better):
    """A check with another notion of what is better than the best and the last value."""

    def check(self, state, epoch, value, loss):
        wins = better(value, state.best, state.epoch, epoch)
        best = np.where(wins, value, state.best)
        return Seen(best, np.where(wins, epoch, state.epoch)), value > 1.5 * state.best

    return check


@pytest.mark.parametrize(
    ("better", "told"),
    [
        (lambda value, best, at, epoch: ~(value > 1.01 * best), "while the value rises"),
        (lambda value, best, at, epoch: (value < best) | (epoch - at > 5), "while the value rises"),
        (lambda value, best, at, epoch: (value < best) & ((at == 0) | (epoch - at > 3)), "of a falling curve"),
        (lambda value, best, at, epoch: (value < best) & (epoch <= 15), "of a falling curve"),
        (lambda value, best, at, epoch: (value < best) & (value != 1), "of a falling curve"),
    ],
)
def test_a_best_that_is_not_best_is_refused(better, told):
    finite = where_better(lambda value, *others: np.isfinite(value) & better(value, *others))
    with pytest.raises(AssertionError, match=told):
        check_rule(other(Rises, check=finite))


def beats_the_last(self, state, epoch, value, loss):
    better = value < state.best
    return Seen(value, np.where(better, epoch, state.epoch)), value > 1.5 * state.best


def test_a_best_that_has_beaten_the_last_value_only_is_refused():
    with pytest.raises(AssertionError, match="where the value is higher"):
        check_rule(other(Rises, check=beats_the_last))


def of_the_newest(self, state, epoch, value, loss):
    return Seen(value, np.full(len(value), epoch)), value > 2 * state.best


def writing(self, state, epoch, value, loss):
    state.best[:] = np.minimum(state.best, value)
    return state, value > 2 * state.best


def seeing_others(self, state, epoch, value, loss):
    found, fires = Rises.check(self, state, epoch, value, loss)
    return found, fires & (np.arange(len(value)) > 0)


def with_numbers(self, state, epoch, value, loss):
    found, fires = Rises.check(self, state, epoch, value, loss)
    return found, fires.astype(float)


def first_is_best(self, state, epoch, value, loss):
    return Seen(state.best, np.ones(len(value), np.int64)), np.zeros(len(value), np.bool_)


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"check": of_the_newest}, "no number|of value"),
        ({"check": with_numbers}, "verdicts of float64"),
        ({"best_epoch": lambda self, state: state.epoch.astype(float)}, "best_epoch.. gave float64"),
        ({"check": writing}, "read-only"),
        ({"check": seeing_others}, "a lane alone and beside others differ"),
        ({"check": first_is_best}, "no number|of value"),
        ({"check": lambda self, s, e, v, loss: (Rises.check(self, s, e, v, loss)[0], v < 0.1)}, "fires at epoch"),
        (
            {"check": lambda self, s, e, v, loss: (Rises.check(self, s, e, v, loss)[0], np.bool_(0))},
            "verdicts of shape",
        ),
        ({"best_epoch": lambda self, state: state.epoch + 1}, "best_epoch.. is"),
        ({"progress": lambda self, state, lane, unit: Progress(1.5)}, "a share of 1.5"),
        ({"cause": lambda self, state, lane, unit: "twice the best"}, "gave str, not a kind of fact"),
        ({"cause": lambda self, state, lane, unit: Fact()}, "needs a `code`"),
        ({"cause": lambda self, state, lane, unit: Silent()}, "Silent.english.. said ''"),
        ({"cause": lambda self, state, lane, unit: RuleText("a\x1b[31m")}, "said"),
        ({"cause": lambda self, state, lane, unit: Miscounted(0.5)}, "does not come back from a file"),
        ({"progress": lambda self, state, lane, unit: Progress(0.5, Silent())}, "Silent.english.. said ''"),
        ({"title": ""}, "needs a class attribute `title`"),
    ],
)
def test_what_is_wrong_with_a_rule_is_named(methods, told):
    check_rule(Rises)
    with pytest.raises((AssertionError, ValueError), match=told):
        check_rule(other(Rises, **methods))


def test_a_rule_that_gives_texts_goes_on_for_one_release():
    with pytest.warns(DeprecationWarning, match=r"Worded.reason is now `cause`, which returns a fact"):

        class Worded(Rises):
            def reason(self, state, lane, unit):
                return f"twice the best of a {unit}"

            def progress(self, state, lane, unit):
                return Progress(0.5, "half of it")

    rule = Worded()
    assert rule.cause(rule.init(1), 0, "epoch") == RuleText("twice the best of a epoch")
    with pytest.warns(DeprecationWarning, match="Progress takes a fact"):
        assert rule.progress(rule.init(1), 0, "epoch").fact == RuleText("half of it")
    race = Race(
        OBJECTIVES["quadratic"](eigenvalues=(10.0,)),
        [Lane("lane", SGD(learning_rate=0.25))],
        steps=50,
        early_stopping=Worded(monitor="loss"),
    )
    race.seek(50)
    result = race.result()["lane"]
    assert (result.cause, result.reason) == (RuleText("twice the best of a step"), "twice the best of a step")
