"""Results: a table, a picture, data frames and files, all of the same numbers as the command line gives."""

import base64
import csv
import io
import re
import sys
import types
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import optsim
from optsim.recording.reader import read
from optsim.recording.verification.verify import verify
from optsim.report.csv.table import as_csv

TABLE = {
    "title": "Bowl <b>",
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.5], "noise": 0.1, "start": [1.0, 1.0]},
    "budget": {"steps": 30, "seed": 5},
    "lanes": {
        "sgd": {"optimizer": "sgd", "learning_rate": 0.1},
        "far": {"optimizer": "gd", "learning_rate": 5.0},
    },
}


@pytest.fixture(scope="module")
def result():
    return optsim.run(TABLE)


def test_a_wrong_lane_or_quantity_is_told_with_the_right_one(result):
    for wrong, right in (("sdg", "did you mean 'sgd'"), ("adam", "there are: sgd, far")):
        with pytest.raises(KeyError, match=right):
            result[wrong]
    with pytest.raises(KeyError, match="did you mean 'grad_norm'"):
        result["sgd"]["gradnorm"]
    assert "sgd" in result
    assert "adam" not in result
    assert result.get("adam") is None


def test_it_is_shown_as_a_table(result):
    head, columns, *rows = repr(result).splitlines()
    assert head == "Bowl <b> · seed 5 · 30 steps"
    assert columns.split()[:4] == ["lane", "optimizer", "rate", "final"]
    assert [row.split()[1] for row in rows] == ["sgd", "far"]
    assert rows[1].endswith("diverged")


def test_a_notebook_has_a_picture_and_a_table_that_touch_nothing_around_them(result):
    html = result._repr_html_()
    picture, _, table = html.partition("\n")
    svg = base64.b64decode(re.search(r"base64,([^\"]+)", picture)[1])
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "<b>" not in html
    assert "<style" not in html
    cells = [[cell.text or "" for cell in row] for row in ET.fromstring(table).iter("tr")]
    assert [row[1] for row in cells] == ["lane", "sgd", "far"]


def test_the_table_is_that_of_csv(result):
    text = result.to_csv()
    assert text == "".join(as_csv(result.race))
    rows = list(csv.DictReader(io.StringIO(text)))
    for name, column in result.columns.items():
        for cell, row in zip(column, rows, strict=True):
            known = row[name]
            if known == "":
                # beyond the end of a lane CSV has nothing, arrays of whole numbers have what held last
                assert name in ("epoch", "evaluations") or np.isnan(cell)
            else:
                assert str(cell) == known or float(cell) == float(known)


def test_files_are_written_whole(result, tmp_path):
    assert result.to_csv(tmp_path / "a.csv", params=True) is None
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines()[0].endswith("params.0,params.1")


def test_a_recording_verifies_and_is_not_written_over(result, tmp_path):
    path = result.record(tmp_path / "a.jsonl")
    before = path.read_bytes()
    recording = read(path)
    assert recording.complete
    assert verify(path).same
    with pytest.raises(FileExistsError, match="overwrite=True"):
        result.record(path)
    assert path.read_bytes() == before
    result.record(path, every=5, params=True, overwrite=True)
    assert len(read(path).steps) < len(recording.steps)
    for every in (0, -1, 1.5, True):
        with pytest.raises(optsim.BadValueError, match="every"):
            result.record(tmp_path / "b.jsonl", every=every)
    assert not (tmp_path / "b.jsonl").exists()
    with pytest.raises(ValueError, match=r"ends in \.jsonl"):
        result.record(tmp_path / "a.txt")


def test_steps_and_seeds_that_were_given_are_those_of_its_scenario():
    again = optsim.run("regression", steps=7, seed=3)
    assert (again.scenario.steps, again.scenario.epochs, again.scenario.seed) == (7, None, 3)
    same = optsim.run(again.scenario)
    assert all(same[lane].loss.tobytes() == again[lane].loss.tobytes() for lane in again)


def test_without_matplotlib_the_picture_is_a_text(result, monkeypatch):
    monkeypatch.setattr("optsim.api.plot.find_spec", lambda _: None)
    assert "by step" in str(result.plot("grad_norm")).splitlines()[0]
    assert repr(result.plot()) == str(result.plot())
    assert "a sgd" in result.plot()
    with pytest.raises(KeyError, match="did you mean 'loss'"):
        result.plot("los")


class Axes:
    """What is drawn into, in place of matplotlib's own."""

    def __init__(self):
        self.curves, self.scale = {}, "linear"

    def plot(self, x, y, label, **_):
        self.curves[label] = np.array(y)

    def set_yscale(self, scale):
        self.scale = scale

    def set(self, **names):
        self.names = names

    def fill_between(self, x, low, high, **_):
        assert (np.asarray(low) <= np.asarray(high)).all()

    def legend(self):
        pass


def test_with_axes_all_points_are_drawn_on_the_scale_of_the_app(result):
    axes = result.plot(ax=Axes())
    assert axes.scale == "log"
    np.testing.assert_array_equal(axes.curves["sgd"], result["sgd"].loss)
    many = optsim.run(TABLE, seeds=3)
    axes = many.plot(ax=Axes())
    np.testing.assert_allclose(axes.curves["sgd"], np.median(many["sgd"].loss, axis=0))


def test_a_library_that_is_missing_is_told(result, monkeypatch):
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(optsim.MissingLibraryError, match=f"pip install {name}"):
            getattr(result, f"to_{name}")()


def test_a_library_that_is_there_is_given_the_columns(result, monkeypatch):
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, types.SimpleNamespace(DataFrame=dict))
        assert list(getattr(result, f"to_{name}")()) == list(result.columns)


def test_several_seeds_have_the_bits_of_each():
    result = optsim.run(TABLE, seeds=3, params=True)
    assert result.seeds == (5, 6, 7)
    sgd = result["sgd"]
    assert sgd.loss.shape == (3, 31)
    assert sgd.params.shape == (3, 31, 2)
    for place, seed in enumerate(result.seeds):
        alone = optsim.run(TABLE, seed=seed)["sgd"]
        assert sgd.loss[place].tobytes() == alone.loss.tobytes()
        assert sgd.final_loss[place] == alone.loss[-1]
    assert [status.value for status in result["far"].statuses] == ["diverged"] * 3
    assert len(result.columns["seed"]) == sum(len(each.columns["step"]) for each in result.by_seed.values())
    assert result.to_csv().count("\n") == 1 + len(result.columns["seed"])
    far = repr(result).splitlines()[-1].split()
    assert (far[0], far[-1]) == ("far", "3")
    assert result._repr_html_().startswith("<table>")


@pytest.mark.parametrize("seeds", [0, -1, True, "3", [1, 1], [], [-1], 2.5, [[1]], [1.0]])
def test_seeds_that_cannot_be_are_told(seeds):
    with pytest.raises(optsim.BadValueError):
        optsim.run(TABLE, seeds=seeds)
