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
    "logs",
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


#: no module of these knows a language
BELOW_WORDS = ("engine", "theory", "logs", "recording", "analysis", "playback", "plot")
#: statuses are codes that look like words: files have had them from the beginning
STATUS_CODES = {"out of steps", "target reached", "stopped early"}
#: a word between blanks
WORD = re.compile(r"(?<!\S)[(\"']?[A-Za-z][a-z'’-]+[)\"',:;.]*(?!\S)")


def named_in(node):
    """The names in a part of a module, those of attributes and methods as well."""
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name | ast.Attribute)
    }


def raising(tree):
    """The functions that do nothing but raise what they are given."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if isinstance(node.body[0], ast.Raise)}


def parts_with_words(tree):
    """The parts of a module that may have sentences.

    Docstrings, also those below a field; what an exception says, and the constants, functions and calls that it is made of;
    what is wrong with a value, which functions say that are named so; help of settings, titles of traced lines and warnings for who writes
    a class; and the English sentence of a fact that belongs to one registered thing.
    """
    raised = {name for node in ast.walk(tree) if isinstance(node, ast.Raise) for name in named_in(node)}
    calls = {"Setting", "warn", *raising(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.keyword(arg="title"):
                yield node
            case ast.ClassDef(bases=bases) if any(
                name.endswith(("Error", "Exception")) for name in map(ast.unparse, bases)
            ):
                yield node
            case ast.FunctionDef(name=name) if name in raised or name == "english" or "fault" in name:
                yield node
            case ast.Assign(targets=[ast.Name(id=name)]) if name in raised:
                yield node
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in calls:
                yield node


def sentences(tree):
    """The texts of a module that read as sentences and stand where none may."""
    allowed = {each for part in parts_with_words(tree) for each in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            allowed.update(node.values)
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values) if node not in allowed:
                text = "".join(str(each.value) if isinstance(each, ast.Constant) else "0" for each in values)
            case ast.Constant(value=str(text)) if node not in allowed:
                pass
            case _:
                continue
        if len(WORD.findall(text)) > 2 and text not in STATUS_CODES:
            yield node.lineno, text


def test_sentences_are_made_above():
    below = {path: tree for path, tree in TREES.items() if path.relative_to(ROOT / "optsim").parts[0] in BELOW_WORDS}
    # what belongs to a registered thing stands in its own file
    registered = {ROOT / "optsim" / folder for folder in CATALOGUES}
    assert len(below) > 150
    assert not {
        named(path): found
        for path, tree in below.items()
        if path.parent not in registered and (found := [*sentences(tree)])
    }


def test_a_sentence_below_is_seen():
    source = '''
"""A docstring of a module."""
_FORM = "is no number here"
class OneError(ValueError):
    """An error of some kind."""
    def __init__(self): super().__init__("it has gone wrong")
class One:
    """A class with a field."""
    field: int = 1
    """A field that is described."""
    def name_faults(self): return "must be a name"
    def _refuse(self, what): raise ValueError(what)
    def check(self, value):
        what = f"has {value} of them"
        self._refuse("sums up other things")
        raise ValueError(what + _FORM)
    def told(self, count):
        """Return it in words."""
        return f"{count} lanes at 0 or less" if count else "nothing is wrong here"
'''
    assert [text for _, text in sentences(ast.parse(source))] == ["0 lanes at 0 or less", "nothing is wrong here"]


def test_the_page_on_the_architecture_names_files_that_are_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named_files = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.[a-z]+)?)`", page)
    assert len(named_files) > 30
    assert not [name for name in named_files if not any((folder / name).exists() for folder in (ROOT / "optsim", ROOT))]
