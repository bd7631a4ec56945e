"""Scenarios over a data file that is written for one test."""

from optsim.languages import english
from optsim.scenario import ScenarioError, load
from optsim.scenario.data.findings import data_facts
from optsim.words.scenario_lines import data_line

SCENARIO = """
[objective]
kind = "mlp"
hidden = [3]
batch_size = 1
[objective.data]
path = "{path}"
{keys}
[budget]
steps = 4
[lanes.gd]
optimizer = "gd"
learning_rate = 0.01
"""


def write(folder, content, keys="", path="d.csv"):
    """A scenario file over a data file of some text or bytes."""
    (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    file = folder / "s.toml"
    file.write_text(SCENARIO.format(path=path, keys=keys), encoding="utf-8")
    return file


def read(folder, content, keys="", path="d.csv"):
    return load(write(folder, content, keys, path))


def data_lines(scenario):
    """What is known of the data, each as what it is about and a sentence."""
    return [data_line(english(), fact) for fact in data_facts(scenario)]


def fault(folder, content, keys="", path="d.csv"):
    """The one sentence of a file that cannot be used, without its folder."""
    try:
        read(folder, content, keys, path)
    except ScenarioError as error:
        (problem,) = error.problems
        return str(problem).removeprefix("objective.data.").replace(f"{folder}/", "")
    raise AssertionError("nothing is wrong with it")
