from pathlib import Path

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS
from optsim.engine.history.quantities import QUANTITIES
from optsim.scenario import ScenarioError, load
from optsim.scenario.listing import Listing

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.toml"))
INVALID = sorted((HERE / "invalid").glob("*.toml"))
REGISTERED = {"objectives": OBJECTIVES, "optimizers": OPTIMIZERS, "quantities": QUANTITIES}


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_file_loads_and_runs(file):
    scenario = load(file)
    race = scenario.race()
    race.advance(scenario.steps)
    assert race.over
    assert scenario.name == file.stem


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_file_tells_every_fault_at_once(file):
    """The expected message stands beside the file, with {optimizers} and the like for all that there are."""
    with pytest.raises(ScenarioError) as caught:
        load(file)
    told = "\n".join(str(problem) for problem in caught.value.problems).replace(f"{file.parent}/", "")
    expected = file.with_suffix(".txt").read_text(encoding="utf-8")
    for name, registered in REGISTERED.items():
        expected = expected.replace(f"{{{name}}}", ", ".join(registered))
    assert told + "\n" == expected
    assert all(line.startswith(f"{file}: ") for line in str(caught.value).splitlines())


def test_every_expected_message_has_its_file():
    assert {file.stem for file in (HERE / "invalid").glob("*.txt")} == {file.stem for file in INVALID}


def test_everything_that_a_file_says_is_there():
    scenario = load(HERE / "valid" / "everything.toml")
    assert scenario.title == "Everything at once"
    assert scenario.description == "- **one**\n- two"
    assert scenario.listing == Listing("noise", 7, "all keys at once", ("all", "keys"))
    assert scenario.numerics == scenario.race().numerics == "strict"
    assert scenario.steps == 4 * 3
    assert scenario.seed == 2**64 - 1
    assert scenario.target_loss == 1e-9
    assert (scenario.view.x, scenario.view.y, scenario.view.scale) == ("examples", "validation_loss", "linear")
    first, second = scenario.early_stopping
    assert (first.patience, first.min_delta, first.start_from_epoch) == (2, 0.001, 1)
    assert (first.monitor, first.restore_best, first.halt) == ("validation_loss", False, False)
    assert (second.monitor, second.patience, second.restore_best, second.halt) == ("loss", 3, True, True)
    adam, rmsprop = scenario.lanes.values()
    assert (adam.optimizer.beta1, adam.optimizer.beta2, adam.optimizer.epsilon) == (0.8, 0.99, 0.0)
    assert adam.optimizer.bias_correction is False
    assert adam.learning_rate(12) == pytest.approx(0.001)
    assert rmsprop.optimizer.decay == 0.5
    assert rmsprop.learning_rate(0) == pytest.approx(0.001 / 3)
    assert (scenario.objective.hidden, scenario.objective.activation) == ((4, 3), "relu")
    assert (scenario.objective.batch_size, scenario.objective.weight_decay) == (3, 0.01)
    assert (scenario.objective.data.kind, scenario.objective.data.examples) == ("step", 12)


def test_csv_examples_are_read_with_and_without_a_line_of_names():
    named = load(HERE / "valid" / "csv-data.toml").objective.data
    np.testing.assert_array_equal(named.table, [[1, 2, 3.5], [2, 1, 2.5], [3, 4, 7], [4, 2, 5.5], [0, 1, 1]])
    assert (named.inputs, named.training_examples) == (2, 4)
    bare = load(HERE / "valid" / "csv-data-without-names.toml").objective.data
    np.testing.assert_array_equal(bare.table, [[1, 2], [2, 4], [3, 5]])


def test_a_data_file_is_looked_for_beside_the_scenario(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load(HERE / "valid" / "csv-data.toml").objective.data.total == 5


def test_a_name_that_is_nearly_right_is_suggested():
    with pytest.raises(ScenarioError, match="no scenario has this name; did you mean 'saddle'"):
        load("sadle")


def test_a_name_that_is_nothing_like_any_lists_all():
    with pytest.raises(ScenarioError, match=r"there are: adagrad-in-noise, .*saddle"):
        load("xyz")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "a\0b.toml", "", ".", "../saddle", "/", "x" * 5000 + ".toml"])
def test_a_name_that_can_be_no_file_is_a_scenario_error(name):
    with pytest.raises(ScenarioError):
        load(name)


def test_a_path_object_is_always_a_file(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be read: No such file"):
        load(Path("saddle"))
    file = tmp_path / "mine"
    file.write_text((HERE / "valid" / "smallest.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert load(file).name == "mine"


def test_a_file_in_the_working_folder_needs_no_ending(tmp_path, monkeypatch):
    (tmp_path / "mine").write_bytes((HERE / "valid" / "smallest.toml").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert load("mine").steps == 5


def test_tables_nested_without_end_are_a_scenario_error(tmp_path):
    file = tmp_path / "deep.toml"
    file.write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(ScenarioError):
        load(file)
