"""Derivatives of a formula by reverse differentiation over its graph, as nodes of the same graph.

Griewank and Walther (2008), "Evaluating derivatives", chapter 3.
"""

from __future__ import annotations

from optsim.engine.formulas.graph import Graph
from optsim.engine.formulas.operations import OPERATIONS, scatter, spread


def gradient(graph: Graph, output: int, of: int) -> int:
    """Add the derivatives of a single number by each entry of a vector, and return their place."""
    depends = _depends(graph, of)
    by: dict[int, int] = {output: graph.constant(1.0)}
    items: dict[int, int] = {}
    for place in range(output, of, -1):
        if place not in by or not depends[place]:
            continue
        node = graph.nodes[place]
        if node.op == "item" and node.args[0] == of:
            items[node.value] = by[place]
            continue
        for arg, part in OPERATIONS[node.op].rule(graph, place, node, by[place]):
            if depends[arg]:
                fitted = _fitted(graph, part, graph.nodes[arg].length)
                by[arg] = graph.add("add", by[arg], fitted) if arg in by else fitted
    return _whole(graph, items, by.get(of), graph.nodes[of].length)


def product(graph: Graph, derivatives: int, of: int, direction: int) -> int:
    """Add the second derivatives times a direction, both vectors of one length."""
    along = graph.add("sum", graph.add("multiply", derivatives, direction), length=0)
    return gradient(graph, along, of)


def _depends(graph: Graph, of: int) -> list[bool]:
    """Tell of each node whether it depends on a vector."""
    depends: list[bool] = []
    for place, node in enumerate(graph.nodes):
        depends.append(place == of or any(depends[each] for each in node.args))
    return depends


def _fitted(graph: Graph, part: int, length: int) -> int:
    """Add a part as long as what it is the derivative by: a number that went into every entry has the sum of theirs."""
    own = graph.nodes[part].length
    if own and not length:
        return graph.add("sum", part, length=0)
    return spread(graph, part, length) if length and not own else part


def _whole(graph: Graph, items: dict[int, int], vector: int | None, length: int) -> int:
    if not items and vector is not None:
        return vector
    if not items:
        return spread(graph, graph.constant(0.0), length)
    named = scatter(graph, items, length)
    return named if vector is None else graph.add("add", vector, named)
