"""What is beyond all reason is refused while it is read: once, with its key and the limit, and at once."""

import time
import tomllib

import pytest

from optsim import Scenario, ScenarioError, load
from optsim.system import limits
from optsim.system.preferences import Preferences
from optsim.system.preferences import read as read_preferences

BASE = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.1]},
    "budget": {"steps": 10},
    "lanes": {"a": {"optimizer": "gd", "learning_rate": 0.1}},
}
NETWORK = {"kind": "mlp", "data": {"kind": "sine", "examples": 20}}
LANE = {"optimizer": "gd", "learning_rate": 0.1}
DIGITS = 10**4000
PATIENCE = {"rule": "patience", "monitor": "loss"}

TOO_LARGE = {
    "steps beyond the limit": ("budget.steps", {"budget": {"steps": limits.MOST_STEPS + 1}}),
    "steps beyond what JSON has": ("budget.steps", {"budget": {"steps": 2**53 + 1}}),
    "steps of 4000 digits": ("budget.steps", {"budget": {"steps": DIGITS}}),
    "a seed of 4000 digits": ("budget.seed", {"budget": {"steps": 1, "seed": -DIGITS}}),
    "a rate of 4000 digits": ("lanes.a.learning_rate", {"lanes": {"a": {**LANE, "learning_rate": DIGITS}}}),
    "many epochs": ("budget.epochs", {"objective": {**NETWORK, "batch_size": 1}, "budget": {"epochs": 10**9}}),
    "examples with 400 zeros": ("objective.data.examples", {"objective": {**NETWORK, "data": {"examples": 10**400}}}),
    "examples": ("objective.data.examples", {"objective": {**NETWORK, "data": {"examples": limits.MOST_EXAMPLES + 1}}}),
    "a wide layer": ("objective.hidden", {"objective": {**NETWORK, "hidden": [limits.MOST_UNITS + 1]}}),
    "two wide layers": ("objective", {"objective": {**NETWORK, "hidden": [9000, 9000]}}),
    "many layers": ("objective.hidden", {"objective": {**NETWORK, "hidden": [1] * 100_000}}),
    "a batch": ("objective.batch_size", {"objective": {**NETWORK, "batch_size": 10**30}}),
    "a dimension": ("objective.dim", {"objective": {"kind": "quadratic", "spectrum": "linear", "dim": 10**12}}),
    "a rotation": (
        "objective.rotation",
        {"objective": {"kind": "quadratic", "spectrum": "linear", "dim": 2000, "rotation": "random"}},
    ),
    "lanes": ("lanes", {"lanes": {f"l{number}": LANE for number in range(20_000)}}),
    "lanes and parameters": (
        "objective",
        {
            "objective": {"kind": "quadratic", "spectrum": "linear", "dim": limits.MOST_PARAMS},
            "lanes": {f"l{number}": LANE for number in range(100)},
        },
    ),
    "rules": ("early_stopping", {"early_stopping": [PATIENCE] * 1000}),
    "patience": ("early_stopping.patience", {"early_stopping": {**PATIENCE, "patience": 2**60}}),
    "edits": ("lanes.a.edits", {"lanes": {"a": {**LANE, "edits": [{"step": 1}] * 50_000}}}),
    "an edit": ("lanes.a.edits[1].step", {"lanes": {"a": {**LANE, "edits": [{"step": 2**60}]}}}),
    "a fork": ("lanes.a.fork.step", {"lanes": {"a": {**LANE, "fork": {"lane": "b", "step": 10**30}}}}),
    "a schedule": (
        "lanes.a.schedule.steps",
        {"lanes": {"a": {**LANE, "schedule": {"kind": "cosine", "steps": 2**62}}}},
    ),
    "acts": ("demo.do", {"demo": {"do": [{"wait": 1}] * 501}}),
    "a window": ("demo.size", {"demo": {"size": [10**30, 30]}}),
}


def nested(depth):
    table = {}
    for _ in range(depth):
        table = {"a": table}
    return table


@pytest.mark.parametrize("case", TOO_LARGE)
def test_a_number_beyond_the_limit_is_refused_with_its_key(case):
    key, changes = TOO_LARGE[case]
    began = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict({**BASE, **changes})
    assert key in [problem.key for problem in caught.value.problems], str(caught.value)
    assert len(str(caught.value)) < 2000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "changes",
    [
        {"budget": {"steps": limits.MOST_STEPS, "seed": limits.LARGEST_SEED}},
        {"lanes": {f"l{number}": LANE for number in range(limits.MOST_LANES)}},
        {"objective": {**NETWORK, "hidden": [1] * limits.MOST_LAYERS}},
        {"early_stopping": [PATIENCE] * limits.MOST_RULES},
        {"lanes": {"a": {**LANE, "edits": [{"step": step} for step in range(1, limits.MOST_EDITS + 1)]}}},
    ],
)
def test_what_is_at_the_limit_is_taken(changes):
    assert Scenario.from_dict({**BASE, **changes}).lanes


