"""A table in place of a file is a race of networks on its last column, numbers or classes; what was decided is told."""

import numpy as np
import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.cli.inputs import files_of
from optsim.cli.logs.inputs import is_log
from optsim.scenario import ScenarioError, load


def written(tmp_path, rows, name="own.csv", separator=","):
    path = tmp_path / name
    path.write_text("".join(separator.join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


def cars(last=lambda x: 2 * x):
    return [("weight", "mpg"), *((x / 7, last(x)) for x in range(40))]


def test_a_column_of_numbers_is_predicted(tmp_path):
    path = written(tmp_path, cars())
    scenario = load(path)
    assert (scenario.title, scenario.name, scenario.objective.name) == ("own.csv", "own", "mlp")
    race = scenario.race(steps=100)
    race.advance(100)
    assert (race.history.loss[-1] < race.history.loss[0]).all()
    assert np.isfinite(race.history.validation_loss).all()


def test_a_column_of_texts_is_classes(tmp_path):
    scenario = load(written(tmp_path, cars(lambda x: "high" if x > 20 else "low"), "OWN.TSV", "\t"))
    assert scenario.objective.name == "classifier"


def test_what_was_decided_is_told_and_the_table_is_not_written_over(tmp_path):
    path = written(tmp_path, cars())
    done = CliRunner().invoke(cli, ["check", str(path)])
    assert done.stdout.startswith(f"{path}: fine, 6 lanes, 1000 steps\n")
    assert "mpg" in done.stdout
    assert "30 to train on, 10 held out" in done.stdout
    assert files_of(str(path)) == [path]
    assert CliRunner().invoke(cli, ["replay", str(path), "--out", str(path)]).exit_code == 2


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (None, "cannot be read"),
        ([], "is empty"),
        ([("a",), (1,)], "has one column"),
        ([("a", "b"), ("x", "y"), ("z", "w")], "what is predicted is a number"),
    ],
)
def test_a_table_that_cannot_be_learned_from_is_told_with_its_name(tmp_path, rows, reason):
    path = tmp_path / "own.csv" if rows is None else written(tmp_path, rows)
    with pytest.raises(ScenarioError, match=reason) as told:
        load(str(path))
    assert str(told.value).startswith(f"{path}: objective.data")


@pytest.mark.parametrize(
    ("heads", "watched"),
    [
        ("weight,mpg", False),
        ("sepal_length,species", False),
        ("1.5,2.5", False),
        ("step,loss", True),
        ("epoch,accuracy,val_accuracy", True),
        ("iter;train/reward", True),
        ("globalStep,trainLoss", True),
    ],
)
def test_a_training_log_is_watched_and_any_other_table_is_learned_from(tmp_path, heads, watched):
    path = tmp_path / "own.csv"
    path.write_text(f"{heads}\n1,2\n2,3\n", encoding="utf-8")
    assert is_log(str(path)) is watched
