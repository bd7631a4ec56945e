"""Old names of modules go on working for one release."""

import importlib
import sys
import warnings

import pytest

from optsim.moved import MOVED


@pytest.mark.parametrize("old", MOVED)
def test_an_old_name_is_the_module_of_the_new_one_and_warns(old, monkeypatch):
    name = f"optsim.{old}"
    monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.warns(DeprecationWarning, match=f"{name} has moved to optsim.{MOVED[old]}"):
        module = importlib.import_module(name)
    new = importlib.import_module(f"optsim.{MOVED[old]}")
    assert module is new
    assert new.__spec__.name == f"optsim.{MOVED[old]}"


def test_what_was_documented_is_found_under_its_old_name(monkeypatch):
    monkeypatch.delitem(sys.modules, "optsim.engine.fields", raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from optsim.engine.fields import Array, LearningRate, NoiseScale  # noqa: PLC0415
    assert all((Array, LearningRate, NoiseScale))


def test_a_name_that_never_was_is_told_as_by_python():
    with pytest.raises(ModuleNotFoundError, match=r"optsim\.engine\.feilds"):
        importlib.import_module("optsim.engine.feilds")
