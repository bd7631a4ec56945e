"""What other packages offer by entry points is found when it is needed, and never takes the program down."""

import functools
import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from optsim import Optimizer
from optsim.cli.list import REGISTRIES, registry_of
from optsim.registry import FileRegistry, Registry
from optsim.registry.entry_points import offers
from optsim.scenario.bundled import SCENARIOS
from tests.distributions import install
from tests.samples import samples

LION = """
from optsim.engine.optimizers.sgd import SGD

class Lion(SGD):
    name = "offered_lion"

class Nameless(SGD):
    name = ""

class Taken(SGD):
    name = "adam"

something = 3
"""
SCENARIO = """
title = "From elsewhere"
objective = { kind = "quadratic", eigenvalues = [1.0], start = [1.0] }
budget = { steps = 3 }
[lanes.gd]
optimizer = "gd"
"""


@pytest.fixture
def offer(tmp_path, monkeypatch):
    """Install a distribution: `offer({group: {name: value}}, files)`, its files by their paths."""

    monkeypatch.syspath_prepend(str(tmp_path))
    yield functools.partial(install, tmp_path)
    for module in [each for each in sys.modules if each.partition(".")[0].startswith("offered")]:
        del sys.modules[module]


def fresh():
    return Registry("optsim.engine.optimizers", Optimizer, "optimizer", "optsim.optimizers")


def test_a_class_of_another_package_is_found_by_its_name_and_listed(offer):
    offer({"optsim.optimizers": {"offered_lion": "offered_lions:Lion"}}, {"offered_lions.py": LION})
    registry = fresh()
    assert registry["offered_lion"].name == "offered_lion"
    assert {"adam", "offered_lion"} <= set(registry)
    assert registry.problems == ()
    assert "offered_lion" not in registry.own()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("lion", "offered_nowhere:Lion", "ModuleNotFoundError: No module named 'offered_nowhere'"),
        ("lion", "offered_lions:Tiger", "AttributeError: module 'offered_lions' has no attribute 'Tiger'"),
        ("lion", "offered_broken", "SyntaxError: invalid syntax (offered_broken.py, line 1)"),
        ("lion", "offered_exits", "SystemExit: 3"),
        ("lion", "offered_lions:something", "it is no class derived from optsim.engine.optimizer.Optimizer"),
        ("lion", "offered_lions:Nameless", "Nameless needs a class attribute `name` to be registered as optimizer"),
        ("lion", "offered_lions:Lion", "the class is named 'offered_lion': the entry point needs the same name"),
        (
            "adam",
            "offered_lions:Taken",
            "there is already another optimizer named 'adam': optsim.engine.optimizers.adam.Adam and offered_lions.Taken",
        ),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told_in_a_sentence(offer, name, value, why):
    files = {"offered_lions.py": LION, "offered_broken.py": "=", "offered_exits.py": "raise SystemExit(3)"}
    offer({"optsim.optimizers": {name: value, "offered_lion": "offered_lions:Lion"}}, files)
    registry = fresh()
    assert "adam" in registry
    assert registry.problems == (f"lions offers the optimizer {name!r} ({value}), which is left out: {why}",)
    # all else is there, what the same package offers included
    assert list(registry) == sorted(
        {*registry.own(), "offered_lion"} - ({"offered_lion"} if name == "offered_lion" else set())
    )
    with pytest.raises(KeyError) as caught:
        registry["tiger"]
    assert why in caught.value.args[0]


def test_of_two_packages_with_one_name_the_first_has_it(offer):
    offer({"optsim.optimizers": {"offered_lion": "offered_one:Lion"}}, {"offered_one.py": LION}, "b")
    offer({"optsim.optimizers": {"offered_lion": "offered_two:Lion"}}, {"offered_two.py": LION}, "a")
    registry = fresh()
    assert registry["offered_lion"].__module__ == "offered_two"
    (problem,) = registry.problems
    assert problem.startswith(
        "b offers the optimizer 'offered_lion' (offered_one:Lion), which is left out: there is already"
    )


def test_a_package_brings_a_folder_of_scenarios(offer, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.toml").touch()
    files = {
        "offered_course/__init__.py": "",
        "offered_course/saddles.toml": SCENARIO,
        "offered_course/mine.toml": SCENARIO,
    }
    offer({"optsim.scenarios": {"course": "offered_course"}}, files)
    registry = FileRegistry(lambda: own, ".toml", "scenario", "optsim.scenarios")
    assert registry.own() == ["mine"]
    assert registry["saddles"] == tmp_path / "offered_course/saddles.toml"
    assert registry["mine"] == own / "mine.toml"
    (problem,) = registry.problems
    assert "there is already another scenario named 'mine'" in problem


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("offered_course:FOLDER", ""),
        ("offered_course:NOWHERE", "it is neither a package nor the path of a folder"),
        ("offered_course.empty", "no file there ends in .toml"),
        ("offered_course.module", "it is neither a package nor the path of a folder"),
    ],
)
def test_the_folder_may_be_a_path_and_must_hold_something(offer, tmp_path, value, why):
    names = "from pathlib import Path\nFOLDER = Path(__file__).parent / 'files'\nNOWHERE = FOLDER / 'no'\n"
    files = {
        "offered_course/__init__.py": names,
        "offered_course/files/saddles.toml": SCENARIO,
        "offered_course/empty/__init__.py": "",
        "offered_course/module.py": "",
    }
    offer({"optsim.scenarios": {"course": value}}, files)
    registry = FileRegistry(lambda: tmp_path / "none", ".toml", "scenario", "optsim.scenarios")
    assert list(registry) == ([] if why else ["saddles"])
    assert [problem.partition("left out: ")[2] for problem in registry.problems] == ([why] if why else [])


