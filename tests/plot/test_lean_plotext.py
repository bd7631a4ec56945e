"""plotext without its documentation draws the same, and has that documentation when it is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAW = """
import sys
{start}
from optsim.plot.axis import Axis
from optsim.plot.frame import frame
drawn = frame(80, 20, Axis(0.0, 300.0, whole=True), Axis(-3.0, 1.0, log=True))
print("plotext._doc.doc" in sys.modules, "unittest" in sys.modules)
print("\\n".join("".join(row) for row in drawn.chars).encode())
"""


def printed(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.splitlines()


@pytest.mark.system
def test_it_draws_the_same_as_the_whole():
    lean, whole = printed(DRAW.format(start="")), printed(DRAW.format(start="import plotext"))
    assert lean[0] == "False False"
    assert whole[0] == "True True"
    assert lean[1] == whole[1]


@pytest.mark.system
def test_what_was_left_out_is_there_for_whoever_asks():
    code = "from optsim.plot.lean_plotext import lean_plotext; import plotext; assert lean_plotext() is plotext"
    code += "; print(callable(plotext.test), type(plotext.doc).__module__); import plotext._doc.doc as d; print(d.docs is plotext.doc)"
    assert printed(code) == ["True plotext.prettydoc._primitives.container", "True"]


@pytest.mark.system
def test_a_version_that_takes_more_is_imported_as_a_whole():
    code = "import optsim.plot.lean_plotext as lean, types; lean._UNUSED = {'plotext._kernel.terminal': 'no'}"
    code += "; print(lean.lean_plotext().figure is not None)"
    assert printed(code) == ["True"]
