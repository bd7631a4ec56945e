"""The [demo] section: what it says is there, and whatever it says is a demo or a message."""

import math
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optsim.scenario import Scenario, ScenarioError, load, names
from optsim.scenario.bundled import folder
from optsim.scenario.demo.conditions import RACE_FACTS, lane_facts
from optsim.scenario.demo.demo import Act, Demo
from optsim.scenario.demo.key_names import NAMED_KEYS
from optsim.scenario.demo.section import VERBS
from optsim.scenario.dump import scenario_files

HERE = Path(__file__).parents[1]
BASE = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.1]},
    "budget": {"steps": 30},
    "lanes": {"adam": {"optimizer": "adam"}, "my lane": {"optimizer": "sgd"}},
}


def demo_of(section):
    return Scenario.from_dict(BASE | {"demo": section}).demo


def problems(section):
    with pytest.raises(ScenarioError) as caught:
        demo_of(section)
    return [str(problem) for problem in caught.value.problems]


def test_everything_that_a_demo_says_is_there():
    demo = load(HERE / "valid" / "demo.toml").demo
    assert (demo.size, demo.fps, demo.gap, demo.keys) == ((80, 24), 30, 0.0, True)
    assert {act.verb for act in demo.do} == set(VERBS)
    assert demo.do[0] == Act("say", "鞍点: 勾配はゼロ\nthe saddle: a gradient of zero")
    assert demo.do[2].value[:5] == ("space", "right", "shift+left", "shift+right", "?")
    assert demo.do[-1] == Act("say", "")


def test_how_long_a_caption_stays_can_be_said():
    assert demo_of({"do": [{"say": "here", "rest": 2}, {"say": "there"}]}).do == (
        Act("say", "here", 2.0),
        Act("say", "there"),
    )
    assert problems({"do": [{"press": "space", "rest": 2}]}) == [
        'demo.do[1].rest: is how long a caption stays, and belongs to say; for a pause there is "wait"'
    ]
    assert "demo.do[1].rest" in problems({"do": [{"say": "here", "rest": -1}]})[0]
    assert "demo.do[1].rest" in problems({"do": [{"say": "here", "rest": "long"}]})[0]
    assert problems({"do": [{"rest": 2}]}) == ['demo.do[1]: has no verb; "rest" stands beside say']


def test_a_demo_is_dumped_with_how_long_captions_stay(tmp_path):
    scenario = Scenario.from_dict(BASE | {"demo": {"do": [{"say": "here", "rest": 2}, {"say": "there"}]}})
    path = tmp_path / "again.toml"
    path.write_text(scenario_files(scenario, "again")["again.toml"], encoding="utf-8")
    assert load(path).demo == scenario.demo


def test_a_scenario_needs_no_demo():
    assert Scenario.from_dict(BASE).demo is None
    assert demo_of({}) == Demo()


def test_a_demo_made_in_python_is_taken():
    demo = Demo(do=(Act("wait", 1.0),))
    assert demo_of(demo) is demo
    assert demo_of({"do": [Act("wait", 1.0)]}) == demo


@pytest.mark.parametrize("key", ["a", "e", "f", "o", "u", "ctrl+p"])
def test_behind_a_key_that_makes_lanes_any_may_be_named(key):
    assert demo_of({"do": [{"press": key}, {"until": "adam 2.loss < 1"}]})
    assert problems({"do": [{"until": "adam 2.loss < 1"}, {"press": key}]}) == [
        "demo.do[1].until: no lane is named 'adam 2'; did you mean 'adam'?"
    ]


def test_no_more_acts_than_there_may_be():
    assert len(demo_of({"do": [{"wait": 0}] * 500}).do) == 500
    assert problems({"do": [{"wait": 0}] * 501}) == ["demo.do: has at most 500 tables, these are 501"]


def test_faults_of_the_demo_are_told_with_all_others():
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict({"demo": {"fps": "fast"}, "lanes": {}})
    keys = [problem.key for problem in caught.value.problems]
    assert {"objective", "lanes", "budget", "demo.fps"} <= set(keys)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)
