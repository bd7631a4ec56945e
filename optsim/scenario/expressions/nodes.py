"""Nodes of an expression that was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

#: kinds of values: a number, something that holds or does not, a text
Kind = Literal["number", "condition", "text"]


class Number(NamedTuple):
    """A number."""

    value: float


class Text(NamedTuple):
    """A text in quotes: a status."""

    value: str


class Value(NamedTuple):
    """A fact of the race (`lane` empty) or of a lane; `part` is which of the parameters."""

    fact: str
    lane: str = ""
    part: int = 0


class Operation(NamedTuple):
    """Two values with a sign or word between them: arithmetic, a comparison, `and`, `or`."""

    sign: str
    left: Node
    right: Node


class Between(NamedTuple):
    """A value and the range that it is to lie in, its ends included."""

    value: Node
    low: Node
    high: Node


class Call(NamedTuple):
    """A function and what it is given."""

    function: str
    given: tuple[Node, ...]


Node = Number | Text | Value | Operation | Between | Call


class Expression(NamedTuple):
    """An expression: its text, its root, and what kind of value it has."""

    text: str
    root: Node
    kind: Kind


def parts(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    match node:
        case Operation(_, left, right):
            below: tuple[Node, ...] = (left, right)
        case Between(value, low, high):
            below = (value, low, high)
        case Call(_, given):
            below = given
        case _:
            below = ()
    for each in below:
        yield from parts(each)


def about(node: Node, lane: str, other: str) -> Node:
    """Return a node that is about another lane wherever it was about a lane."""
    match node:
        case Value(fact, own, part) if own == lane:
            return Value(fact, other, part)
        case Operation(sign, left, right):
            return Operation(sign, about(left, lane, other), about(right, lane, other))
        case Between(value, low, high):
            return Between(*(about(each, lane, other) for each in (value, low, high)))
        case Call(function, given):
            return Call(function, tuple(about(each, lane, other) for each in given))
        case _:
            return node
