"""Operations of formulas: what each is of numbers, and its derivative as operations again, so that there are second ones.

Where there is no derivative one is taken: of `abs` and `norm` at 0 it is 0, of `max` and `min` of equals that of the first,
and of `sign` it is 0 everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.formulas.graph import Graph, Node
from optsim.engine.numerics.numerics import STRICT, Numerics
from optsim.engine.settings import Array

#: an argument's place, and what is to be added to its derivative
Parts = list[tuple[int, int]]
#: (numerics, the node's value, arguments) to values; and (graph, node's place, node, derivative by it) to parts
Values = Callable[..., Any]
Rule = Callable[[Graph, int, Node, int], Parts]


class Operation(NamedTuple):
    """Values and derivative of an operation; `strict` says if it has the same bits everywhere.

    A `ufunc` of NumPy needs neither numerics nor the node's value.
    """

    values: Values
    rule: Rule
    strict: bool = True

    @property
    def ufunc(self) -> Callable[..., Any] | None:
        """The ufunc that it is, where it is one."""
        return getattr(self.values, "ufunc", None)


def _slope(of: Callable[[Graph, int, int], int]) -> Rule:
    """Return the rule of a function of one argument by its slope there, given graph, its own place and the argument."""
    return lambda graph, place, node, by: [(node.args[0], graph.add("multiply", by, of(graph, place, node.args[0])))]


def _quotient_rule(graph: Graph, place: int, node: Node, by: int) -> Parts:
    above, below = node.args
    share = graph.add(node.op, by, below)
    return [(above, share), (below, graph.add("negative", graph.add("multiply", share, place)))]


def _product_rule(graph: Graph, _place: int, node: Node, by: int) -> Parts:
    one, other = node.args
    return [(one, graph.add("multiply", by, other)), (other, graph.add("multiply", by, one))]


def _power_rule(graph: Graph, _place: int, node: Node, by: int) -> Parts:
    base, exponent = node.args[0], node.value
    # the number first: of a constant derivative there is one product less
    factor = folded(graph, graph.add("multiply", graph.constant(exponent), by))
    return [(base, graph.add("multiply", factor, power(graph, base, exponent - 1)))]


def power(graph: Graph, base: int, exponent: float) -> int:
    """Add a power with a constant exponent."""
    if exponent == 1:
        return base
    if exponent == 0:
        # as in Python, also of 0
        return graph.constant(1.0)
    if exponent == 0.5:
        return graph.add("sqrt", base)
    if abs(exponent) <= _LARGEST_WHOLE and exponent == int(exponent):
        return graph.add("whole_power", base, value=int(exponent))
    return graph.add("real_power", base, value=float(exponent))


#: beyond it a number has no digit after the point
_LARGEST_WHOLE = 2.0**53


def _whole_power(_numerics: Numerics, exponent: int, base: Any) -> Any:
    """Return products only, whose bits are the same everywhere."""
    if exponent < 0:
        return 1.0 / _whole_power(_numerics, -exponent, base)
    result, square = None, base
    while exponent:
        if exponent & 1:
            result = square if result is None else result * square
        exponent >>= 1
        if exponent:
            square = square * square
    return result


def _real_power(numerics: Numerics, exponent: Any, base: Any) -> Any:
    """Return exp(exponent · log base): NaN for a base below 0, as only whole exponents have a value there."""
    base = np.atleast_1d(np.asarray(base, dtype=np.float64))
    at_zero = np.where(exponent > 0, 0.0, np.where(exponent == 0, 1.0, np.inf))
    return np.where(base == 0, at_zero, numerics.exp(exponent * numerics.log(np.where(base == 0, 1.0, base))))


def _general_power_rule(graph: Graph, place: int, node: Node, by: int) -> Parts:
    base, exponent = node.args
    lower = graph.add("power", base, graph.add("subtract", exponent, graph.constant(1.0)))
    by_base = graph.add("multiply", by, graph.add("multiply", exponent, lower))
    by_exponent = graph.add("multiply", by, graph.add("multiply", place, graph.add("log", base)))
    return [(base, by_base), (exponent, by_exponent)]


def _chosen_rule(op: str) -> Rule:
    """Return the rule of `max` or `min`, by the operation that tells where the first argument is chosen."""
    return lambda graph, _place, node, by: _by_choice(graph, graph.add(op, *node.args), node.args, by)


def _by_choice(graph: Graph, condition: int, args: Sequence[int], by: int) -> Parts:
    one, other = args
    zero = graph.constant(0.0)
    return [(one, graph.add("choose", condition, by, zero)), (other, graph.add("choose", condition, zero, by))]


def _placed(_numerics: Numerics, value: tuple[slice, int], part: Any) -> Array:
    where, length = value
    part = np.asarray(part)
    whole = np.zeros((*part.shape[:-1], length))
    whole[..., where] = part
    return whole


def _placed_back(graph: Graph, node: Node, by: int) -> int:
    """Add the derivative by a vector of which a slice was taken: 0 where that is not."""
    whole = graph.nodes[node.args[0]].length
    entries = by if graph.nodes[by].length else spread(graph, by, node.length)
    return graph.add("placed", entries, length=whole, value=(node.value, whole))


def _spread(_numerics: Numerics, length: int, number: Any) -> Array:
    number = np.asarray(number, dtype=np.float64)
    return np.broadcast_to(number[..., None], (*number.shape, length))


def _scatter(_numerics: Numerics, value: tuple[tuple[int, ...], int], *numbers: Any) -> Array:
    places, length = value
    whole = np.zeros((*np.broadcast_shapes(*(np.shape(each) for each in numbers)), length))
    for place, each in zip(places, numbers, strict=True):
        whole[..., place] = each
    return whole


def _share(_numerics: Numerics, _value: None, above: Any, below: Any) -> Any:
    """Return the quotient, 0 where what stands below is 0."""
    nothing = np.asarray(below) == 0
    return np.where(nothing, 0.0, above / np.where(nothing, 1.0, below))


def _sigmoid(numerics: Numerics, _value: None, x: Any) -> Any:
    """Return 1/(1 + e⁻ˣ) without an overflow."""
    small = numerics.exp(-np.abs(x))
    return np.where(np.asarray(x) < 0, small, 1.0) / (1.0 + small)


def _sine_by_cosine(graph: Graph, _place: int, x: int) -> int:
    return graph.add("negative", graph.add("sin", x))


def _one_minus_square(graph: Graph, place: int, _x: int) -> int:
    return graph.add("subtract", graph.constant(1.0), power(graph, place, 2))


def _one_plus_square(graph: Graph, place: int, _x: int) -> int:
    return graph.add("add", graph.constant(1.0), power(graph, place, 2))


def _times_rest(graph: Graph, place: int, _x: int) -> int:
    return graph.add("multiply", place, graph.add("subtract", graph.constant(1.0), place))


def _nothing(_graph: Graph, _place: int, _node: Node, _by: int) -> Parts:
    return []


def _of_numerics(name: str) -> Values:
    def values(numerics: Numerics, _value: None, x: Any) -> Array:
        entries = np.atleast_1d(np.asarray(x, dtype=np.float64))
        function: Values = getattr(numerics, name)
        return np.asarray(function(entries)).reshape(np.shape(x))

    return values


class _OfNumpy:
    """Values of a function of NumPy."""

    def __init__(self, ufunc: Callable[..., Any]) -> None:
        self.ufunc = ufunc

    def __call__(self, _numerics: Numerics, _value: Any, *args: Any) -> Any:
        return self.ufunc(*args)


def _hyperbolic(sign: float) -> Values:
    def values(numerics: Numerics, _value: None, x: Any) -> Any:
        x = np.asarray(x, dtype=np.float64)
        return 0.5 * (numerics.exp(x) + sign * numerics.exp(-x))

    return values


def _half(graph: Graph, place: int, _x: int) -> int:
    return graph.add("divide", graph.constant(0.5), place)


def _reciprocal(graph: Graph, _place: int, x: int) -> int:
    return graph.add("divide", graph.constant(1.0), x)


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "constant": Operation(lambda _n, value: value, _nothing),
        "input": Operation(lambda _n, _value: None, _nothing),
        "add": Operation(_OfNumpy(np.add), lambda _g, _p, node, by: [(each, by) for each in node.args]),
        "subtract": Operation(
            _OfNumpy(np.subtract), lambda g, _p, node, by: [(node.args[0], by), (node.args[1], g.add("negative", by))]
        ),
        "multiply": Operation(_OfNumpy(np.multiply), _product_rule),
        "divide": Operation(_OfNumpy(np.divide), _quotient_rule),
        "share": Operation(_share, _quotient_rule),
        "negative": Operation(_OfNumpy(np.negative), lambda g, _p, node, by: [(node.args[0], g.add("negative", by))]),
        "whole_power": Operation(_whole_power, _power_rule),
        "real_power": Operation(_real_power, _power_rule),
        "power": Operation(lambda n, _value, base, exponent: _real_power(n, exponent, base), _general_power_rule),
        "sqrt": Operation(_OfNumpy(np.sqrt), _slope(_half)),
        # of a sum of squares: what is 0 has the derivative 0
        "norm": Operation(_OfNumpy(np.sqrt), _slope(lambda g, place, _x: g.add("share", g.constant(0.5), place))),
        "exp": Operation(_of_numerics("exp"), _slope(lambda _g, place, _x: place)),
        "log": Operation(_of_numerics("log"), _slope(_reciprocal)),
        "sin": Operation(_of_numerics("sin"), _slope(lambda g, _p, x: g.add("cos", x))),
        "cos": Operation(_of_numerics("cos"), _slope(_sine_by_cosine)),
        "tan": Operation(lambda n, _value, x: n.sin(np.asarray(x)) / n.cos(np.asarray(x)), _slope(_one_plus_square)),
        "tanh": Operation(_of_numerics("tanh"), _slope(_one_minus_square)),
        "sinh": Operation(_hyperbolic(-1.0), _slope(lambda g, _p, x: g.add("cosh", x))),
        "cosh": Operation(_hyperbolic(1.0), _slope(lambda g, _p, x: g.add("sinh", x))),
        "atan": Operation(
            _OfNumpy(np.arctan),
            _slope(lambda g, _p, x: _reciprocal(g, 0, _one_plus_square(g, x, x))),
            strict=False,
        ),
        "sigmoid": Operation(_sigmoid, _slope(_times_rest)),
        "abs": Operation(_OfNumpy(np.abs), _slope(lambda g, _p, x: g.add("sign", x))),
        "sign": Operation(_OfNumpy(np.sign), _nothing),
        "max": Operation(_OfNumpy(np.maximum), _chosen_rule("is_least")),
        "min": Operation(_OfNumpy(np.minimum), _chosen_rule("is_most")),
        "is_least": Operation(_OfNumpy(np.greater_equal), _nothing),
        "is_most": Operation(_OfNumpy(np.less_equal), _nothing),
        "choose": Operation(_OfNumpy(np.where), lambda g, _p, node, by: _by_choice(g, node.args[0], node.args[1:], by)),
        "sum": Operation(
            lambda n, _value, x: n.row_sum(x),
            lambda g, _p, node, by: [(node.args[0], spread(g, by, g.nodes[node.args[0]].length))],
        ),
        "item": Operation(
            lambda _n, place, x: x[..., place],
            lambda g, _p, node, by: [(node.args[0], scatter(g, {node.value: by}, g.nodes[node.args[0]].length))],
        ),
        "slice": Operation(
            lambda _n, where, x: x[..., where],
            lambda g, _p, node, by: [(node.args[0], _placed_back(g, node, by))],
        ),
        "placed": Operation(
            _placed,
            lambda g, _p, node, by: [
                (node.args[0], g.add("slice", by, length=g.nodes[node.args[0]].length, value=node.value[0]))
            ],
        ),
        "spread": Operation(_spread, lambda g, _p, node, by: [(node.args[0], g.add("sum", by, length=0))]),
        "scatter": Operation(
            _scatter,
            lambda g, _p, node, by: [
                (each, g.add("item", by, length=0, value=place))
                for each, place in zip(node.args, node.value[0], strict=True)
            ],
        ),
    }
)


def spread(graph: Graph, number: int, length: int) -> int:
    """Add a vector whose entries are all one number."""
    return graph.add("spread", number, length=length, value=length)


def scatter(graph: Graph, entries: Mapping[int, int], length: int) -> int:
    """Add a vector with numbers at some places, by place, and 0 elsewhere."""
    places = tuple(sorted(entries))
    return graph.add("scatter", *(entries[place] for place in places), length=length, value=(places, length))


def folded(graph: Graph, place: int) -> int:
    """Add what a node is, where all that it needs is known, as a number: of strict numerics, so with the same bits everywhere."""
    node = graph.nodes[place]
    operation, numbers = OPERATIONS[node.op], [graph.number(each) for each in node.args]
    if node.length or not operation.strict or not numbers or any(each is None for each in numbers):
        return place
    with np.errstate(all="ignore"):
        return graph.constant(np.ravel(operation.values(STRICT, node.value, *map(np.float64, numbers)))[0])
