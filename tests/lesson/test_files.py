"""Lesson files: whatever is wrong with one is said with its key, all at once."""

import copy
import tomllib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.lesson.answers import answered, read_number
from optsim.lesson.bundled import LESSONS
from optsim.lesson.drawing import drawn, drawn_seed
from optsim.lesson.find import LessonError, lesson_of, load_lesson
from optsim.lesson.verification import Effort, answer_problems
from optsim.testing import check_lesson

TABLES = tomllib.loads(
    """
topic = "start"
title = "A lesson"

[scenario]
objective = { kind = "quadratic", eigenvalues = [1.0] }
budget = { steps = 20 }
lanes = { gd = { optimizer = "gd", learning_rate = 0.5 } }

[[predict]]
question = "Where does it end with α = {gd.learning_rate}?"
explain = "At {gd.loss}."
options = [{ text = "low", holds = "gd.loss < 0.1" }, { text = "high", holds = "gd.loss >= 0.1", why = "No." }]
draw = { rate = { from = 0.3, to = 0.6, sets = { "lanes.gd.learning_rate" = 1 } } }

[[predict]]
kind = "yesno"
question = "Does it diverge?"
explain = "It is {gd.status}."
holds = "gd.status == 'diverged'"

[task]
text = "Do it."
hint = "Just do it."
goal = "gd.loss < 1"
solve = [{ press = "end" }]

[text.ja]
title = "レッスン"
task = { text = "やる。", hint = "とにかくやる。" }
predict = [
    { question = "α = {gd.learning_rate}", explain = "{gd.loss}", options = ["低い", { text = "高い", why = "違う。" }] },
    { question = "発散する？", explain = "{gd.status}" },
]
"""
)


def changed(path, value):
    """The tables with another value at a path; None takes it away."""
    tables = copy.deepcopy(TABLES)
    *places, last = path
    within = tables
    for place in places:
        within = within[place]
    if value is None:
        del within[last]
    else:
        within[last] = value
    return tables


def problems(tables):
    with pytest.raises(LessonError) as caught:
        lesson_of(tables, name="x")
    return [str(problem) for problem in caught.value.problems]


def test_a_lesson_is_read_and_nothing_is_wrong_with_it():
    lesson = lesson_of(TABLES, name="x")
    assert answer_problems(lesson, Effort(2, 20)) == []
    assert lesson.told_in("ja").questions[0].options[1].why == "違う。"
    assert lesson.told_in("xx") == lesson.told_in("en")


FIRST = ("predict", 0)
CASES = [
    (("title",), None, "title: is missing"),
    (("topic",), "strat", "topic: must be a group of the course, not 'strat'"),
    (("again",), [0], "again: must be 1 to 10 numbers of days"),
    (("scenario",), "sadle", "scenario: no scenario has this name; did you mean 'saddle'?"),
    (("scenario", "lanes", "gd", "learning_rate"), -1, "predict[1].scenario: lanes.gd.learning_rate: must"),
    ((*FIRST, "options"), [], "predict[1].options: must be 2 to 6 answers"),
    ((*FIRST, "options", 0, "holds"), "gd.loss", "predict[1].options[1].holds: must be a condition"),
    ((*FIRST, "options", 0, "holds"), "gd.params.1 < 1", "predict[1].options[1].holds: asks for parameter 1"),
    ((*FIRST, "options", 0, "hold"), "x", "predict[1].options[1].hold: is not known here; did you mean 'holds'?"),
    ((*FIRST, "explain"), "{gd.los}", "predict[1].explain: {…} nothing of the lane 'gd' is called 'los'"),
    ((*FIRST, "kind"), "choise", "predict[1].kind: cannot be 'choise'; did you mean 'choice'?"),
    ((*FIRST, "lanes"), ["adam"], "predict[1].lanes: no lane is named 'adam'"),
    ((*FIRST, "set"), {"lanes.adam.x": 1}, "predict[1].set: leads nowhere in the scenario: there is no 'adam'"),
    ((*FIRST, "view"), {"y": "los"}, "predict[1].scenario: view.y: cannot be 'los'"),
    ((*FIRST, "then"), [{"say": "x"}], "predict[1].then[1]: say is not for a lesson"),
    ((*FIRST, "draw", "rate", "sets"), {"lanes.adam.x": 1}, "leads nowhere in the scenario"),
    ((*FIRST, "draw", "rate", "to"), 0.1, "predict[1].draw.rate: needs from and to"),
    (("predict", 1, "options"), [], 'predict[2].options: belongs to a question of kind = "choice"'),
    (("task", "goal"), "gd.los < 1", "task.goal: nothing of the lane 'gd'"),
    (("task", "solve"), None, "task.solve: is missing: a way to the goal"),
    (("task", "locked"), ["end"], "task.solve[1].press: presses 'end', which is locked"),
    (("text", "ja", "title"), None, "text.ja.title: is missing"),
    (("text", "ja", "predict", 1, "explain"), "?", "text.ja.predict[2].explain: must have the same values in {}"),
    (("text", "ja", "predict", 0, "options", 1, "why"), None, "text.ja.predict[1].options[2].why: stands in one"),
    (("text", "ja", "task"), None, "text.ja.task.text: is missing"),
]


