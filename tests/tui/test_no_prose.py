"""No English phrase stands in the code of the app: what it says has an id, and stands in `optsim/words/en`."""

import ast
import re
from pathlib import Path

import pytest

from tests.samples import samples

OPTSIM = Path(__file__).parents[2] / "optsim"
FOLDERS = (OPTSIM / "tui", OPTSIM / "screencast" / "capture")
#: a panel of a person's own may say what it likes
SAMPLES = {OPTSIM.parent / path for path in samples((OPTSIM.parent / "docs" / "adding.md").read_text(encoding="utf-8"))}
FILES = sorted({path for folder in FOLDERS for path in folder.rglob("*.py")} - SAMPLES)
PHRASE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")
#: attributes of a class that are styles; a panel's own words, which stand in its file as those of anything registered
STYLES, OWN_WORDS = {"CSS", "DEFAULT_CSS"}, {"title", "help", "NAME", "ABOUT", "commands"}
#: a style of Textual
NO_PHRASE = {"bold reverse"}


def phrases(source, *, registered=False):
    """The phrases in a source but its docstrings, styles and errors; of what is `registered` also but its own words."""
    tree, apart = ast.parse(source), STYLES | (OWN_WORDS if registered else set())
    left_out = {id(inner) for node in ast.walk(tree) if _is_left_out(node, apart) for inner in ast.walk(node)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in left_out]
    return [text for text in texts if isinstance(text, str) and PHRASE.search(text) and text not in NO_PHRASE]


def _is_left_out(node, apart):
    match node:
        case ast.Raise() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in apart
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(OPTSIM).as_posix())
def test_no_phrase_stands_in_the_code(path):
    assert not phrases(path.read_text(encoding="utf-8"), registered="panels" in path.parts)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('grid.put(0, 0, "not computed yet")', ["not computed yet"]),
        ('label = f"before step {step}, of all"', ["before step ", ", of all"]),
        ('CSS = "Panel { layers: below above; }"', []),
        ('def draw():\n    """Draw the line."""', []),
        ('raise ValueError("no such lane")', []),
        ('text("chart.not_computed")', []),
        ('title: str = "The leader"', ["The leader"]),
    ],
)
def test_a_phrase_is_found(source, found):
    assert phrases(source) == found
    assert not phrases(source, registered=True) or "title" not in source
