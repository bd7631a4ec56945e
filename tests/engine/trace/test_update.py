"""An explained update is the update: its last line is where the lane goes, to the last bit."""

import math
import re
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from optsim import OPTIMIZERS, Optimizer, Race, load
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.trace.keys import (
    EFFECTIVE_RATE,
    FIRST_BEFORE,
    FIRST_CORRECTED,
    FIRST_MOMENT,
    GRADIENT,
    NEW_PARAMS,
    PARAMS,
    QUERY,
    SECOND_BEFORE,
    SECOND_CORRECTED,
    SECOND_MOMENT,
    STEP,
)
from optsim.engine.trace.trace import Line
from optsim.engine.trace.update import merged_keys
from optsim.languages import english
from optsim.words.trace_titles import line_title
from tests.engine.support import SEVEN, every_optimizer, many_lanes, seven

ORDER = (PARAMS, FIRST_BEFORE, SECOND_BEFORE, QUERY, GRADIENT, FIRST_MOMENT, SECOND_MOMENT, FIRST_CORRECTED)
ORDER += (SECOND_CORRECTED, STEP, NEW_PARAMS, EFFECTIVE_RATE)


def explained(race, name):
    return {term.key: term for term in race.explain(name)}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("step", [0, 1, 37])
def test_the_last_line_is_where_the_lane_goes(name, step):
    bowl = Quadratic(eigenvalues=(1.0, 7.0, 0.1), noise=0.3, start=(1.0, -2.0, 3.0))
    race = Race(bowl, every_optimizer(), steps=100, seed=5)
    race.advance(step)
    terms = race.explain(name)
    here, there = race.params_at(step)[race.runs[name].place], race.state_at(step + 1).params[race.runs[name].place]
    assert [term.key for term in terms if term.key in ORDER] == [key for key in ORDER if key in {t.key for t in terms}]
    by_part = {term.key: term.value for term in terms}
    assert by_part[PARAMS].tobytes() == here.tobytes()
    assert by_part[NEW_PARAMS].tobytes() == there.tobytes()
    assert (here + by_part[STEP]).tobytes() == there.tobytes()
    assert np.linalg.norm(by_part[GRADIENT]) == pytest.approx(race.runs[name].grad_norm)


@pytest.mark.parametrize("name", load("regression").lanes)
def test_on_a_network_too_and_after_going_back(name):
    race = load("regression").race(steps=60)
    race.advance(60)
    race.back(23)
    there = race.state_at(38).params[race.runs[name].place]
    assert explained(race, name)[NEW_PARAMS].value.tobytes() == there.tobytes()


def test_it_shows_the_numbers_of_the_step():
    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"adam": OPTIMIZERS["adam"](learning_rate=0.1)}, steps=5)
    told = explained(race, "adam")
    assert told[GRADIENT].value.tolist() == [6.0]
    assert told[FIRST_MOMENT].formula == "m ← 0.9·m + 0.1·g"
    assert told[FIRST_MOMENT].value == pytest.approx([0.6])
    assert told[SECOND_MOMENT].value == pytest.approx([0.036])
    assert told[FIRST_CORRECTED].value == pytest.approx([6.0])
    assert told[STEP].formula == "Δθ = −0.1·m̂/(√v̂ + 1e−8)"
    assert told[EFFECTIVE_RATE].value == pytest.approx([0.1 / 6])


def test_the_rate_is_that_of_the_schedule():
    scenario = load("saddle")
    lanes = {"fading": scenario.lanes["sgd"]._replace(schedule=Halving())}
    race = Race(scenario.objective, lanes, steps=5)
    race.advance(2)
    assert explained(race, "fading")[STEP].formula == "Δθ = −0.0125·g"


def test_an_optimizer_that_tells_nothing_is_explained_by_its_step():
    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"own": Silent(learning_rate=0.5)}, steps=5)
    told = explained(race, "own")
    assert list(told) == [PARAMS, GRADIENT, STEP, NEW_PARAMS, EFFECTIVE_RATE]
    assert told[STEP].value.tolist() == [-0.5]


