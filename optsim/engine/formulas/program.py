"""Program: nodes of a graph that lead to some outputs, worked out for any number of points at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from optsim.engine.formulas.graph import Graph
from optsim.engine.formulas.operations import OPERATIONS, Values
from optsim.engine.numerics.numerics import Numerics
from optsim.engine.settings import Array

#: operations that go entry by entry, so that a single number stands for all entries of a vector
_BY_ENTRY = frozenset(
    ("add", "subtract", "multiply", "divide", "share", "power", "max", "min", "is_least", "is_most", "choose")
)


#: fills in the value of one node, given those before it
Step = Callable[[list[Any], Numerics], None]


class Program:
    """Works out outputs of a graph. Inputs are vectors of shape (..., length)."""

    def __init__(self, graph: Graph, inputs: Sequence[int], outputs: Sequence[int]) -> None:
        needed = _needed(graph, outputs)
        self._inputs, self._outputs = tuple(inputs), tuple(outputs)
        self._lengths = tuple(graph.nodes[each].length for each in outputs)
        self._values = [graph.number(place) for place in range(len(graph.nodes))]
        self._steps = [_step(graph, each) for each in needed if graph.nodes[each].op not in ("constant", "input")]
        self.operations = frozenset(graph.nodes[place].op for place in needed)

    def run(self, numerics: Numerics, *inputs: Array) -> list[Array]:
        """Return the outputs (...) or (..., length); a row has the same bits whatever stands beside it."""
        if inputs[0].ndim == 1:
            # one point is one of a row
            return [each[0] for each in self.run(numerics, *(each[None] for each in inputs))]
        values: list[Any] = self._values.copy()
        for place, given in zip(self._inputs, inputs, strict=True):
            values[place] = given
        for step in self._steps:
            step(values, numerics)
        shape = inputs[0].shape[:-1]
        return [
            _of_shape(values[place], (*shape, length) if length else shape)
            for place, length in zip(self._outputs, self._lengths, strict=True)
        ]


def _step(graph: Graph, place: int) -> Step:
    """Return what fills in the value of a node: the shortest way, since a formula is worked out at every step of a race."""
    node = graph.nodes[place]
    operation, args, value = OPERATIONS[node.op], node.args, node.value
    widened = [
        node.op in _BY_ENTRY and node.length > graph.nodes[each].length and graph.number(each) is None for each in args
    ]
    if True in widened:
        return partial(_widened_step, place, operation.values, value, args, widened)
    if operation.ufunc is not None and len(args) == 2:
        return partial(_binary_step, place, operation.ufunc, *args)
    if node.op == "whole_power" and value == 2:
        return partial(_unary_step, place, np.square, args[0])
    if operation.ufunc is not None and len(args) == 1:
        return partial(_unary_step, place, operation.ufunc, args[0])
    return partial(_any_step, place, operation.values, value, args)


def _binary_step(
    place: int, ufunc: Callable[..., Any], one: int, other: int, values: list[Any], _numerics: Numerics
) -> None:
    values[place] = ufunc(values[one], values[other])


def _unary_step(place: int, ufunc: Callable[..., Any], arg: int, values: list[Any], _numerics: Numerics) -> None:
    values[place] = ufunc(values[arg])


def _any_step(
    place: int, function: Values, value: Any, args: Sequence[int], values: list[Any], numerics: Numerics
) -> None:
    values[place] = function(numerics, value, *(values[each] for each in args))


def _widened_step(
    place: int,
    function: Values,
    value: Any,
    args: Sequence[int],
    widened: Sequence[bool],
    values: list[Any],
    numerics: Numerics,
) -> None:
    given = (values[each] for each in args)
    values[place] = function(
        numerics,
        value,
        *(np.asarray(each)[..., None] if widen else each for each, widen in zip(given, widened, strict=True)),
    )


def _of_shape(values: Any, shape: tuple[int, ...]) -> Array:
    """Return an array of its own in a shape, also of what is the same at all points."""
    if type(values) is np.ndarray and values.shape == shape and values.flags.owndata:
        return values
    return np.array(np.broadcast_to(values, shape), dtype=np.float64)


def _needed(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """Return the places that outputs need, in order."""
    needed, waiting = set(outputs), list(outputs)
    while waiting:
        for each in graph.nodes[waiting.pop()].args:
            if each not in needed:
                needed.add(each)
                waiting.append(each)
    return sorted(needed)
