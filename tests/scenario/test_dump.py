"""A scenario written to a file is the same scenario when it is loaded."""

import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Literal, get_args, get_origin

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, Scenario
from optsim.engine.lane import Lane
from optsim.engine.lane_label import Fork
from optsim.engine.settings import declared
from optsim.playback import edits
from optsim.scenario import load, names
from optsim.scenario.dump import scenario_files

VALID = sorted((Path(__file__).parent / "valid").glob("*.toml"))


def settings_of(instance):
    """All settings as plain values, nested ones too."""
    plain = {name: getattr(instance, name) for name in declared(type(instance))}
    if "data" in plain:
        plain["data"] = settings_of(plain["data"])
    if plain.get("table") is not None:
        plain["table"] = plain["table"].tolist()
    return type(instance).__name__, plain


def same(one, other):
    assert settings_of(one.objective) == settings_of(other.objective)
    assert dict(one.lanes) == dict(other.lanes)
    assert list(one.lanes) == list(other.lanes)
    for field in fields(Scenario):
        if field.name not in ("objective", "lanes", "name", "reading", "sweep"):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    if one.sweep is not None:
        assert vars(one.sweep) == vars(other.sweep)


def there_and_back(scenario, folder, **options):
    for name, text in scenario_files(scenario, "saved", **options).items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder / "saved.toml")


@pytest.mark.parametrize("source", [*names(), *VALID], ids=lambda source: getattr(source, "stem", source))
def test_every_scenario_comes_back(source, tmp_path):
    scenario = load(source)
    same(there_and_back(scenario, tmp_path), scenario)


def test_a_table_of_examples_is_written_beside(tmp_path):
    scenario = load(VALID[0].parent / "csv-data.toml")
    assert set(scenario_files(scenario, "saved")) == {"saved.toml", "saved-data.csv"}
    again = there_and_back(scenario, tmp_path)
    assert np.array_equal(again.objective.data.table, scenario.objective.data.table)
    one, other = scenario.race(), again.race()
    one.seek(20), other.seek(20)
    assert one.history.loss.tobytes() == other.history.loss.tobytes()


def values(setting, kind):
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    low, high = setting.above or setting.least or 0, setting.below or setting.most or 10
    if kind is int:
        return st.integers(int(low) + (setting.above is not None), int(high) - (setting.below is not None))
    span = st.floats(low, high, exclude_min=setting.above is not None, exclude_max=True, allow_subnormal=False)
    return st.booleans() if kind is bool else span


@st.composite
def optimizers(draw):
    cls = OPTIMIZERS[draw(st.sampled_from(list(OPTIMIZERS)))]
    return cls(**{name: draw(values(each.setting, each.type)) for name, each in declared(cls).items()})


@st.composite
def scenarios(draw):
    texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
    lane_names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "C", "M"]), min_size=1, max_size=20)
    objective = OBJECTIVES["quadratic"](
        eigenvalues=tuple(draw(st.lists(st.floats(0.001, 1e6), min_size=2, max_size=3))),
        noise=draw(st.just("curvature") | st.floats(0, 3)),
    )
    lanes = []
    for name in draw(st.lists(lane_names, min_size=1, max_size=4, unique_by=edits.normal_name)):
        schedule = draw(st.sampled_from([None, SCHEDULES["cosine"](steps=30, final=0.1)]))
        lane = Lane(edits.normal_name(name), draw(optimizers()), schedule)
        for step in sorted(draw(st.sets(st.integers(1, 50), max_size=3))):
            changed = {key: getattr(draw(optimizers()), key, None) for key in ("learning_rate",)}
            lane = lane.edited(step, replace(lane.at(step), **changed))
        sized = objective.noise == "curvature" and not lane.optimizer.exact
        lane = lane._replace(
            fork=draw(st.sampled_from([None, Fork('a "b"', 3)])),
            title=draw(texts).strip(),
            batch_size=draw(st.none() | st.integers(1, 10**6)) if sized else None,
            start=draw(st.none() | st.tuples(*[st.floats(-1e6, 1e6)] * objective.dim)),
        )
        lanes.append(lane)
    return Scenario(
        objective=objective,
        lanes={lane.name: lane for lane in lanes},
        steps=draw(st.integers(1, 10**6)),
        seed=draw(st.integers(0, 2**63 - 1)),
        target_loss=draw(st.none() | st.floats(-1e9, 1e9)),
        title=draw(texts).strip(),
        description=draw(st.lists(texts, max_size=3).map("\n".join)).strip(),
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_any_scenario_comes_back(scenario, tmp_path):
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    same(there_and_back(scenario, tmp_path), scenario)


def test_what_was_done_in_the_app_replays_to_the_same_numbers(tmp_path):
    scenario = load("noisy-quadratic")
    scenario = edits.tuned(scenario, "adam", 40, {"learning_rate": 0.2, "beta1": 0.5})
    scenario, copy = edits.forked(scenario, "adam", 60)
    scenario = edits.scaled_rate(scenario, copy, 60, 1.25)
    scenario = edits.deleted(edits.renamed(scenario, "sgd", "勾配"), "gd")
    scenario, _ = edits.added(scenario, OPTIMIZERS["rmsprop"](learning_rate=0.003))
    race, again = scenario.race(seed=11), there_and_back(scenario, tmp_path, seed=11).race()
    race.seek(200), again.seek(200)
    for column in ("loss", "grad_norm", "update_norm", "learning_rate", "params"):
        assert race.history[column].tobytes() == again.history[column].tobytes()
    assert race.ends == again.ends


def test_defaults_are_left_out():
    text = scenario_files(load("saddle"), "saved")["saved.toml"]
    assert "bias_correction" not in text
    assert 'optimizer = "adam"\nlearning_rate = 0.05\n' in text
