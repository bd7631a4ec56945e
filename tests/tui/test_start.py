"""What a start imports before its two first paints, in a process of its own: each module is time that a person waits."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

START = """
import json, sys
import optsim.cli.main
from optsim.tui.app import OptsimApp

paints, opens = [], OptsimApp._open

async def opened(app):
    paints.append(list(sys.modules))
    from optsim.tui.widgets.lane_table import LaneTable

    render = LaneTable.render_lines

    def painted(table, crop):
        paints.append(list(sys.modules))
        app.exit()
        return render(table, crop)

    LaneTable.render_lines = painted
    await opens(app)

OptsimApp._open = opened
OptsimApp("saddle").run(headless=True, size=(120, 36))
print(json.dumps(paints[:2]))
"""
#: not before the race screen is painted
NEVER = {
    "PIL",
    "email",
    "hypothesis",
    "importlib.metadata",
    "markdown_it",
    "optsim.recording",
    "optsim.report",
    "optsim.screencast",
    "optsim.testing",
    "optsim.words.en.causes",
    "optsim.words.en.theory",
    "plotext",
    "pygments",
    "pytest",
    "rich.markdown",
    "tomli_w",
}
#: not before the first paint of all
FIRST = NEVER | {
    "msgspec",
    "numpy",
    "optsim.analysis",
    "optsim.engine",
    "optsim.playback",
    "optsim.theory",
    "optsim.words",
}
#: modules of optsim, with room for a few more
MOST = (60, 300)


@pytest.fixture(scope="module")
def imported():
    """What is imported at the first paint of all, and at that of the race screen."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=root)
    return [set(each) for each in json.loads(done.stdout.splitlines()[-1])]


@pytest.mark.system
@pytest.mark.parametrize(("paint", "absent"), [(0, FIRST), (1, NEVER)], ids=["first", "race"])
def test_what_is_not_seen_is_not_imported(imported, paint, absent):
    assert "optsim.tui.screens.opening" in imported[paint]
    assert absent & imported[paint] == set()


@pytest.mark.system
@pytest.mark.parametrize("paint", [0, 1], ids=["first", "race"])
def test_few_modules_are_imported(imported, paint):
    own = [name for name in imported[paint] if name.partition(".")[0] == "optsim"]
    assert MOST[paint] / 2 < len(own) <= MOST[paint], sorted(own)


@pytest.mark.system
@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (["--help"], ["numpy", "optsim.facts", "optsim.system.atomic_write"]),
        # --columns is read from the table of quantities, which needs NumPy
        (["replay", "--help"], ["optsim.engine.race", "optsim.report.markdown.page", "plotext"]),
        (["record", "--help"], ["numpy", "optsim.facts", "optsim.system.atomic_write"]),
        (["list", "scenarios"], ["numpy", "optsim.facts", "optsim.scenario.outline", "difflib"]),
        (["list"], ["msgspec", "optsim.engine.race", "optsim.words.en.causes", "optsim.scenario.scenario"]),
        (["check", "saddle"], ["optsim.playback.player", "optsim.recording", "optsim.report"]),
    ],
    ids=" ".join,
)
def test_a_command_imports_what_it_needs(command, absent):
    code = f"import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); sys.argv = ['optsim', *{command}]"
    code += "; from optsim.cli.main import cli; cli()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = set(done.stderr.split())
    assert "optsim.cli.main" in names
    assert names & ({*absent} | {"PIL", "importlib.metadata", "plotext", "rich", "textual"}) == set()