@pytest.mark.parametrize("table", [{**BASE, "x": nested(5000)}, {**BASE, "view": {"x": nested(17)}}])
def test_tables_in_tables_have_an_end(table):
    with pytest.raises(ScenarioError, match="nested more than"):
        Scenario.from_dict(table)


def test_a_table_that_holds_itself_is_refused():
    table = {**BASE}
    table["x"] = table
    with pytest.raises(ScenarioError, match="nested more than"):
        Scenario.from_dict(table)


def test_very_many_faults_are_not_all_told():
    table = {**BASE, **{f"wrong{number}": 1 for number in range(10_000)}}
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(table)
    assert len(caught.value.problems) == limits.MOST_FAULTS + 1
    assert "has more faults" in str(caught.value)


def test_a_list_of_more_values_than_anybody_writes_is_refused():
    with pytest.raises(ScenarioError, match="keys and values"):
        Scenario.from_dict({**BASE, "x": [0] * (limits.MOST_VALUES + 1)})


NASTY_TOML = {
    "nested lists": "x = " + "[" * 100_000,
    "nested tables": "x = " + "{a = " * 100_000,
    "a deep key": ".".join(["a"] * 200_000) + " = 1",
    "a deep header": f"[{'.'.join(['a'] * 200_000)}]",
    "a long key": f"{'k' * 500_000} = 1",
    "a long text": f'title = "{"x" * 500_000}"\nwrong = 1',
    "a hexadecimal number without end": f"[budget]\nsteps = 0x{'f' * 500_000}",
    "a number without end": f"[budget]\nsteps = {'9' * 500_000}",
    "many tables": "".join(f"[t{number}]\n" for number in range(60_000)),
    "many tables in one": "".join(f"[[t.x]]\na.b.c.d{number} = 1\n" for number in range(20_000)),
    "nine megabytes": "".join(f"[t.x{number}]\n" for number in range(700_000)),
}


@pytest.mark.parametrize("case", NASTY_TOML)
def test_a_file_that_only_costs_time_is_refused_at_once(tmp_path, case):
    file = tmp_path / "nasty.toml"
    file.write_text(NASTY_TOML[case])
    began = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(file) in str(caught.value)
    assert len(str(caught.value)) < 100_000
    assert time.perf_counter() - began < 8


@pytest.mark.parametrize(
    "text", ["[" * 60_000, f"{'.'.join(['a'] * 30_000)} = 1", f"theme = 0x{'f' * 50_000}", "x" * 70_000]
)
def test_settings_that_cannot_be_are_passed_over(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    found, warnings = read_preferences(file)
    assert found == Preferences()
    assert len(warnings) == 1
    assert str(file) in warnings[0]
    assert len(warnings[0]) < 500


@pytest.mark.parametrize(
    "names",
    [("\u00e9", "e\u0301"), ("\u212b", "\u00c5"), ("\ud55c", "\u1112\u1161\u11ab")],
)
def test_two_names_that_are_one_are_refused(names, tmp_path):
    table = {**BASE, "lanes": dict.fromkeys(names, LANE)}
    with pytest.raises(ScenarioError, match="in another spelling of its letters"):
        Scenario.from_dict(table)
    file = tmp_path / "twice.toml"
    lanes = "".join(f'[lanes."{name}"]\noptimizer = "gd"\nlearning_rate = 0.1\n' for name in names)
    file.write_text(f'{lanes}[budget]\nsteps = 1\n[objective]\nkind = "saddle"\n', encoding="utf-8")
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["lanes"]) == 2
    with pytest.raises(ScenarioError, match="in another spelling of its letters"):
        load(file)


def test_the_documentation_tells_the_limits():
    from pathlib import Path  # noqa: PLC0415

    text = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    named = (
        "MOST_STEPS",
        "MOST_LANES",
        "MOST_PARAMS",
        "MOST_EXAMPLES",
        "MOST_UNITS",
        "MOST_NUMBERS",
        "MOST_TURNED",
        "MOST_EDITS",
    )
    for name in named:
        assert f"{getattr(limits, name):,}" in text, name