@pytest.mark.parametrize(
    ("value", "norm", "spread"),
    [
        ([3.0, -4.0], 5.0, (-4.0, 3.0)),
        ([np.nan, 2.0, 1.0], np.nan, (1.0, 2.0)),
        ([np.nan], np.nan, (np.nan, np.nan)),
        ([np.inf, 1.0], np.inf, (1.0, np.inf)),
    ],
)
def test_a_long_vector_in_short(value, norm, spread):
    term = Line(EFFECTIVE_RATE, "", np.array(value))
    assert term.norm == pytest.approx(norm, nan_ok=True)
    assert term.spread == pytest.approx(spread, nan_ok=True)


GIVEN = {PARAMS, FIRST_BEFORE, SECOND_BEFORE, GRADIENT}
SMALL = {raised: digit for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def calculated(formula, known):
    """What a pocket calculator makes of the right side of a line as it is shown."""
    right = re.split("[←=]", formula)[-1].replace("·", "*").replace("−", "-")
    right = re.sub(r"√([^\s(]+)", r"√(\1)", right).replace("√", "sqrt")
    right = re.sub(f"[{''.join(SMALL)}]+", lambda m: "**" + "".join(str(SMALL[c]) for c in m[0]), right)
    with np.errstate(all="ignore"):
        return eval(right, {"sqrt": np.sqrt}, known)  # noqa: S307 a line of arithmetic that the engine made


@pytest.mark.parametrize("name", many_lanes())
@pytest.mark.parametrize("step", [0, 1, 37])
def test_every_line_can_be_computed_from_the_lines_above_as_it_is_shown(name, step):
    bowl = Quadratic(eigenvalues=(1.0, 7.0, 0.1), noise=0.3, start=(1.0, -2.0, 3.0))
    race = Race(bowl, many_lanes(), steps=100, seed=5)
    race.advance(step)
    known = {}
    for part, formula, value, *_ in race.explain(name):
        if part not in GIVEN:
            assert calculated(formula, known) == pytest.approx(value, rel=1e-4, abs=1e-12, nan_ok=True), formula
        if part != QUERY:
            known[re.split("[←= ]", formula)[0]] = value
    assert {"θ", "g", "Δθ"} <= set(known)


def one_step(g, old, a, b, eps):
    """Δθ and what is carried on, from the article's equations, a coordinate at a time: a = α, b = γ or (β₁, β₂, t)."""
    root = math.sqrt
    return {
        "gd": lambda: (-a * g, {}),
        "sgd": lambda: (-a * g, {}),
        "momentum": lambda: (-(b * old["v"] + a * g), {"v": b * old["v"] + a * g}),
        "nag": lambda: (-(b * old["v"] + a * g), {"v": b * old["v"] + a * g}),
        "adagrad": lambda: (-a * g / root(old["G"] + g * g + eps), {"G": old["G"] + g * g}),
        "rmsprop": lambda: (
            -a * g / root(b * old["E"] + (1 - b) * g * g + eps),
            {"E": b * old["E"] + (1 - b) * g * g},
        ),
        "adam": lambda: adam_step(g, old, a, *b, eps),
    }


def adam_step(g, old, a, beta1, beta2, t, eps):
    m, v = beta1 * old["m"] + (1 - beta1) * g, beta2 * old["v"] + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return -a * m_hat / (math.sqrt(v_hat) + eps), {"m": m, "v": v, "m̂": m_hat, "v̂": v_hat}


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize("step", [0, 1, 37])
def test_the_lines_are_those_of_the_article(name, step):
    bowl = Quadratic(eigenvalues=(1.0, 7.0), noise=0.3, start=(1.0, -2.0))
    race = Race(bowl, seven(), steps=100, seed=5)
    race.advance(step)
    optimizer = race.runs[name].lane.optimizer
    factor = (optimizer.beta1, optimizer.beta2, step + 1) if name == "adam" else getattr(optimizer, "momentum", 0.9)
    before = {t.formula.split()[0]: t.value for t in race.explain(name) if t.formula.endswith("before")}
    shown = {re.split("[←=]", t.formula)[0].strip(): t.value for t in race.explain(name) if "before" not in t.formula}
    told = {term.key: term.value for term in race.explain(name)}
    for i in range(2):
        old = {symbol: value[i] for symbol, value in before.items()}
        theta, g = told[PARAMS][i], told[GRADIENT][i]
        change, carried = one_step(g, old, optimizer.learning_rate, factor, 1e-8)[name]()
        assert told[STEP][i] == pytest.approx(change, rel=1e-12)
        assert told[NEW_PARAMS][i] == pytest.approx(theta + change, rel=1e-12)
        assert told[EFFECTIVE_RATE][i] == pytest.approx(-change / g, rel=1e-12)
        for symbol, value in carried.items():
            assert shown[symbol][i] == pytest.approx(value, rel=1e-12), symbol
        assert set(old) <= set(carried)
    if name == "nag":
        assert told[QUERY] == pytest.approx(told[PARAMS] - 0.9 * before["v"], rel=1e-12)


@pytest.mark.parametrize("name", ["momentum", "nag", "adagrad", "rmsprop", "adam"])
def test_what_was_carried_is_what_the_step_before_left(name):
    race = Race(Quadratic(eigenvalues=(1.0, 7.0), noise=0.3, start=(1.0, -2.0)), seven(), steps=100, seed=5)
    race.advance(20)
    for after, before in ((FIRST_MOMENT, FIRST_BEFORE), (SECOND_MOMENT, SECOND_BEFORE)):
        left = {term.key: term.value for term in race.explain(name, 19)}.get(after)
        found = explained(race, name).get(before)
        assert (left is None) == (found is None)
        assert left is None or left.tobytes() == found.value.tobytes()
    zero = {term.key: term.value for term in race.explain(name, 0)}
    assert not any(zero[part].any() for part in (FIRST_BEFORE, SECOND_BEFORE) if part in zero)


@dataclass(frozen=True, kw_only=True)
class Damped(Optimizer):
    """Traces a line that no list foresaw, its step in two parts, and does not trace what else it does."""

    name: ClassVar[str] = "damped"
    learning_rate: float = 0.5

    def update(self, params, grad, state, step):
        damping = self.trace("damping", "d = 0.1·θ", 0.1 * params, title="damping")
        self.trace("step", "{α}·g", self.learning_rate * grad)
        return params - self.trace("step", "({α}·g + d)", self.learning_rate * grad + damping), state


def test_a_line_that_no_list_foresaw_stands_where_it_is_traced():
    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"own": Damped()}, steps=5)
    lines = race.explain("own")
    assert [line.key for line in lines] == [PARAMS, GRADIENT, "damping", "step_1", STEP, NEW_PARAMS, EFFECTIVE_RATE]
    assert lines[2].formula == "d = 0.1·θ"
    assert (lines[2].title, lines[2].value.tolist()) == ("damping", [pytest.approx(0.3)])
    assert lines[4].formula == "Δθ = −(0.5·g + d)"
    assert line_title(english(), lines[2]) == "damping"
    assert line_title(english(), lines[4]) == "the step"