@pytest.mark.parametrize(("path", "value", "told"), CASES, ids=[case[2][:60] for case in CASES])
def test_a_fault_is_told_with_its_key(path, value, told):
    found = problems(changed(path, value))
    assert any(told in problem for problem in found), found


def test_all_faults_are_told_at_once():
    tables = changed(("topic",), "x")
    tables["predict"][1]["holds"], tables["task"]["goal"] = "1", 3
    assert len(problems(tables)) == 2
    tables["predict"][1]["holds"], tables["text"]["ja"]["titel"] = "gd.loss < 1", "x"
    assert len(problems(tables)) == 3


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ((*FIRST, "options", 1, "holds"), "gd.loss < 1", "predict[1]: a and b hold with seed 0 and fast numerics"),
        ((*FIRST, "options", 0, "holds"), "gd.loss < 0", "predict[1]: no answer holds with seed 0"),
        ((*FIRST, "draw", "rate", "to"), 2.9, "predict[1].draw: no answer holds with rate = "),
    ],
)
def test_answers_are_computed(path, value, told):
    tables = changed(path, value)
    if "draw" in path:
        tables["predict"][0]["options"][1]["holds"] = "gd.loss > 1e9"
    found = [str(problem) for problem in answer_problems(lesson_of(tables, name="x"), Effort(2, 50))]
    assert any(told in problem for problem in found), found


#: questions of the other kinds, on a race of two lanes
NUMBERED = tomllib.loads(
    """
topic = "start"
title = "Numbers"
[scenario]
objective = { kind = "quadratic", eigenvalues = [1.0], start = [1.0] }
budget = { steps = 20 }
lanes = { slow = { optimizer = "gd", learning_rate = 0.1 }, still = { optimizer = "gd", learning_rate = 1e-9 }, fast = { optimizer = "gd", learning_rate = 0.5 } }
[[predict]]
kind = "step"
question = "When?"
explain = "Then."
answer = "first(fast.params.0 < 0.1)"
within = 1
[[predict]]
kind = "value"
question = "How far?"
explain = "So far."
answer = "at(1, slow.params.0)"
within_percent = 10
[[predict]]
kind = "order"
question = "In which order?"
explain = "So."
by = "first(LANE.params.0 < 0.5)"
"""
)


def numbered(place, **values):
    tables = copy.deepcopy(NUMBERED)
    tables["predict"][place].update(values)
    return {
        **tables,
        "predict": [{key: each for key, each in table.items() if each is not None} for table in tables["predict"]],
    }


def test_steps_values_and_orders_are_computed_on_the_race():
    lesson = lesson_of(NUMBERED, name="x")
    assert answer_problems(lesson) == []
    step, value, order = (answered(question, question.scenario()) for question in lesson.questions)
    # a half of the way is left after each step, 0.9 of it after one of slow
    assert step.right == ("4",)
    assert [given for given in map(str, range(21)) if step.accepts(given)] == ["3", "4", "5"]
    assert value.right == ("0.9",)
    assert value.near == pytest.approx((0.9, 0.09))
    assert [value.accepts(given) for given in ("0.81", "0.99", "9e-1", "0.8", "1", "", "x")] == [True] * 3 + [False] * 4
    # what never comes is last
    assert order.right == ("cab",)
    assert not order.accepts("cba")


@pytest.mark.parametrize(
    ("place", "values", "told"),
    [
        (0, {"answer": "fast.loss < 1"}, "predict[1].answer: must be a number"),
        (0, {"answer": None}, "predict[1].answer: must be an expression, for instance"),
        (0, {"within": None}, "predict[1].within: must say how far off an answer may be"),
        (0, {"within_percent": 5}, "predict[1].within: must say how far off an answer may be"),
        (0, {"within": -1}, "predict[1].within: must be a number from 0 on, not -1"),
        (1, {"within_percent": 100}, "predict[2].within_percent: must be a number from 0 to below 100"),
        (1, {"options": []}, 'predict[2].options: belongs to a question of kind = "choice"'),
        (2, {"by": "fast.loss"}, "predict[3].by: must name LANE"),
        (2, {"by": "LANE.los"}, "predict[3].by: nothing of the lane 'LANE' is called 'los'"),
        (2, {"lanes": ["fast"]}, "predict[3].lanes: 2 to 6 lanes can be ordered, here are 1"),
        (2, {"largest_first": 1}, "predict[3].largest_first: must be true or false"),
        (2, {"within": 1}, 'predict[3].within: belongs to a question of kind = "step" or "value"'),
    ],
)
def test_a_fault_of_the_other_kinds_is_told_with_its_key(place, values, told):
    found = problems(numbered(place, **values))
    assert any(told in problem for problem in found), found


