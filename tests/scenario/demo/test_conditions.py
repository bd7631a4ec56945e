import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.history.quantities import QUANTITIES
from optsim.scenario.demo.conditions import RACE_FACTS, BadConditionError, Condition, lane_facts, read_condition

OPERATORS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("step >= 200", ("step", "", ">=", 200)),
        ("step>=200", ("step", "", ">=", 200)),
        ("  loss\t<  1e-3 ", ("loss", "", "<", 1e-3)),
        ("adam.loss < 0.1", ("loss", "adam", "<", 0.1)),
        ("my lane.grad_norm != -.5", ("grad_norm", "my lane", "!=", -0.5)),
        ("確率的 勾配.validation_loss == +2.", ("validation_loss", "確率的 勾配", "==", 2)),
        ("a.b.loss > 3", ("loss", "a.b", ">", 3)),
        ("a < 3 == 4.loss <= 3", ("loss", "a < 3 == 4", "<=", 3)),
        ("step.loss < 3", ("loss", "step", "<", 3)),
        ("cafe\u0301.rank == 1", ("rank", "café", "==", 1)),
        ("diverged == 1", ("diverged", "", "==", 1)),
    ],
)
def test_a_condition_is_read(text, condition):
    assert read_condition(text) == Condition(*condition)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must be a name, an operator"),
        ("step", "must be a name, an operator"),
        ("step 3", "must be a name, an operator"),
        (">= 3", "must be a name, an operator"),
        ("step >=", "must be a name, an operator"),
        ("step << 3", "must be a name, an operator"),
        ("step = 3", "must be a name, an operator"),
        ("step =< 3", "must be a name, an operator"),
        ("stpe > 3", "nothing is called 'stpe'; did you mean 'step'"),
        ("adam.los > 3", "nothing of the lane 'adam' is called 'los'; did you mean 'loss'"),
        (".loss > 3", "nothing is called 'loss'"),
        ("adam.step > 3", "nothing of the lane 'adam' is called 'step'"),
        ("step > nan", "needs a finite number after >, not 'nan'"),
        ("step > inf", "needs a finite number"),
        ("step > 1e999", "needs a finite number"),
        ("step > 1_000", "needs a finite number"),
        ("step > ١", "needs a finite number"),
        ("step > 0x10", "needs a finite number"),
        ("step > 3; import os", "needs a finite number"),
        ("step > 1 and loss", "needs a finite number"),
        ("x" * 201 + " > 3", "at most 200 characters"),
    ],
)
def test_what_is_no_condition_says_why(text, told):
    with pytest.raises(BadConditionError) as caught:
        read_condition(text)
    assert told in str(caught.value)


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "M", "C"]), min_size=1, max_size=20)


@given(
    names,
    st.sampled_from(list(lane_facts())),
    st.sampled_from(list(OPERATORS)),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_lane_and_number_is_read_back(name, fact, operator, number):
    condition = read_condition(f"{name}.{fact} {operator} {number!r}")
    assert condition[1:] == (condition.lane, operator, number)
    assert condition.fact == fact
    assert condition.name.endswith(fact)


@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_a_message(text):
    with suppress(BadConditionError):
        assert read_condition(text).fact in {*RACE_FACTS, *lane_facts()}


@given(st.sampled_from(list(OPERATORS)), st.floats(allow_nan=False, allow_infinity=False), st.floats())
def test_operators_mean_what_they_say(operator, number, value):
    assert Condition("loss", "", operator, number).holds(value) is OPERATORS[operator](value, number)


def test_of_what_was_not_measured_nothing_is_true():
    assert not any(Condition("loss", "", operator, 1.0).holds(math.nan) for operator in ("<", "<=", ">", ">=", "=="))


def test_all_quantities_of_the_chart_can_be_asked_for():
    assert set(QUANTITIES) <= set(lane_facts())
    assert not set(RACE_FACTS) & set(lane_facts())