def of_keys(text):
    return [Line(key, "", np.zeros(1)) for key in text]


@pytest.mark.parametrize(
    ("left", "right", "merged"),
    [
        ("abd", "acd", "abcd"),
        ("ad", "abcd", "abcd"),
        ("abcd", "ad", "abcd"),
        ("ab", "ab", "ab"),
        ("ab", "ba", "ab"),
        ("ab", "", "ab"),
        ("", "ab", "ab"),
        ("a", "b", "ab"),
    ],
)
def test_two_updates_are_read_side_by_side(left, right, merged):
    keys = merged_keys(of_keys(left), of_keys(right))
    assert "".join(keys) in {merged, "acbd" if merged == "abcd" else merged}


def test_an_update_written_for_the_old_names_still_works():
    with pytest.warns(DeprecationWarning, match="engine.trace.tell"):
        from optsim.engine.explain import Part, silent  # noqa: PLC0415

    @dataclass(frozen=True, kw_only=True)
    class Telling(Silent):
        def update(self, params, grad, state, step, tell=silent):
            return params - tell(Part.STEP, "{α}·g", self.learning_rate * grad), state

    race = Race(Quadratic(eigenvalues=(2.0,), start=(3.0,)), {"own": Telling(learning_rate=0.5)}, steps=5)
    told = explained(race, "own")
    assert told[STEP].value.tolist() == [-3.0]
    assert told[STEP].formula == "Δθ"


class Halving:
    def factor(self, step):
        return 0.5**step


@dataclass(frozen=True, kw_only=True)
class Silent(Optimizer):
    name: ClassVar[str] = "silent"
    learning_rate: float = 0.1

    def update(self, params, grad, state, step):
        return params - self.learning_rate * np.sign(grad), state
