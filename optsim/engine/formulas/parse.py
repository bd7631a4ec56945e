"""Formulas as a person writes them: read by Python's own parser, and never run.

Only what is listed here has a meaning: numbers, + − * / **, parameters, constants, functions. All else is refused, with its place.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

from optsim.engine.formulas.formula_error import FormulaError
from optsim.engine.formulas.graph import Graph
from optsim.engine.formulas.operations import folded, power, spread
from optsim.faults import AllOf, suggestion
from optsim.system.limits import MOST_PARAMS

#: characters of a formula, operations after it was taken apart, and how deep they may stand in each other
LONGEST, MOST_NODES, DEEPEST = 2000, 1000, 60
#: names of parameters where they are not numbered
COORDINATES = "xyz"
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
#: functions of one number, entry by entry of a vector
_FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "sign", "tanh", "sinh", "cosh", "atan", "sigmoid")
_OF_VECTORS = ("sum", "mean", "prod", "dot", "norm")
_OF_SEVERAL = ("min", "max")
FUNCTIONS = (*_FUNCTIONS, *_OF_SEVERAL, *_OF_VECTORS)
_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
_MOST_MULTIPLIED = 64
_PRODUCT = "something is missing here: write * for a product"
_MISSING_PRODUCT = re.compile(r"[\d.)\]]\s*[A-Za-z(]")


class Parsed(NamedTuple):
    """A formula as a graph: the vector of all parameters, and the function of it; `is_vector` where they have no names of their own."""

    graph: Graph
    params: int
    output: int
    dim: int
    is_vector: bool


def parse(text: str, *, dim: int = 0, likely: int = 0, constants: Mapping[str, float] | None = None) -> Parsed:
    """Return the graph of a formula.

    Args:
        text: The formula, in x, y, z or in x[0], x[1], …, with vectors as sum(x**2).
        dim: The number of parameters; 0 where the formula says it.
        likely: The number of parameters where neither says it, as of a start.
        constants: Numbers that have a name in the formula.

    Raises:
        FormulaError: It is none; the place is that of the fault.
    """
    # a formula of several lines is one; places stay
    text = re.sub(r"\s", " ", text)
    tree = _tree(text)
    known = {**CONSTANTS, **(constants or {})}
    for name in known:
        if not name.isidentifier() or name in COORDINATES or name in FUNCTIONS:
            raise FormulaError("a constant cannot be called {name!r}", 0, name=name)
    reader = _Reader(text, known, _Params(text, tree, dim, likely))
    output = reader.read(tree.body, 0)
    if reader.graph.nodes[output].length:
        raise FormulaError("is a vector; sum(…), dot(…, …) or norm(…) makes it one number", 0)
    if not any(node.op in ("item", "slice", "sum") for node in reader.graph.nodes):
        raise FormulaError("has no parameter: write x, y, z or x[0], x[1], …", 0)
    return Parsed(reader.graph, reader.params, output, reader.dim, reader.is_vector)


def _tree(text: str) -> ast.Expression:
    if len(text) > LONGEST:
        raise FormulaError(
            "has at most {most} characters, this one has {count}", LONGEST, most=LONGEST, count=len(text)
        )
    stripped = text.strip()
    if not stripped:
        raise FormulaError("is empty", 0)
    _check_depth(text)
    if "^" in text:
        raise FormulaError("write ** for a power", text.index("^"))
    if "#" in text:
        raise FormulaError("a formula has no comments", text.index("#"))
    shift = len(text) - len(text.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(stripped, mode="eval")
    except SyntaxError as error:
        # what is missing at the end has no place
        place = shift + (error.offset - 1 if error.offset else len(stripped))
        raise FormulaError(_syntax(stripped), max(0, min(place, len(text)))) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        raise FormulaError("cannot be read", 0) from None


def _place_of(node: ast.AST, text: str) -> int:
    """Return at which character of a text a node stands: Python counts bytes, from the first one that is no blank."""
    shift = len(text) - len(text.lstrip())
    before = text.strip().encode("utf-8", "replace")[: int(getattr(node, "col_offset", 0))]
    return shift + len(before.decode("utf-8", "ignore"))


def _syntax(text: str) -> str:
    return _PRODUCT if _MISSING_PRODUCT.search(text) else "cannot be read here"


def _check_depth(text: str) -> None:
    """Refuse what is too deep for Python's parser before it is given to it."""
    depth = signs = 0
    for place, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        signs = signs + 1 if char in "+-~" else signs if char == " " else 0
        if depth > DEEPEST or signs > DEEPEST:
            raise FormulaError("is more than {most} levels deep", place, most=DEEPEST)


