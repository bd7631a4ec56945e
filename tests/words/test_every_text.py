"""Every text that English has is asked for somewhere: by its id, by an id that is put together, or as an enum's label."""

import ast
import re
from pathlib import Path

import optsim
from optsim.words.en import English

OPTSIM = Path(optsim.__file__).parent
#: where the texts stand: their ids are keys there
ENGLISH = OPTSIM / "words" / "en"


def nodes():
    """All nodes of all modules but the keys of the tables of English."""
    for path in OPTSIM.rglob("*.py"):
        every = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        tables = [node for node in every if isinstance(node, ast.Dict)] if path.is_relative_to(ENGLISH) else []
        keys = {key for table in tables for key in table.keys}
        yield from (node for node in every if node not in keys)


def asked(node):
    """The pattern of the ids that a node gives; empty where it gives none."""
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=[ast.Constant(), *_] as parts):
            return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else "[^.]+" for part in parts)
        case ast.ClassDef(bases=[ast.Name(id="Enum")], name=name, body=body):
            members = [target.id for each in body if isinstance(each, ast.Assign) for target in each.targets]
            return rf"{name.lower()}\.({'|'.join(members).lower()})" if members else ""
    return ""


def test_no_text_is_there_for_nobody():
    # an id has no blanks, and what a pattern begins with is the kind of a text
    kinds = {key.partition(".")[0] for key in English.texts}
    patterns = {pattern for node in nodes() if (pattern := asked(node)).partition("\\")[0] in kinds}
    form = re.compile("|".join(patterns))
    assert len(English.texts) > 200
    assert not [key for key in English.texts if not form.fullmatch(key)]
