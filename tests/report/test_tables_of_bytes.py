"""Formats of bytes: npz and Parquet hold what CSV does, with types."""

import csv
import io
import math

import numpy as np
import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.report import REPORT_FORMATS, Subject
from optsim.report.csv.table import as_csv
from optsim.report.npz import NPZ
from tests.report.support import ENDS, EPOCHS, finished

QUANTITIES = ("loss", "validation_loss", "grad_norm", "update_norm", "learning_rate", "cosine")


def lines_of(race):
    text = "".join(as_csv(race, columns=("cosine",), with_params=True))
    return list(csv.DictReader(io.StringIO(text)))


def number(text):
    return float(text) if text else math.nan


@pytest.mark.parametrize("table", [ENDS, EPOCHS], ids=["ends", "epochs"])
def test_npz_holds_what_csv_does(table):
    scenario, race = finished(table, keep_params=True)
    subject = Subject(scenario, race, with_params=True, columns=("cosine",))
    # no file of it needs pickle, which numpy refuses by default
    arrays = np.load(io.BytesIO(b"".join(NPZ().pieces(subject))))
    lines, lanes = lines_of(race), list(race.runs)
    assert arrays["lane"].tolist() == lanes
    assert arrays["step"].tolist() == list(range(race.head + 1))
    assert int(arrays["seed"]) == race.seed
    assert arrays["status"].tolist() == [race.runs[name].status.value for name in lanes]
    for line in lines:
        at = int(line["step"]), lanes.index(line["lane"])
        for name in QUANTITIES:
            np.testing.assert_array_equal(arrays[name][at], number(line[name]))
        for i in range(race.objective.dim):
            np.testing.assert_array_equal(arrays["params"][at][i], number(line[f"params.{i}"]))
        if line["epoch"]:
            assert arrays["epoch"][at] == int(line["epoch"])


def test_npz_is_the_same_whenever_it_is_written():
    scenario, race = finished(ENDS)
    one, other = (b"".join(NPZ().pieces(Subject(scenario, race))) for _ in range(2))
    assert one == other
    assert "params" not in np.load(io.BytesIO(one))


@pytest.mark.parametrize("table", [ENDS, EPOCHS], ids=["ends", "epochs"])
def test_parquet_holds_what_csv_does(table):
    parquet = pytest.importorskip("pyarrow.parquet")
    scenario, race = finished(table, keep_params=True)
    subject = Subject(scenario, race, with_params=True, columns=("cosine",))
    found = parquet.read_table(io.BytesIO(b"".join(REPORT_FORMATS["parquet"]().pieces(subject))))
    lines = lines_of(race)
    assert found.column_names == list(lines[0])
    for row, line in zip(found.to_pylist(), lines, strict=True):
        for name, text in line.items():
            kind = str if name in ("lane", "status") else int if name in ("step", "epoch", "evaluations") else float
            assert (row[name] is None) == (text == "")
            if text:
                np.testing.assert_array_equal(row[name], kind(text))


def test_what_is_not_installed_is_told_with_a_way_out(monkeypatch):
    monkeypatch.setattr(REPORT_FORMATS["parquet"], "can_write", classmethod(lambda _: False))
    done = CliRunner().invoke(cli, ["replay", "saddle", "--steps", "3", "--format", "parquet"])
    assert done.exit_code == 2
    assert done.stderr == "optsim: --format parquet: it needs more to be installed: pip install 'optsim[parquet]'\n"


def test_bytes_are_not_sent_to_a_terminal(monkeypatch):
    monkeypatch.setattr("optsim.console.standard_output.is_terminal", lambda _: True)
    done = CliRunner().invoke(cli, ["replay", "saddle", "--steps", "3", "--format", "npz"])
    assert done.exit_code == 2
    assert "give a file, --out race.npz for instance" in done.stderr


def test_they_are_to_a_pipe():
    done = CliRunner().invoke(cli, ["replay", "saddle", "--steps", "3", "--format", "npz"])
    assert np.load(io.BytesIO(done.stdout_bytes))["loss"].shape == (4, 7)
