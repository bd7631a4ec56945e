"""The samples of docs/adding.md keep to the rules of their kinds, and none of them is shipped."""

import importlib
import importlib.util
import sys
from pathlib import Path

import pytest

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES, facts
from optsim.languages import LANGUAGES
from optsim.lesson.bundled import LESSONS
from optsim.logs import LOG_FORMATS
from optsim.report import REPORT_FORMATS
from optsim.scenario.bundled import SCENARIOS
from optsim.screencast.formats import FILM_FORMATS
from optsim.testing import (
    check_film_format,
    check_language,
    check_lesson,
    check_log_format,
    check_objective,
    check_optimizer,
    check_panel,
    check_report_format,
    check_rule,
    check_scenario,
    check_schedule,
)
from optsim.tui.panels import PANELS
from tests.samples import samples

ROOT = Path(__file__).parents[1]
KINDS = {
    "optsim/engine/optimizers": (OPTIMIZERS, check_optimizer),
    "optsim/engine/objectives": (OBJECTIVES, check_objective),
    "optsim/engine/schedules": (SCHEDULES, check_schedule),
    "optsim/engine/stopping": (STOPPING_RULES, check_rule),
    "optsim/logs": (LOG_FORMATS, check_log_format),
    "optsim/report": (REPORT_FORMATS, check_report_format),
    "optsim/screencast/formats": (FILM_FORMATS, check_film_format),
    "optsim/tui/panels": (PANELS, check_panel),
    "optsim/words": (LANGUAGES, check_language),
    "scenarios": (SCENARIOS, check_scenario),
    "scenarios/lessons": (LESSONS, check_lesson),
}


def module_name(path):
    """The name of a file's module."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


PAGE = (ROOT / "docs/adding.md").read_text(encoding="utf-8")
SAMPLES = samples(PAGE)
#: the modules of samples that are not there
NEW = {module_name(path) for path in SAMPLES if not (ROOT / path).exists()}


def kind_of(path):
    """The kind of a sample, and the name that it bears."""
    place = Path(path)
    place = place.parent if place.name == "__init__.py" else place
    return *KINDS[str(place.parent)], place.stem


def test_there_is_one_sample_of_each_kind():
    assert sorted(str(kind_of(path)[0].kind) for path in SAMPLES) == sorted(each.kind for each, _ in KINDS.values())


@pytest.fixture
def _facts_are_forgotten():
    """Take the kinds of facts of a sample out again: it is not shipped."""
    before = {*facts.kinds()}
    yield
    for code, kind in [*facts.kinds().items()]:
        if code not in before and kind.__module__ in NEW:
            del facts._KINDS[code]


def module_of(path, folder, monkeypatch):
    """A sample as a module: of a clone to which it has been added, the one that is there."""
    if (name := module_name(path)) not in NEW:
        return importlib.import_module(name)
    file = folder / Path(path).name
    file.write_text(SAMPLES[path], encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    # dataclasses look for their module
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("_facts_are_forgotten")
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.endswith(".py")])
def test_a_sample_is_a_class_that_keeps_to_the_rules(path, tmp_path, monkeypatch):
    registry, check, name = kind_of(path)
    module = module_of(path, tmp_path, monkeypatch)
    made = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    (cls,) = (each for each in made if isinstance(each, type) and issubclass(each, registry.base))
    assert cls.name == name
    check(cls)


@pytest.mark.system
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.endswith(".toml")])
def test_a_sample_file_keeps_to_the_rules(path, tmp_path):
    _, check, _ = kind_of(path)
    file = tmp_path / Path(path).name
    file.write_text(SAMPLES[path], encoding="utf-8")
    check(file)
