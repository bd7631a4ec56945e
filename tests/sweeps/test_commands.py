"""The commands sweep and compare, and the same from Python."""

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

import optsim
from optsim.cli.group import cli
from optsim.sweeps.result import SweepResult
from tests.sweeps.support import LANES, RATES, scenario

FILE = """
[objective]
kind = "quadratic"
eigenvalues = [4.0, 0.2]
noise = 0.3
[budget]
steps = 40
[lanes.sgd]
optimizer = "sgd"
learning_rate = 0.05
[lanes.slow]
optimizer = "sgd"
learning_rate = 0.01
[lanes.adam]
optimizer = "adam"
"""
SWEEP = """
[sweep]
learning_rate = { from = 1e-3, to = 10, points = 5 }
seeds = 3
goal = "loss < 0.5"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bowl.toml"
    path.write_text(FILE + SWEEP)
    return path


def invoked(*arguments, code=0):
    """What a command prints, by standard output and standard error."""
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_a_report_has_a_line_a_lane_and_all_that_it_depends_on(file):
    report, _ = invoked("sweep", file)
    for expected in (
        "learning_rate (5 values)",
        "3 seeds, 0 to 2",
        "40 steps",
        "loss < 0.5",
        "sgd",
        "adam",
        "diverged",
    ):
        assert expected in report
    assert "edge of its grid" not in report
    edged, _ = invoked("sweep", file, "--vary", "learning_rate=1e-3..1e-2:3")
    assert "adam: the best lies at the edge of its grid (learning_rate)" in edged


def test_a_report_of_trials_says_what_tuning_is_worth(tmp_path):
    path = tmp_path / "drawn.toml"
    path.write_text(FILE + "[sweep]\nlearning_rate = { from = 1e-3, to = 1 }\ntrials = 6\nseeds = 2")
    report, _ = invoked("sweep", path)
    assert "6 trials drawn from learning_rate" in report
    (line,) = (each for each in report.split("expected best of k trials")[1].splitlines() if each.startswith("sgd"))
    values = [float(each) for each in line.split()[1:]]
    assert len(values) == 3
    assert values == sorted(values, reverse=True)


def test_a_table_is_in_the_order_of_cells_with_all_digits(file):
    out, _ = invoked(
        "sweep", file, "--format", "csv", "--seeds", "2", "--vary", "adam.beta1=0.5,0.9", "--goal", "final"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == [
        *("cell", "lane", "seed", "learning_rate", "adam.beta1"),
        *("steps", "status", "final_loss", "best_loss", "best_step", "goal_step"),
    ]
    assert len(rows) == 2 * (2 * 5 + 5 * 2)
    assert [int(row["cell"]) for row in rows] == sorted(int(row["cell"]) for row in rows)
    diverged = [row for row in rows if row["status"] == "diverged"]
    assert diverged
    assert {row["final_loss"] for row in diverged} == {""}
    known = next(row for row in rows if row["lane"] == "sgd" and row["seed"] == "1")
    lanes = {"sgd": {"optimizer": "sgd", "learning_rate": float(known["learning_rate"])}}
    alone = optsim.run(
        {
            "objective": {"kind": "quadratic", "eigenvalues": [4.0, 0.2], "noise": 0.3},
            "budget": {"steps": 40},
            "lanes": lanes,
        },
        seed=1,
    )
    assert float(known["final_loss"]) == alone["sgd"].loss[-1]


def test_other_formats_have_the_same_columns(file):
    text, _ = invoked("sweep", file, "--format", "json")
    columns = json.loads(text)["columns"]
    table, _ = invoked("sweep", file, "--format", "csv")
    assert list(columns) == table.splitlines()[0].split(",")
    done = CliRunner().invoke(cli, ["sweep", str(file), "--format", "npz"])
    arrays = np.load(io.BytesIO(done.stdout_bytes))
    assert arrays["cell"].tolist() == columns["cell"]
    parquet = pytest.importorskip("pyarrow.parquet")
    done = CliRunner().invoke(cli, ["sweep", str(file), "--format", "parquet"])
    assert parquet.read_table(io.BytesIO(done.stdout_bytes)).to_pydict()["final_loss"] == columns["final_loss"]


def test_a_folder_is_gone_on_with_by_its_name_alone(file, tmp_path):
    first, told = invoked("sweep", file, "--out", tmp_path / "run")
    assert "1 blocks are in" in told
    assert invoked("sweep", "--resume", tmp_path / "run")[0] == first
    _, error = invoked("sweep", file, "--resume", tmp_path / "run", "--seeds", "3", code=2)
    assert "leave --seeds, SCENARIO out" in error
    _, error = invoked("sweep", file, "--out", tmp_path / "run", "--seeds", "9", code=2)
    assert "another plan" in error
    _, error = invoked("sweep", "--resume", tmp_path / "nowhere", code=2)
    assert "holds no sweep" in error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a scenario"),
        (["--vary", "learningrate=1,2"], "did you mean 'learning_rate'"),
        (["--vary", "learning_rate"], "is no axis"),
        (["--shard", "9/3"], "is no part"),
        (["--merge", "x"], "say which"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(file, arguments, message):
    _, error = invoked("sweep", *([file] if arguments else []), *arguments, code=2)
    assert message in error
    assert len(error.splitlines()) == 1


def test_a_verdict_is_a_sentence(file, tmp_path):
    out, _ = invoked("compare", file, "sgd", "slow", "--goal", "final")
    assert "sgd is better than slow by" in out
    assert "10 seeds" in out
    assert str(optsim.compare(str(file), "slow", "sgd", goal="final")) == out.splitlines()[0]
    assert "よい" in invoked("--lang", "ja", "compare", file, "sgd", "slow")[0]
    for name, lane in (("a", "sgd"), ("b", "slow")):
        text = "".join(part for part in FILE.replace(f"[lanes.{lane}]", "[lanes.own]").split("\n\n"))
        (tmp_path / f"{name}.toml").write_text(text)
        invoked("sweep", tmp_path / f"{name}.toml", "--seeds", "12", "--out", tmp_path / name)
    folders, _ = invoked("compare", tmp_path / "a", tmp_path / "b")
    assert "12 seeds" in folders or "better" in folders
    _, error = invoked("compare", file, "sgd", "slwo", code=2)
    assert "did you mean 'slow'" in error
    _, error = invoked("compare", file, code=2)
    assert "two lanes" in error


def test_a_program_gets_tidy_columns():
    result = optsim.sweep(scenario(), {"learning_rate": [0.01, 0.1]}, seeds=3, goal="final")
    assert isinstance(result, SweepResult)
    assert {len(column) for column in result.columns.values()} == {12}
    assert result.best("adam")["learning_rate"] == 0.1
    assert result.race(0).seed == 0
    with pytest.raises(KeyError, match="adam"):
        result.best("adamm")
    assert (
        optsim.sweep(
            {"objective": {"kind": "rosenbrock"}, "budget": {"steps": 5}, "lanes": LANES, "sweep": RATES}
        ).plan.runs
        == 30
    )


def test_data_frames_have_the_columns():
    result = optsim.sweep(scenario(), {"adam.beta1": [0.5, 0.9]}, seeds=2)
    pandas = pytest.importorskip("pandas")
    assert isinstance(result.to_pandas(), pandas.DataFrame)
    assert list(result.to_pandas().columns) == list(result.columns)
    polars = pytest.importorskip("polars")
    assert isinstance(result.to_polars(), polars.DataFrame)
    assert result.to_polars()["final_loss"].to_list() == result.columns["final_loss"]
