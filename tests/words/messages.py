"""The messages about faults that stand in optsim's modules, found where they are noted or raised."""

import ast
import string
from pathlib import Path

import optsim

ROOT = Path(optsim.__file__).parent
#: what is said to who writes Python, in English
_OF_PYTHON = ("api", "testing")
#: which argument of a call is the message, by the name of what is called
PLACES = {
    "Fault": 0,
    "FaultError": 0,
    "BadConditionError": 0,
    "BadKeyError": 0,
    "FormulaError": 0,
    "DataError": 0,
    "LogError": 0,
    "NothingYet": 0,
    "TornEnd": 0,
}
PLACES |= {"BadValueError": 1, "_fault": 1}


def messages():
    """All messages, each with the modules that have it; an argument that is no literal is followed to where it is made."""
    found = {}
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).parts[0] in _OF_PYTHON:
            continue
        for text in messages_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, set()).add(str(path.relative_to(ROOT)))
    return found


def messages_of(tree):
    """The messages of a module."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = {node.name: node for node in functions}
    for scope in (tree, *functions):
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and (message := _message(call)) is not None:
                yield from _literals(message, scope, named)


def _message(call):
    """The argument of a call that is a message; None where it is none."""
    match call.func:
        case ast.Attribute(attr="add", value=ast.Name(id="faults" | "self")):
            place = 1
        case ast.Name(id=name) | ast.Attribute(attr=name):
            place = PLACES.get(name, len(call.args))
        case _:
            return None
    return call.args[place] if place < len(call.args) else None


def _literals(node, scope, functions):
    """The texts that an expression may be."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body, scope, functions)
            yield from _literals(other, scope, functions)
        case ast.Name(id=name):
            for value in _assigned(name, scope):
                yield from _literals(value, scope, functions)
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            for each in ast.walk(functions[name]):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield from _literals(each.value, functions[name], functions)
        case ast.JoinedStr():
            raise AssertionError(f"a message has its values in fields, not in itself: {ast.unparse(node)}")


def _assigned(name, scope):
    """The values that a name is given in a scope."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                yield from (value for target, value in zip(targets, values, strict=True) if ast.unparse(target) == name)


def fields_of(text):
    """The names of the fields of a message."""
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
