"""A formula in place of a file is a race of seven lanes; a name that is misspelt is none."""

import numpy as np
import pytest

from optsim.scenario import ScenarioError, load
from optsim.scenario.of_formula import is_formula


@pytest.mark.parametrize(
    "text",
    [
        *("x**2 + 10*y**2", "sin(x)", "x[0]**2+x[1]**2", "-x", "x*pi", "1e-3*x**2", "x/2", "(x-1)**2"),
        # with a fault, which is told
        *("sine(x)", "x**2 + w**2", "2*x+3X", "x²*y"),
    ],
)
def test_what_is_meant_as_a_formula(text):
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "sadle",
        "x",
        "noisy-quadratik",
        "a+b",
        "folder/x",
        "3+4",
        "",
        "-",
        "my-x-file",
        "x.toml",
        "sin",
        "my (copy).toml",
        "run(1).jsonl",
        "adam-2",
    ],
)
def test_what_is_not(text):
    assert not is_formula(text)


@pytest.mark.parametrize("text", ["x**2 + 10*y**2", "(1-x)**2 + 100*(y-x**2)**2", "sum(x**2)+x[2]", "abs(x)", "x**4"])
def test_its_race_has_seven_lanes_and_nobody_diverges_at_once(text):
    scenario = load(text)
    assert list(scenario.lanes) == ["gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"]
    race = scenario.race()
    race.advance(100)
    assert np.isfinite(race.history.loss).all()
    assert (race.history.loss[-1] < race.history.loss[0]).all()


def test_what_is_known_of_it_is_in_its_file():
    assert load("x**2 + 10*y**2").objective.minima == ((0.0, 0.0),)
    assert load("x[0]**4").objective.dim == 1
    assert load("sum(x**2)").objective.dim == 2
    with pytest.raises(ScenarioError, match="at most 1,000"):
        load("x[199999]**2")


def test_names_and_files_go_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x-y").write_text("title = 3\n")
    with pytest.raises(ScenarioError, match="must be a text"):
        load("x-y")
    assert load("saddle").name == "saddle"


def test_a_fault_is_told_with_its_place():
    with pytest.raises(ScenarioError) as error:
        load("x**2 + sine(y)")
    assert str(error.value).splitlines()[1:] == ["    x**2 + sine(y)", "           ^"]


@pytest.mark.parametrize(
    ("text", "start"),
    [("log(x)", 1.5), ("1/(x+1.5)", 1.5), ("exp(1000*x**2)", 0.5), ("sqrt(-x)", -1.5), ("log(x-30)", 50)],
)
def test_it_starts_where_it_has_a_value(text, start):
    assert load(text).objective.start == (start,)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["1/(x-x)", "log(-x**2)", "x/0"])
def test_a_formula_without_a_value_is_told_with_the_starts_that_were_tried(text):
    with pytest.raises(ScenarioError, match=r"has no value, or no gradient, at any .*tried \(-1.5, 1.5, .*own start"):
        load(text)