@pytest.mark.parametrize(
    ("place", "values", "told"),
    [
        (0, {"answer": "first(fast.loss > 5)"}, "predict[1]: there is no answer with seed 0"),
        (0, {"within": 16}, "predict[1].within: is so wide that every step is right"),
        (2, {"by": "first(LANE.params.0 < 2)"}, "predict[3]: abc and bac and acb are right, since lanes are equal"),
    ],
)
def test_a_question_without_one_answer_is_told(place, values, told):
    found = [str(problem) for problem in answer_problems(lesson_of(numbered(place, **values), name="x"))]
    assert any(told in problem for problem in found), found


@pytest.mark.parametrize("text", ["0.05", "-2", "+3.", ".5", "1e-3", "2E4", "−0.1"])
def test_a_number_is_read_as_it_is_written(text):
    assert read_number(text) == float(text.replace("−", "-"))


@pytest.mark.parametrize("text", ["", "e", "1_000", "nan", "inf", "1e999", "٣", "0x10", "1 2"])
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


def test_an_answer_that_the_seed_decides_is_told_unless_the_lesson_says_so():
    tables = changed(("scenario", "objective", "noise"), 1.0)
    tables["predict"] = tables["predict"][:1]
    tables["predict"][0].pop("draw")
    tables["predict"][0]["options"][0]["holds"] = "gd.params.0 < 0"
    tables["predict"][0]["options"][1]["holds"] = "gd.params.0 >= 0"
    tables["scenario"]["lanes"]["gd"]["optimizer"] = "sgd"
    del tables["text"]
    found = [str(problem) for problem in answer_problems(lesson_of(tables, name="x"))]
    assert any("say depends_on_seed = true" in problem for problem in found), found
    tables["predict"][0]["depends_on_seed"] = True
    assert answer_problems(lesson_of(tables, name="x")) == []


def test_draws_are_the_same_for_the_same_return_and_lie_within():
    draws = lesson_of(TABLES, name="x").questions[0].draws
    assert drawn(draws, "x", 1) == drawn(draws, "x", 1)
    values = {drawn(draws, "x", number)["rate"] for number in range(200)}
    assert len(values) > 20
    assert min(values) >= 0.3
    assert max(values) <= 0.6
    assert len({drawn_seed("x", number) for number in range(50)}) > 30


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([case[0] for case in CASES]), anything)
def test_whatever_stands_in_a_place_is_read_or_told(path, value):
    with suppress(LessonError):
        lesson_of(changed(path, "" if value is None else value), name="x")


#: whatever else is added need not be translated
SHIPPED = (
    *("adagrad", "adam", "batch-and-rate", "batch-size", "convex-cycle", "eight-steps", "gradient-descent"),
    *(
        "learning-rate",
        "momentum",
        "momentum-noise",
        "nesterov",
        "noise-on-saddle",
        "rate-decay",
        "rmsprop",
        "saddle-point",
        "second-moment",
    ),
    *("warm-up", "weight-decay-kinds", "when-to-stop", "which-is-better", "zero-gradient"),
)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_lesson_is_complete_in_japanese(name):
    lesson = load_lesson(name)
    assert set(lesson.texts) >= {"en", "ja"}
    english, japanese = lesson.texts["en"], lesson.texts["ja"]
    assert all(any(ord(char) > 0x3000 for char in each.question) for each in japanese.questions)
    assert english.title != japanese.title


@pytest.mark.parametrize("name", LESSONS)
def test_one_answer_holds_whatever_is_drawn(name, whole):
    few = settings.default.max_examples < settings.get_profile("steady").max_examples
    network = any(question.scenario().objective.has_data for question in load_lesson(name).questions)
    # a few seeds and draws where the same tests run once more on other versions
    effort = {"seeds": 1 if network else 2, "draws": 3} if few else {"seeds": 4, "draws": 15}
    check_lesson(name, **({} if whole else effort))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_that_is_there_by_name_is_there_by_its_file(name):
    assert load_lesson(LESSONS[name]).texts == load_lesson(name).texts


def test_a_name_that_is_none_says_which_there_are():
    with pytest.raises(LessonError, match="no lesson has this name"):
        load_lesson("nothing-of-the-kind")
