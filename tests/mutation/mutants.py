"""Small changes of a module's code that a test should notice, found in its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}


class Mutant(NamedTuple):
    """A change of a file: the lines that a test must cover to notice it, and the text before and after."""

    path: Path
    first: int
    last: int
    before: str
    after: str
    source: str


def mutants(path: Path) -> Iterator[Mutant]:
    """All mutants of a file, in the order of its lines. Annotations, docstrings and messages of errors are left alone."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line.encode()))
    data = source.encode()
    for node in _places(ast.parse(source)):
        begin, end = offsets[node.lineno - 1] + node.col_offset, offsets[node.end_lineno - 1] + node.end_col_offset
        before = data[begin:end].decode()
        for other in _changes(node):
            after = ast.unparse(ast.fix_missing_locations(other))
            # in an expression of several lines brackets keep it whole
            after = f"({after})" if isinstance(node, ast.expr) else after
            text = (data[:begin] + after.encode() + data[end:]).decode()
            yield Mutant(path, node.lineno, node.end_lineno, before, after, text)


def _places(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """Expressions and statements that are computed when the code runs."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.expr | ast.stmt):
            yield node
        todo += [child for name, value in ast.iter_fields(node) if name not in _LEFT_ALONE for child in _nodes(value)
                 if not _is_left(child)]  # fmt: skip


_LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases"}


def _nodes(value: object) -> Iterator[ast.AST]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, ast.AST):
            yield item


def _is_left(node: ast.AST) -> bool:
    """Imports, what is for type checkers, docstrings, strings, and errors with their messages."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Import | ast.ImportFrom | ast.Raise | ast.JoinedStr | ast.Assert)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Other nodes in the place of one."""
    yield from _other_values(node)
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            yield ast.Compare(node.left, [_COMPARED[type(op)]()], node.comparators)
        case ast.BinOp(op=op) if type(op) in _COMPUTED and not _is_text(node):
            yield ast.BinOp(node.left, _COMPUTED[type(op)](), node.right)
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield ast.Call(ast.Name(_CALLED[name]), node.args, node.keywords)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CALLED:
            yield ast.Call(ast.Attribute(node.func.value, _CALLED[name]), node.args, node.keywords)


def _other_values(node: ast.AST) -> Iterator[ast.AST]:
    """Another constant or branch, nothing returned, nothing called."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(2 * value if value else 1.0)
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    """Sums of texts, and types joined by |."""
    return any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str | None))
               for side in (node.left, node.right))  # fmt: skip