def test_every_kind_has_its_documented_group():
    catalogues = [SCENARIOS, *map(registry_of, REGISTRIES)]
    documented = set(
        re.findall(
            r"`(optsim\.\w+)` \| `check_", (Path(__file__).parents[2] / "docs/adding.md").read_text(encoding="utf-8")
        )
    )
    assert documented >= {each.group for each in catalogues}
    assert len({each.group for each in catalogues}) == len(catalogues)


def test_reading_entry_points_takes_no_metadata_where_nobody_offers_anything():
    code = (
        "import sys; from optsim import OPTIMIZERS; assert 'adam' in OPTIMIZERS; 'nobody' in OPTIMIZERS;"
        "assert 'importlib.metadata' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def zipped(folder):
    """Pack a folder of sys.path."""
    archive = shutil.make_archive(str(folder.with_name("packed")), "zip", folder)
    return [archive]


def renamed(old, new):
    """Give the folder with the metadata another name."""

    def place(folder):
        (folder / old).rename(folder / new)
        return [str(folder)]

    return place


@pytest.mark.parametrize(
    "place",
    [
        lambda folder: [str(folder)],
        lambda folder: [str(folder / "nowhere"), "", str(folder)],
        renamed("lions-1.0.dist-info", "lions-1.0.egg-info"),
        renamed("lions-1.0.dist-info", "lions-1.0.DIST-INFO"),
        zipped,
    ],
    ids=["folder", "after a place that is not there", "egg-info", "upper case", "archive"],
)
def test_what_is_read_is_what_python_finds(tmp_path, monkeypatch, place):
    install(folder := tmp_path / "site", {"optsim.optimizers": {"offered": "offered:It"}}, {"readme": ""})
    for each in place(folder):
        monkeypatch.syspath_prepend(each)
    expected = importlib.metadata.entry_points(group="optsim.optimizers")
    assert [each.name for each in expected] == ["offered"]
    assert offers("optsim.optimizers") == list(expected)
    assert offers("optsim.panels") == []


def test_an_importer_that_has_packages_of_its_own_is_asked(monkeypatch):
    class Distribution(importlib.metadata.Distribution):
        def read_text(self, filename):
            return {"METADATA": "Name: own", "entry_points.txt": "[optsim.panels]\nown = own:Own\n"}.get(filename)

        def locate_file(self, path):
            return Path(path)

    class Finder:
        @staticmethod
        def find_spec(*_):
            return None

        @staticmethod
        def find_distributions(_):
            return [Distribution()]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    monkeypatch.setattr(sys, "path", [*sys.path, "another"])
    assert [each.name for each in offers("optsim.panels")] == ["own"]


@pytest.mark.system
def test_the_command_line_lists_what_is_offered_and_tells_what_cannot_be_used(offer, tmp_path, monkeypatch):
    offers = {
        "optsim.optimizers": {"offered_lion": "offered_lions:Lion", "tiger": "offered_lions:Tiger"},
        "optsim.scenarios": {"course": "offered_course"},
    }
    files = {
        "offered_lions.py": LION,
        "offered_course/__init__.py": "",
        "offered_course/saddles.toml": SCENARIO,
        "offered_course/spoilt.toml": "[",
    }
    offer(offers, files)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    listed = subprocess.run([sys.executable, "-m", "optsim", "list"], check=True, capture_output=True, encoding="utf-8")
    names = [line.split()[0] for line in listed.stdout.splitlines() if line.startswith("  ")]
    assert {"offered_lion", "saddles", "spoilt", "adam", "saddle"} <= set(names)
    assert "cannot be used: is not valid TOML" in listed.stdout
    assert listed.stderr == (
        "optsim: lions offers the optimizer 'tiger' (offered_lions:Tiger), which is left out: "
        "AttributeError: module 'offered_lions' has no attribute 'Tiger'\n"
    )
    replay = [sys.executable, "-m", "optsim", "replay", "saddles", "--format", "csv"]
    assert subprocess.run(replay, check=True, capture_output=True).stdout.count(b"\n") == 5


@pytest.mark.system
def test_a_lesson_of_another_package_is_checked_by_its_name(offer, tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs/adding.md").read_text(encoding="utf-8")
    lesson = samples(page)["scenarios/lessons/half-way.toml"]
    files = {"offered_lessons/__init__.py": "", "offered_lessons/half-way.toml": lesson}
    offer({"optsim.lessons": {"course": "offered_lessons"}}, files)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = [sys.executable, "-m", "optsim", "check", "half-way"]
    assert subprocess.run(command, check=True, capture_output=True).stdout.startswith(b"half-way: fine")
