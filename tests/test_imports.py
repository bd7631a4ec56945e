"""What each part of the package loads, seen in a fresh interpreter."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("engine", "scenario", "playback", "plot", "report")
WALK = """
import importlib, pkgutil, sys
package = importlib.import_module("optsim.{part}")
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if error.name != "numba":
            raise
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize("part", PARTS)
def test_every_module_of_a_part_loads_no_screen(part):
    loaded = python(WALK.format(part=part))
    assert "numpy" in loaded
    assert not loaded & {"textual", "rich", "plotext"}


def test_the_engine_loads_numpy_only():
    assert not python(WALK.format(part="engine")) & {"click", "msgspec", "textual", "rich", "plotext"}


@pytest.mark.parametrize("module", ["optsim", "optsim.cli.main"])
def test_the_command_line_starts_without_numpy(module):
    loaded = python(f"import sys, {module}; print(*sys.modules)")
    assert not loaded & {"numpy", "textual", "rich", "plotext", "msgspec"}


def test_the_command_line_keeps_numpy_to_one_thread():
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    code = f"import os; [os.environ.pop(n, 0) for n in {names}]; import optsim.cli.main; print(*map(os.environ.get, {names}))"
    assert python(code) == {"1"}


def test_the_app_loads_no_plotext_before_it_paints():
    assert "plotext" not in python("import sys, optsim.tui.app; print(*sys.modules)")


def test_the_layers_hold():
    lint = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if lint is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
