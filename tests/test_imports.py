"""What each part of the package loads, seen in a fresh interpreter."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("engine", "scenario", "playback", "plot", "report")
WALK = """
import sys
from tests.modules import imported
imported("optsim.{part}")
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


def test_what_tests_import_comes_with_the_extra_of_tests():
    """A machine that has only `optsim[test]` collects every test; a `__main__`, or a training that another Python runs, may need more."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["test"], *extras["image"], "rich", "markdown-it-py"]
    brought = {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in needed}
    imports = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): set(_imported(ast.parse(file.read_text("utf-8"))))
        for file in (ROOT / "tests").rglob("*.py")
    }
    collected = {name for name in imports if not name.endswith(".__main__") and ".trainings." not in name}
    collected |= set.union(*(imports[name] for name in collected)) & set(imports)
    packages = {(name, each.partition(".")[0]) for name in collected for each in imports[name]}
    distributions = packages_distributions()
    assert not {
        (name, package)
        for name, package in packages
        if package not in sys.stdlib_module_names | {"optsim", "tests"}
        and not {each.lower().replace("_", "-") for each in distributions.get(package, ())} & brought
    }


def _imported(module):
    """Names of the modules that a module imports where nothing can be skipped."""
    for statement in module.body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield statement.module
