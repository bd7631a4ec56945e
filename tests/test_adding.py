"""The samples of docs/adding.md keep to the rules of their kinds, and none of them is shipped."""

import importlib.util
import sys
from pathlib import Path

import pytest

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES
from optsim.languages import LANGUAGES
from optsim.report import REPORT_FORMATS
from optsim.scenario.bundled import SCENARIOS
from optsim.screencast.formats import FILM_FORMATS
from optsim.testing import (
    check_film_format,
    check_language,
    check_objective,
    check_optimizer,
    check_report_format,
    check_rule,
    check_scenario,
    check_schedule,
)
from tests.samples import samples

ROOT = Path(__file__).parents[1]
KINDS = {
    "optsim/engine/optimizers": (OPTIMIZERS, check_optimizer),
    "optsim/engine/objectives": (OBJECTIVES, check_objective),
    "optsim/engine/schedules": (SCHEDULES, check_schedule),
    "optsim/engine/stopping": (STOPPING_RULES, check_rule),
    "optsim/report": (REPORT_FORMATS, check_report_format),
    "optsim/screencast/formats": (FILM_FORMATS, check_film_format),
    "optsim/words": (LANGUAGES, check_language),
    "scenarios": (SCENARIOS, check_scenario),
}


PAGE = (ROOT / "docs/adding.md").read_text(encoding="utf-8")
SAMPLES = samples(PAGE)


def kind_of(path):
    """The kind of a sample, and the name that it bears."""
    place = Path(path)
    place = place.parent if place.name == "__init__.py" else place
    return *KINDS[str(place.parent)], place.stem


def test_there_is_one_sample_of_each_kind():
    assert sorted(str(kind_of(path)[0].kind) for path in SAMPLES) == sorted(each.kind for each, _ in KINDS.values())


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.endswith(".py")])
def test_a_sample_is_a_class_that_keeps_to_the_rules(path, tmp_path, monkeypatch):
    registry, check, name = kind_of(path)
    file = tmp_path / Path(path).name
    file.write_text(SAMPLES[path], encoding="utf-8")
    module_name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    spec = importlib.util.spec_from_file_location(module_name, file)
    module = importlib.util.module_from_spec(spec)
    # dataclasses look for their module
    monkeypatch.setitem(sys.modules, module_name, module)
    spec.loader.exec_module(module)
    made = [each for each in vars(module).values() if getattr(each, "__module__", "") == module_name]
    (cls,) = (each for each in made if isinstance(each, type) and issubclass(each, registry.base))
    assert cls.name == name
    check(cls)


@pytest.mark.system
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.endswith(".toml")])
def test_a_sample_scenario_keeps_to_the_rules(path, tmp_path):
    file = tmp_path / Path(path).name
    file.write_text(SAMPLES[path], encoding="utf-8")
    check_scenario(file)
