"""The lines of docs/watching.md for each library, run as they stand in a small training of it; optsim reads what they wrote.

The trainings run in the Python that $OPTSIM_FRAMEWORKS names, else in that of the tests.
"""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.playback.logs.log_set import LogSet

_ROOT = Path(__file__).parents[2]
_PYTHON = os.environ.get("OPTSIM_FRAMEWORKS", sys.executable)
#: a title in bold, and a block of Python below it
_BLOCK = re.compile(r"^\*\*([^*\n]+)\*\*[^\n]*\n\n```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = dict(_BLOCK.findall((_ROOT / "docs/watching.md").read_text(encoding="utf-8")))
#: title of a block -> its training, and what that needs, by the name that pip has for it
TRAININGS = {
    "torch": ("torch_loop", {"torch": "torch", "tensorboard": "tensorboard"}),
    "Lightning": ("lightning_module", {"torch": "torch", "lightning": "lightning"}),
    "Keras": ("keras_fit", {"keras": "keras", "jax": "jax"}),
    "Hugging Face": ("hugging_face", {"torch": "torch", "transformers": "transformers", "accelerate": "accelerate"}),
    "JAX": ("jax_loop", {"jax": "jax", "tensorboardX": "tensorboardX"}),
    "clu": ("jax_loop", {"jax": "jax", "clu": "clu", "tensorflow": "tensorflow-cpu"}),
    "Anything else": ("numpy_loop", {"numpy": "numpy"}),
}


@cache
def missing(*modules):
    """Those of some modules that the Python of the trainings has not."""
    asks = f"import importlib.util\nprint([name for name in {modules} if importlib.util.find_spec(name) is None])"
    return ast.literal_eval(subprocess.run([_PYTHON, "-c", asks], check=True, capture_output=True, text=True).stdout)


def train(title, folder):
    """Run the lines in their training, in a folder; what it computed by itself, and what is to be opened then."""
    training, packages = TRAININGS[title]
    if lacking := missing(*packages):
        pytest.skip(f"{title}: pip install {' '.join(packages[name] for name in lacking)}")
    (folder / "lines.py").write_text(BLOCKS[title], encoding="utf-8")
    script = Path(__file__).parent / "trainings" / f"{training}.py"
    done = subprocess.run(
        [_PYTHON, script, "lines.py"], cwd=folder, check=False, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (opened,) = re.findall(r"# optsim watch (\S+)$", BLOCKS[title], re.MULTILINE)
    return json.loads((folder / "computed.json").read_text(encoding="utf-8")), folder / opened


def test_each_block_has_a_training():
    assert [*BLOCKS] == [*TRAININGS]


@pytest.mark.system
@pytest.mark.parametrize("title", TRAININGS)
def test_the_lines_write_a_log_that_is_read(title, tmp_path):
    computed, log = train(title, tmp_path)
    (lane,) = LogSet([str(log)], {}, live=False).lanes
    for kind, quantity in (("training", "loss"), ("validation", "validation_loss")):
        steps, values = np.array(computed[kind]).T
        read = lane.series(quantity)
        assert read.steps.tolist() == steps.tolist(), quantity
        assert read.values.ravel() == pytest.approx(values, rel=1e-3), quantity
    done = CliRunner().invoke(cli, ["check-log", str(log)])
    assert done.exit_code == 0, done.output
    assert "= training loss" in done.stdout
    assert "= validation loss" in done.stdout
