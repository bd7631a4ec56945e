"""Graph of a formula: each operation once, after those that it needs."""

from __future__ import annotations

from typing import Any, NamedTuple


class Node(NamedTuple):
    """One operation on earlier nodes; `length` entries side by side, 0 for a single number.

    `value` is the number of a constant, the place of an item or a slice, the exponent of a power.
    """

    op: str
    args: tuple[int, ...]
    length: int
    value: Any = None


class Graph:
    """Nodes in an order in which they can be worked out. The same operation on the same nodes is one node."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._places: dict[tuple[str, tuple[int, ...], int, Any], int] = {}

    def add(self, op: str, *args: int, length: int | None = None, value: Any = None) -> int:
        """Add a node, and return its place; it is as long as the longest of its arguments where no length is given."""
        if length is None:
            length = max((self.nodes[each].length for each in args), default=0)
        simpler = self._simpler(op, args)
        if simpler is not None and self.nodes[simpler].length == length:
            return simpler
        # 0.0 and -0.0 are equal, and not the same number; so are 1 and True
        key = (op, args, length, repr(value))
        if key not in self._places:
            self._places[key] = len(self.nodes)
            self.nodes.append(Node(op, args, length, value))
        return self._places[key]

    def constant(self, number: float) -> int:
        """Add a number."""
        return self.add("constant", value=float(number))

    def number(self, place: int) -> float | None:
        """Return the number of a constant; None of any other node."""
        node = self.nodes[place]
        return node.value if node.op == "constant" else None

    def _simpler(self, op: str, args: tuple[int, ...]) -> int | None:
        """Return the node that a sum with 0, a product with 1 or a second minus is."""
        if op in ("add", "multiply"):
            neutral = 0.0 if op == "add" else 1.0
            one, other = args
            return other if self.number(one) == neutral else one if self.number(other) == neutral else None
        if op == "negative" and self.nodes[args[0]].op == "negative":
            return self.nodes[args[0]].args[0]
        return None
