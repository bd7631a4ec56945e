"""Classes: drawn, or from a file whose target may be text; saved and read again they are the same."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import OBJECTIVES, Scenario, load
from optsim.engine.data.classes import Classes
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import NUMERICS
from optsim.engine.settings import BadValueError
from optsim.scenario.dump import scenario_files
from optsim.scenario.problems import ScenarioError

LANES = {"gd": {"optimizer": "gd", "learning_rate": 0.1}}
ROWS = ["1,5,no", "2,6,yes", "3,4,no", "4,9,maybe", "5,5,yes", "6,2,maybe"]


def scenario(data, files=None, kind="softmax"):
    table = {"objective": {"kind": kind, "data": data}, "budget": {"epochs": 3}, "lanes": LANES}
    return Scenario.from_dict(table, files=files or {})


def test_a_target_of_texts_has_classes_with_their_names(tmp_path):
    files = {"d.csv": "\n".join(["a,b,what", *ROWS])}
    known = scenario({"path": "d.csv", "validation": 0.0}, files)
    assert known.objective.classes == ("maybe", "no", "yes")
    split = known.objective.bind(Noise(2)).examples
    order = Noise(2).generator(3).permutation(6)
    assert split.targets[:, 0].tolist() == [("maybe", "no", "yes").index(ROWS[row].split(",")[2]) for row in order]
    assert np.allclose(split.inputs.mean(axis=0), 0)
    assert np.allclose(split.inputs.std(axis=0), 1)
    # saved, the file has numbers, and the scenario their names
    saved = scenario_files(known, "s")
    for name, text in saved.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = load(tmp_path / "s.toml")
    assert again.objective.classes == known.objective.classes
    assert np.array_equal(again.objective.bind(Noise(2)).examples.targets, split.targets)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        ({"path": "d.csv"}, "logistic", "has 3 classes, and two are possible"),
        ({"path": "d.csv", "labels": ["a", "b", "c"]}, "softmax", "labels: are for a target of numbers"),
        ({"path": "d.csv", "classes": 2}, "softmax", "classes: has no meaning together with path"),
        ({"kind": "moons", "classes": 3}, "softmax", "classes: is 3, but moons are two"),
        ({"kind": "blobs", "labels": ["a"]}, "softmax", "labels: belongs to a file"),
        ({"path": "d.csv", "target": "a", "inputs": ["b"], "labels": ["a"]}, "softmax", "labels: are 1 for 6 classes"),
        ({"path": "d.csv"}, "mlp", "what is predicted is a number"),
    ],
)
def test_what_cannot_be_says_why(data, kind, message):
    with pytest.raises(ScenarioError, match=message):
        scenario(data, {"d.csv": "\n".join(["a,b,what", *ROWS])}, kind)


@pytest.mark.parametrize("kind", ["moons", "circles", "spirals", "blobs"])
@pytest.mark.parametrize("numerics", NUMERICS.values(), ids=list(NUMERICS))
def test_drawn_classes_are_as_frequent_as_was_said(kind, numerics):
    number = 2 if kind in {"moons", "circles"} else 5
    data = Classes(kind=kind, classes=number, examples=400, imbalance=1.0, validation=0.0)
    counts = np.bincount(data.bind(Noise(1), numerics).targets[:, 0].astype(int), minlength=number)
    shares = 1 / np.arange(1, number + 1)
    assert counts.sum() == 400
    assert counts == pytest.approx(400 * shares / shares.sum(), abs=number)


def test_losses_of_classes_are_exact_where_they_are_tiny_or_huge():
    table = np.array([[1.0, 1.0], [-1.0, 0.0]])
    data = Classes(kind="table", table=table, validation=0.0)
    for numerics in NUMERICS.values():
        two = OBJECTIVES["logistic"](data=data).bound(Noise(0), numerics)
        many = OBJECTIVES["softmax"](data=data).bound(Noise(0), numerics)
        for margin in (-1000.0, -3.0, 0.0, 1e-9, 3.0, 50.0, 700.0):
            expected = np.logaddexp(0.0, -margin)
            assert two.loss(np.array([margin, 0.0])) == pytest.approx(expected, rel=1e-14)
            assert many.loss(np.array([0.0, margin, 0.0, 0.0]) - 5 * np.array([0, 0, 1, 1])) == pytest.approx(
                0.5 * (np.logaddexp(0.0, -margin) + np.logaddexp(0.0, -margin)), rel=1e-14
            )


def test_one_class_alone_is_told():
    table = np.array([[1.0, 3.0], [-1.0, 3.0]])
    with pytest.raises(BadValueError, match="target: has one value only, and what is classified has 2 to"):
        Classes(kind="table", table=table)