class _Params:
    """How parameters are written: one by one as x, y, z, or numbered, as one vector."""

    def __init__(self, text: str, tree: ast.Expression, dim: int, likely: int) -> None:
        names = {node.id: node for node in ast.walk(tree) if isinstance(node, ast.Name)}
        self.is_vector = any(isinstance(node, ast.Subscript) for node in ast.walk(tree)) or any(
            name in names for name in _OF_VECTORS
        )
        used = [place for place, name in enumerate(COORDINATES) if name in names]
        last = max(used, default=0) + 1
        if self.is_vector and last > 1:
            name = names[COORDINATES[last - 1]]
            message = "{name} and x as a vector do not go together: write x[{place}]"
            raise FormulaError(message, _place_of(name, text), name=name.id, place=last - 1)
        if not self.is_vector:
            if dim and not last <= dim <= len(COORDINATES):
                raise FormulaError("names {last} parameters, and dim is {dim}", 0, last=last, dim=dim)
            self.dim = dim or last
        else:
            self.dim = dim or likely or 1 + max(map(_largest_index, ast.walk(tree)), default=0)
        if self.dim > MOST_PARAMS:
            raise FormulaError(
                "has {dim:,} parameters, and at most {most:,} are possible", 0, dim=self.dim, most=MOST_PARAMS
            )


def _largest_index(node: ast.AST) -> int:
    """Return the largest index that a place of x[…] names."""
    whole = (
        each.value
        for each in (ast.walk(node.slice) if isinstance(node, ast.Subscript) else ())
        if isinstance(each, ast.Constant) and type(each.value) is int
    )
    return min(max(whole, default=0), MOST_PARAMS)


