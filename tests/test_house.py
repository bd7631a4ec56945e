"""The order of the house: sizes, folders, circles and docstrings, measured in the code itself."""

import ast
import re
from collections import Counter
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "optsim").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
#: one file there is one registered thing, so there may be as many as there are
CATALOGUES = (
    "engine/optimizers",
    "engine/objectives",
    "engine/schedules",
    "engine/stopping",
    "report",
    "screencast/formats",
)
#: words that say what was done with a value, not what it is
NOT_A_NAME = re.compile(
    "_*(asked|begun|carried|dressed|fallen|found|gone|got|held|kept|laid|lifted|made|met|moved|owed|ran|risen|said"
    "|seen|sent|spoken|stood|taken|told|turned|waited|wanted|worded)_*"
)
#: names that others know: the fields of facts that files hold, the method of optimizers of one's own
KNOWN_ELSEWHERE = {"optsim.engine.causes moved", "optsim.analysis.insights.facts moved"} | {
    f"optsim.engine.{module} carried" for module in ("optimizer", "optimizers.momentum", "optimizers.nag")
}
#: rooms in which names are not yet looked at
ROOMS_LEFT_OUT = ("optsim.tui.panels", "optsim.tui.widgets", "optsim.plot")
NOT_A_BEGINNING = {"What", "Whether", "How", "Where", "Who", "Whose", "As", "Of"}
BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.comprehension, ast.match_case)


def named(path):
    """The module of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {named(path): tree for path, tree in TREES.items()}


def imported(tree):
    """The modules of optsim that a module imports, in functions and for types as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in MODULES)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield from (name for name in ((inner if inner in MODULES else node.module),) if name in MODULES)


def functions():
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{named(path)}.{node.name}", node


def body_lines(function):
    """The lines of a function without head and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def names(tree):
    """Names that a module gives: to variables, parameters, attributes and functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            yield node.name or ""


def branches(function):
    """One and the places where it can go two ways."""
    forks = [node for node in ast.walk(function) if isinstance(node, (*BRANCHES, ast.BoolOp))]
    return 1 + sum(len(node.values) - 1 if isinstance(node, ast.BoolOp) else 1 for node in forks)


def test_no_import_runs_in_a_circle():
    waiting = {name: set(imported(tree)) - {name} for name, tree in MODULES.items()}
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    # what is left lies in a circle, or above one
    assert not {name: sorted(needs & waiting.keys()) for name, needs in waiting.items()}


def test_no_file_is_long():
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: many for name, many in lines.items() if many > 350}


def test_bodies_are_short_and_go_few_ways():
    lines = {name: body_lines(function) for name, function in functions()}
    assert not {name: many for name, many in lines.items() if many > 37}
    tenths = quantiles(lines.values(), n=10)
    assert (tenths[4], tenths[8]) <= (4, 13)
    assert quantiles((branches(function) for _, function in functions()), n=10)[8] <= 6


def test_a_folder_is_a_room_not_a_list():
    folders = Counter(
        path.parent.relative_to(ROOT / "optsim").as_posix() for path in FILES if path.name != "__init__.py"
    )
    assert not {folder: many for folder, many in folders.items() if many > 15 and folder not in CATALOGUES}


def test_a_docstring_begins_with_a_verb_or_a_noun():
    first = [
        re.match(r"[\w']*", text)[0]
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (text := ast.get_docstring(node)) is not None
    ]
    assert sum(word in NOT_A_BEGINNING for word in first) <= 0.02 * len(first)


def test_a_name_says_what_it_holds():
    assert (
        not {
            f"{module} {name}"
            for module, tree in MODULES.items()
            if not module.startswith(ROOMS_LEFT_OUT)
            for name in names(tree)
            if NOT_A_NAME.fullmatch(name)
        }
        - KNOWN_ELSEWHERE
    )


def test_the_page_on_the_architecture_names_files_that_are_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named_files = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.[a-z]+)?)`", page)
    assert len(named_files) > 30
    assert not [name for name in named_files if not any((folder / name).exists() for folder in (ROOT / "optsim", ROOT))]