seconds = st.floats(0, 60, allow_subnormal=False)
conditions = st.builds(
    "{}{} {} {!r}".format,
    st.sampled_from(["adam.", "my lane."]),
    st.sampled_from(sorted(lane_facts())),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.floats(-1e9, 1e9),
) | st.sampled_from([f"{fact} >= 3" for fact in RACE_FACTS])
tables = st.one_of(
    seconds.map(lambda value: {"wait": value}),
    st.lists(st.sampled_from([*NAMED_KEYS, "→", "x", "N", "⇧→", "^p", "?"]), min_size=1, max_size=4).map(lambda value: {"press": value}),
    texts.map(lambda value: {"type": value}),
    st.one_of(texts, st.just(""), st.tuples(texts, texts).map("\n".join)).map(lambda value: {"say": value}),
    texts.map(lambda value: {"mark": value}),
    texts.map(lambda value: {"expect": value}),
    conditions.map(lambda value: {"until": value}),
    st.floats(0.1, 100).map(lambda value: {"speed": value}),
    st.booleans().map(lambda value: {"show": value}),
)  # fmt: skip
sections = st.fixed_dictionaries(
    {"do": st.lists(tables, max_size=8)},
    optional={
        "size": st.tuples(st.integers(60, 300), st.integers(18, 100)).map(list),
        "fps": st.integers(1, 60),
        "gap": st.floats(0, 10),
        "keys": st.booleans(),
    },
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(section=sections)
def test_any_demo_comes_back_from_the_file_it_is_written_to(section, tmp_path):
    scenario = Scenario.from_dict(BASE | {"demo": section})
    for name, text in scenario_files(scenario, "saved").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(tmp_path / "saved.toml").demo == scenario.demo


_CHARACTERS = "abz 0159.+-<>=!\"'\\[]{}()#,\n\t\x00\x1b\u202eあ鞍\u0301☃\U0001f600_"


def mutated(rolls, section):
    """A section with something else in it: a value, a key or a table that nobody would write."""
    values = [
        None, True, -1, 0, 3, 1e308, -1e-9, math.inf, math.nan, 2**70, "", " ", "x" * 5000, "step >= 3", "adam.loss < 1e999",
        "__import__('os')", "→", "space", [], {}, [[]], ["space", 3], {"press": "x"}, [1, 2], [100, 30], [1e9, 30], "\x1b[2J", "\n" * 9,
        (), tuple("ab"), b"bytes", {"verb": "wait"}, ["space"] * 101,
    ]  # fmt: skip
    section = {**section, "do": [dict(table) for table in section["do"]]}
    for _ in range(rolls.randint(1, 3)):
        tables = section["do"] if isinstance(section.get("do"), list) else []
        table = rolls.choice(tables) if tables else {}
        match rolls.randrange(6) if isinstance(table, dict) else 5:
            case 0:
                table[rolls.choice(VERBS)] = rolls.choice(values)
            case 1 if table:
                verb = rolls.choice(list(table))
                table[_typo(rolls, verb)] = table.pop(verb)
            case 2 if table:
                verb = rolls.choice(list(table))
                table[verb] = _typo(rolls, table[verb]) if isinstance(table[verb], str) else [table[verb]]
            case 3:
                tables.insert(rolls.randint(0, len(tables)), rolls.choice(values))
            case 4:
                section[rolls.choice(["size", "fps", "gap", "keys", "do", "siez"])] = rolls.choice(values)
            case _:
                section[_typo(rolls, rolls.choice(["size", "fps", "gap", "keys"]))] = rolls.choice(values)
    return section


def _typo(rolls, text):
    at = rolls.randint(0, len(text))
    return text[:at] + rolls.choice(_CHARACTERS) * rolls.randint(0, 2) + text[at + rolls.randint(0, 2) :]


def fuzz(times, seed=0):
    """How many of so many mutated sections were refused; anything but a demo or a message raises."""
    rolls = random.Random(seed)
    good = [tomllib.loads((HERE / "valid" / "demo.toml").read_text(encoding="utf-8"))["demo"]]
    good += [table["demo"] for table in map(_tables, names()) if "demo" in table]
    refused = 0
    for _ in range(times):
        outcome = _outcome(mutated(rolls, rolls.choice(good)))
        if isinstance(outcome, ScenarioError):
            refused += 1
            for problem in outcome.problems:
                assert problem.key.startswith("demo") or "has more faults" in problem.message, outcome
                assert problem.message
        else:
            assert all(act.verb in VERBS for act in outcome.do)
    return refused


def _outcome(section):
    lanes = ["adam", "gd", "momentum", "diverging", "oscillating", "確率的 勾配", "a.b < 1"]
    try:
        return Scenario.from_dict(
            BASE | {"lanes": {lane: {"optimizer": "gd", "learning_rate": 0.1} for lane in lanes}, "demo": section}
        ).demo
    except ScenarioError as error:
        return error


def _tables(name):
    return tomllib.loads((folder() / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_mutated_section_is_a_demo_or_a_message():
    assert 100 < fuzz(400) < 400