class _Reader:
    """Makes nodes of a graph of what Python's parser has found."""

    def __init__(self, text: str, constants: Mapping[str, float], params: _Params) -> None:
        self._text = text
        self._constants, self.is_vector, self.dim = constants, params.is_vector, params.dim
        self.graph = Graph()
        self.params = self.graph.add("input", length=self.dim, value="params")

    def read(self, node: ast.expr, depth: int) -> int:
        """Return the place of an expression. Raises FormulaError."""
        if depth > DEEPEST:
            raise self._fault(node, "is more than {most} levels deep", most=DEEPEST)
        if len(self.graph.nodes) > MOST_NODES:
            raise self._fault(node, "has more than {most} operations", most=MOST_NODES)
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.Subscript():
                return self._part(node)
            case ast.Call():
                return self._call(node, depth)
        return self._operation(node, depth)

    def _operation(self, node: ast.expr, depth: int) -> int:
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._folded(node, self.graph.add("negative", self.read(operand, depth + 1)))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand, depth + 1)
            case ast.BinOp(op=ast.Pow()):
                return self._power(node, depth)
            case ast.BinOp(op=op) if type(op) in _OPERATORS:
                return self._chain(node, depth)
        raise self._fault(
            node, "this has no meaning here: numbers, + - * / **, parameters, constants and functions have one"
        )

    def _fault(self, node: ast.AST, message: str, /, **values: Any) -> FormulaError:
        return FormulaError(message, _place_of(node, self._text), **values)

    def _folded(self, node: ast.AST, place: int) -> int:
        place = folded(self.graph, place)
        number = self.graph.number(place)
        if number is not None and not math.isfinite(number):
            raise self._fault(node, "this is {number}, no finite number", number=number)
        return place

    def _chain(self, node: ast.BinOp, depth: int) -> int:
        """Return the place of a sum or product of any number of terms, which is not the deeper for it."""
        chain: list[ast.BinOp] = []
        first: ast.expr = node
        while isinstance(first, ast.BinOp) and type(first.op) in _OPERATORS:
            chain.append(first)
            first = first.left
        place = self.read(first, depth + 1)
        for each in reversed(chain):
            place = self._joined(_OPERATORS[type(each.op)], each, place, self.read(each.right, depth + 1))
        return place

    def _number(self, node: ast.Constant) -> int:
        if type(node.value) not in (int, float):
            raise self._fault(node, "only numbers have a meaning here")
        try:
            number = float(node.value)  # type: ignore[arg-type]
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self._fault(node, "this number is too large")
        return self.graph.constant(number)

    def _name(self, node: ast.Name) -> int:
        if node.id in self._constants:
            return self.graph.constant(self._constants[node.id])
        if self.is_vector and node.id == "x":
            return self.params
        if node.id in COORDINATES[: self.dim] and not self.is_vector:
            return self.graph.add("item", self.params, length=0, value=COORDINATES.index(node.id))
        if node.id in FUNCTIONS:
            raise self._fault(node, "{name} is a function: write {name}(…)", name=node.id)
        known = ("x",) if self.is_vector else (*COORDINATES,)
        raise self._fault(
            node,
            "nothing is called {name!r}; {suggestion}",
            name=node.id,
            suggestion=suggestion(node.id, (*known, *self._constants)),
        )

    def _power(self, node: ast.BinOp, depth: int) -> int:
        base, exponent = self.read(node.left, depth + 1), self.read(node.right, depth + 1)
        number = self.graph.number(exponent)
        if number is not None:
            return self._folded(node, power(self.graph, base, number))
        if self.graph.nodes[exponent].length:
            raise self._fault(node, "an exponent is one number")
        return self._folded(node, self.graph.add("power", base, exponent))

    def _part(self, node: ast.Subscript) -> int:
        if not (isinstance(node.value, ast.Name) and node.value.id == "x"):
            raise self._fault(node, "only x has numbered parts")
        if isinstance(node.slice, ast.Slice):
            where = slice(*(self._index(each) for each in (node.slice.lower, node.slice.upper, node.slice.step)))
            if where.step == 0 or not (count := len(range(*where.indices(self.dim)))):
                raise self._fault(node, "of {dim} parameters there is nothing here", dim=self.dim)
            # as it is counted from the front
            first, last, step = where.indices(self.dim)
            return self.graph.add(
                "slice", self.params, length=count, value=slice(first, None if last < 0 else last, step)
            )
        index = self._index(node.slice)
        if index is None or not -self.dim <= index < self.dim:
            raise self._fault(
                node,
                "there are {dim} parameters, x[0] to x[{last}]; dim says how many",
                dim=self.dim,
                last=self.dim - 1,
            )
        return self.graph.add("item", self.params, length=0, value=index % self.dim)

    def _index(self, node: ast.expr | None) -> int | None:
        match node:
            case None:
                return None
            case ast.Constant(value=int() as number) if type(number) is int:
                return number
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if type(number) is int:
                return -number
        raise self._fault(node, "must be a whole number")

    def _call(self, node: ast.Call, depth: int) -> int:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if not name or name in COORDINATES or name in self._constants:
            raise self._fault(node, _PRODUCT)
        if name not in FUNCTIONS:
            raise self._fault(
                node, "no function is called {name!r}; {suggestion}", name=name, suggestion=suggestion(name, FUNCTIONS)
            )
        if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
            raise self._fault(node, "{name} takes plain arguments", name=name)
        needed = {"dot": (2, 2), "min": (2, 99), "max": (2, 99)}.get(name, (1, 1))
        if not needed[0] <= len(node.args) <= needed[1]:
            message = "{name} takes {count} argument" if needed[0] == 1 else "{name} takes {count} arguments"
            raise self._fault(node, message, name=name, count=needed[0])
        if name in _OF_SEVERAL:
            place = self.read(node.args[0], depth + 1)
            for each in node.args[1:]:
                place = self._joined(name, node, place, self.read(each, depth + 1))
            return place
        if name in _OF_VECTORS:
            return self._of_vector(name, node, depth)
        return self._folded(node, self.graph.add(name, self.read(node.args[0], depth + 1)))

    def _joined(self, op: str, node: ast.AST, one: int, other: int) -> int:
        lengths = {self.graph.nodes[each].length for each in (one, other)} - {0}
        if len(lengths) > 1:
            raise self._fault(node, "these have {lengths} entries", lengths=AllOf(tuple(map(str, sorted(lengths)))))
        return self._folded(node, self.graph.add(op, one, other))

    def _of_vector(self, name: str, node: ast.Call, depth: int) -> int:
        graph, places = self.graph, [self.read(each, depth + 1) for each in node.args]
        length = max(graph.nodes[each].length for each in places)
        if not length:
            raise self._fault(node, "{name} is of a vector, as x or x[1:]", name=name)
        if name == "prod":
            return self._product(node, places[0], length)
        whole = graph.add("multiply", places[0], places[-1]) if name in ("dot", "norm") else places[0]
        total = graph.add("sum", whole if graph.nodes[whole].length else spread(graph, whole, length), length=0)
        if name == "mean":
            return graph.add("divide", total, graph.constant(float(length)))
        return graph.add("norm", total, length=0) if name == "norm" else total

    def _product(self, node: ast.Call, vector: int, length: int) -> int:
        if length > _MOST_MULTIPLIED:
            raise self._fault(
                node, "prod has at most {most} factors, these are {length}", most=_MOST_MULTIPLIED, length=length
            )
        factors = [self.graph.add("item", vector, length=0, value=place) for place in range(length)]
        while len(factors) > 1:
            pairs = zip(factors[::2], factors[1::2], strict=False)
            rest = factors[len(factors) - len(factors) % 2 :]
            factors = [*(self.graph.add("multiply", one, other) for one, other in pairs), *rest]
        return factors[0]
