"""Expressions: whatever is written is read as it says, or refused with a way out; none is run."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.scenario.demo.conditions import OPERATORS, RACE_FACTS, BadConditionError, lane_facts
from optsim.scenario.expressions.nodes import Between, Call, Number, Operation, Value, parts
from optsim.scenario.expressions.reader import LANE_FACTS, read_expression

LANES = ("gd", "gd 10⁻⁶", "α·λ < 2", "確率的", "adam")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("gd.loss < 1", Operation("<", Value("loss", "gd"), Number(1))),
        ("gd 10⁻⁶.params.1 ≥ 1", Operation(">=", Value("params", "gd 10⁻⁶", 1), Number(1))),
        ("gd 2.loss != 1", Operation("!=", Value("loss", "gd 2"), Number(1))),
        ("α·λ < 2.loss < 3", Operation("<", Value("loss", "α·λ < 2"), Number(3))),
        ("確率的.rank == 1", Operation("==", Value("rank", "確率的"), Number(1))),
        ("step in 3..5", Between(Value("step"), Number(3), Number(5))),
        ("1 + 2 * 3", Operation("+", Number(1), Operation("*", Number(2), Number(3)))),
        ("8 ÷ 4 − 1", Operation("-", Operation("/", Number(8), Number(4)), Number(1))),
        ("max(gd.loss, 0, 9)", Call("max", (Value("loss", "gd"), Number(0), Number(9)))),
    ],
)
def test_an_expression_is_read(text, root):
    read = read_expression(text, LANES).root
    assert read == root


def test_and_binds_tighter_than_or():
    read = read_expression("step > 1 or step > 2 and step > 3", LANES).root
    assert (read.sign, read.left.sign, read.right.sign) == ("or", ">", "and")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "needs a value where the end stands"),
        ("gd.los < 1", "nothing of the lane 'gd' is called 'los'; did you mean 'loss'?"),
        ("adm.loss < 1", "no lane is named 'adm'; did you mean 'adam'?"),
        ("loss < 1", "'loss' is of a lane; say of which, for instance gd.loss"),
        ("first(gd.loss)", "first(…) needs a condition"),
        ("frist(gd.loss < 1)", "no function is called 'frist'; did you mean 'first'?"),
        ("mean(gd.loss, 3)", "mean(…) takes 1 or 3 values, not 2"),
        ("gd.loss < 1 < 2", "needs the end where '<' stands"),
        ("gd.status < 'diverged'", "compared by == or !="),
        ("gd.status == 'dead'", "no status is called 'dead'"),
        ("gd.params > 1", "needs the number of one"),
        ("gd.loss.1 > 1", "loss has no parts"),
        ("over(20, over(3, gd.loss))", "stands in no other"),
        ("over(0, gd.loss)", "from 1 to 100"),
        ("gd.loss and 1", "and needs a condition"),
        ("__import__('os')", "no function is called '__import__'"),
        ("gd.loss; 1", "';' means nothing here"),
        ("1e999 < 2", "finite number"),
        ("(" * 50 + "1" + ")" * 50, "nested more than"),
        ("1" * 401, "at most 400 characters"),
    ],
)
def test_what_is_none_says_why(text, reason):
    with pytest.raises(BadConditionError) as caught:
        read_expression(text, LANES)
    assert reason in str(caught.value)


def test_the_kind_that_is_needed_is_demanded():
    for text, kind in (("gd.loss < 1", "condition"), ("gd.loss", "number"), ("gd.status", "text")):
        assert read_expression(text, LANES, kind).kind == kind
    with pytest.raises(BadConditionError, match="must be a condition"):
        read_expression("gd.loss", LANES, "condition")


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "M", "C"]), min_size=1, max_size=20)


@given(names, st.sampled_from([*lane_facts(), "epoch"]), st.sampled_from(list(OPERATORS)))
def test_a_demo_s_condition_on_any_lane_is_an_expression(name, fact, operator):
    read = read_expression(f"{name}.{fact} {operator} 3", [name]).root
    assert (read.sign, read.left.fact, read.right) == (operator, fact, Number(3))


@given(st.lists(st.sampled_from([*"gd.loss<1()+-*/, inand03>=", "first(", "gd.loss", " and ", "step"]), max_size=20))
def test_any_text_is_an_expression_or_a_message(pieces):
    with suppress(BadConditionError):
        for node in parts(read_expression("".join(pieces), LANES).root):
            assert not isinstance(node, Value) or node.fact in {*RACE_FACTS, *lane_facts(), *LANE_FACTS}
