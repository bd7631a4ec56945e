"""`--import` makes classes of a person's own nameable in files, in every command; a file never does."""

import json
import re
import subprocess
import sys

import click
import pytest

from optsim.cli.group import COMMANDS, cli
from optsim.cli.options import imported_again
from optsim.cli.serve import window_command
from optsim.languages import LANGUAGES
from optsim.registry.own_modules import OwnModule, OwnModuleError, OwnModules

MINE = '''
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import optsim


@optsim.OPTIMIZERS.register
@dataclass(frozen=True, kw_only=True)
class Mine(optsim.Optimizer):
    """θ ← θ − α sign(g)."""

    name: ClassVar[str] = "mine_own"
    learning_rate: optsim.LearningRate = 0.01

    def update(self, params, grad, state, step):
        return params - self.learning_rate * np.sign(grad), state


class Forgotten(Mine):
    """It has the name of another one."""
'''
SCENARIO = """
[objective]
kind = "quadratic"
eigenvalues = [1.0, 4.0]
start = [1.0, 1.0]
[budget]
steps = 20
[lanes.mine]
optimizer = "mine_own"
"""
#: commands that read no scenario file
WITHOUT = {"check-log", "render"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    (tmp_path / "own.toml").write_text(SCENARIO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def optsim(*words, code=0):
    done = subprocess.run([sys.executable, "-m", "optsim", *words], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    return done


def test_every_command_that_reads_scenarios_has_it():
    with click.Context(cli) as context:
        for name in COMMANDS.keys() - WITHOUT:
            options = [option for each in cli.get_command(context, name).params for option in each.opts]
            assert "--import" in options, name


@pytest.mark.system
def test_a_class_is_nameable_in_all_that_is_done_with_a_file(folder):
    assert "no optimizer is named 'mine_own'" in optsim("check", "own.toml", code=2).stderr
    assert "fine, 1 lane" in (checked := optsim("--import", "mine", "check", "own.toml")).stdout
    assert "mine: no file can name the class Forgotten: put @optsim.OPTIMIZERS.register" in checked.stderr
    assert "mine_own" in optsim("list", "--import", "./mine.py").stdout
    assert "mine  Mine" in optsim("show", "own.toml", "--import", "mine").stdout
    optsim("replay", "own.toml", "--import", "mine", "--out", "own.jsonl")
    assert "the same" in optsim("replay", "--verify", "own.jsonl", "--import", "mine").stdout
    sweep = optsim("sweep", "own.toml", "--vary", "learning_rate=0.01,0.1", "--format", "json", "--import", "mine.py")
    assert json.loads(sweep.stdout)["columns"]["lane"] == ["mine", "mine"]
    optsim("record", "own.toml", "-o", "own.cast", "--size", "60x18", "--import", "mine")
    assert (folder / "own.cast").stat().st_size > 1000


@pytest.mark.parametrize(
    ("named", "text", "fault", "detail"),
    [
        ("a-b", None, "no_name", ""),
        ("a-b.py", "", "no_name", ""),
        ("nowhere.py", None, "no_file", ""),
        ("nowhere_at_all", None, "not_found", "."),
        ("own_a.nowhere", "", "not_found", "."),
        ("json.py", "", "taken", "json"),
        ("own_b.py", "x = 1\nraise KeyError('x')", "raises", r"KeyError: 'x' \(own_b.py, line 2\)"),
        ("own_c", "x = (", "raises", "SyntaxError: .*line 1"),
        ("own_d", "import nowhere_at_all", "raises", "No module named 'nowhere_at_all'"),
        ("own_e", "raise SystemExit", "raises", "SystemExit"),
        ("own_h", "class Skipped(BaseException): ...\n\nraise Skipped('here')", "raises", "Skipped: here"),
        ("own_f.py", "def f():\n    return 1 / 0\n\nf()", "raises", r"own_f.py, line 2"),
    ],
)
def test_what_cannot_be_imported_is_told_in_a_sentence(folder, named, text, fault, detail):
    if text is not None:
        (folder / f"{named.removesuffix('.py').partition('.')[0]}.py").write_text(text, encoding="utf-8")
    with pytest.raises(OwnModuleError) as told:
        OwnModules().load(named)
    assert told.value.fault == fault
    assert re.search(detail, told.value.detail)
    for language in ("en", "ja"):
        sentence = LANGUAGES[language]().text(f"failure.import_{fault}", name=named, detail=told.value.detail)
        assert named in sentence
        assert "\n" not in sentence


def test_what_a_module_prints_is_no_data(folder, capfd):
    (folder / "own_i.py").write_text("print('loaded')", encoding="utf-8")
    OwnModules().load("own_i")
    assert capfd.readouterr() == ("", "loaded\n")


def test_a_module_is_known_with_its_folder_and_takes_nobodys_place(folder):
    modules = OwnModules()
    (folder / "own_g.py").write_text("HERE = __name__", encoding="utf-8")
    assert modules.load("own_g.py").HERE == "own_g"
    assert modules.load("own_g") is modules.load("./own_g.py")
    assert modules.imported == (OwnModule("own_g", str(folder)),)
    assert sys.path[-1] == str(folder)


def test_another_process_can_import_the_same(folder, monkeypatch):
    (folder / "own_h.py").write_text("", encoding="utf-8")
    modules = OwnModules()
    modules.load("own_h")
    modules.load("json")
    monkeypatch.setattr("optsim.registry.own_modules.OWN_MODULES", modules)
    assert imported_again() == [str(folder / "own_h.py"), "json"]
    assert window_command(None, {"theme": None, "glyphs": None, "notation": None, "read_only": False})[-4:] == [
        "--import",
        str(folder / "own_h.py"),
        "--import",
        "json",
    ]
