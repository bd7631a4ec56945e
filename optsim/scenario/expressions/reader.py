"""Reader of expressions: from a text to nodes, with a message for whatever is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.engine.status import Status
from optsim.faults import AnyOf, Fault, suggestion
from optsim.scenario.demo.conditions import OPERATORS, RACE_FACTS, BadConditionError, lane_facts
from optsim.scenario.expressions.nodes import (
    Between,
    Call,
    Expression,
    Kind,
    Node,
    Number,
    Operation,
    Text,
    Value,
    parts,
)
from optsim.scenario.expressions.tokens import Token, TokenKind, tokens
from optsim.scenario.fault_facts import too_long

LONGEST_EXPRESSION = 400
_DEEPEST = 40
MOST_SEEDS = 100

#: what is known of a lane in an expression, besides what a demo's condition knows
LANE_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "params": "one of its parameters, by its number: params.0",
        "status": "running, or how it ended",
        "epoch": "its passes over the data",
        "best_step": "the step at which it was best so far",
        "stop_step": "the step at which early stopping struck first",
        "last_step": "its last step",
    }
)


class _Function(NamedTuple):
    """A function: the kinds of what it takes, how many of them have to be there, and the kind of its value."""

    takes: tuple[Kind, ...]
    least: int
    gives: Kind = "number"


_FUNCTIONS: Mapping[str, _Function] = MappingProxyType(
    {
        "first": _Function(("condition",), 1),
        "last": _Function(("condition",), 1),
        "at": _Function(("number", "number"), 2),
        "mean": _Function(("number", "number", "number"), 1),
        "min": _Function(("number", "number", "number"), 1),
        "max": _Function(("number", "number", "number"), 1),
        "abs": _Function(("number",), 1),
        "over": _Function(("number", "number"), 2),
    }
)
_NUMBERS = (int, float)
_WORDS = ("and", "or", "in")


def read_expression(text: str, lanes: Sequence[str], kind: Kind | None = None) -> Expression:
    """Read an expression.

    Args:
        text: The expression, for instance "first(abs(gd.params.1) >= 1) < 40".
        lanes: The names of the lanes that it may name; forks of them have a number after it.
        kind: The kind of value that is needed, if any will not do.

    Raises:
        BadConditionError: Where it is none, with a way out.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise BadConditionError(too_long(len(text), LONGEST_EXPRESSION))
    reader = _Reader(text, lanes)
    root, own = reader.whole()
    if kind is not None and own != kind:
        message = "must be a {kind}, for instance {example}, and {text!r} is a {own}"
        raise BadConditionError(message, kind=_KINDS[kind], example=_EXAMPLES[kind], text=text, own=_KINDS[own])
    return Expression(text, root, own)


_EXAMPLES: Mapping[Kind, str] = MappingProxyType(
    {"condition": '"gd.loss < adam.loss"', "number": '"first(gd.loss < 0.1)"', "text": '"gd.status"'}
)
_KINDS: Mapping[Kind, Fault] = MappingProxyType(
    {"condition": Fault("condition"), "number": Fault("number"), "text": Fault("text")}
)
_Read = tuple[Node, Kind]


class _Reader:
    """Reads a text from left to right; each method reads what binds tighter than the one before it."""

    def __init__(self, text: str, lanes: Sequence[str]) -> None:
        self._lanes = lanes
        self._tokens = list(tokens(text, lanes))
        self._next = 0
        self._depth = 0

    def whole(self) -> _Read:
        """Read all of it."""
        read = self._either()
        if self._token.kind != "end":
            raise self._unexpected(Fault("the end"))
        return read

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _accept(self, *texts: str, kind: TokenKind = "sign") -> str:
        """Return the next token if it is one of these, and go beyond it; empty where it is none."""
        token = self._token
        if token.kind != kind or token.text not in texts:
            return ""
        self._next += 1
        return token.text

    def _need(self, text: str) -> None:
        if not self._accept(text):
            raise self._unexpected(repr(text))

    def _unexpected(self, needed: Fault | str) -> BadConditionError:
        token = self._token
        text = repr(f"{token.lane}.{token.text}" if token.lane else token.text)
        there = Fault("the end") if token.kind == "end" else text
        message = "needs {needed} where {there} stands (character {character})"
        return BadConditionError(message, needed=needed, there=there, character=token.place + 1)

    def _either(self) -> _Read:
        return self._joined("or", self._both)

    def _both(self) -> _Read:
        return self._joined("and", self._comparison)

    def _joined(self, word: str, read: Callable[[], _Read]) -> _Read:
        node, kind = read()
        while self._accept(word, kind="word"):
            _demand("condition", kind, word)
            other, kind = read()
            _demand("condition", kind, word)
            node = Operation(word, node, other)
        return node, kind

    def _comparison(self) -> _Read:
        node, kind = self._sum()
        if self._accept("in", kind="word"):
            low, high = self._range()
            _demand("number", kind, "in")
            return Between(node, low, high), "condition"
        sign = self._accept(*OPERATORS)
        if not sign:
            return node, kind
        other, its_kind = self._sum()
        if "condition" in (kind, its_kind) or kind != its_kind:
            message = "{sign} compares a {kind} with a {other}; compare two numbers"
            raise BadConditionError(message, sign=sign, kind=_KINDS[kind], other=_KINDS[its_kind])
        if kind == "text":
            _check_status(node, sign, other)
        return Operation(sign, node, other), "condition"

    def _range(self) -> tuple[Node, Node]:
        low, kind = self._sum()
        _demand("number", kind, "in")
        self._need("..")
        high, kind = self._sum()
        _demand("number", kind, "in")
        return low, high

    def _sum(self) -> _Read:
        return self._calculated(("+", "-"), self._product)

    def _product(self) -> _Read:
        return self._calculated(("*", "/"), self._signed)

    def _calculated(self, signs: tuple[str, ...], read: Callable[[], _Read]) -> _Read:
        node, kind = read()
        while sign := self._accept(*signs):
            _demand("number", kind, sign)
            other, kind = read()
            _demand("number", kind, sign)
            node = Operation(sign, node, other)
        return node, kind

    def _signed(self) -> _Read:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadConditionError("is nested more than {most} deep", most=_DEEPEST)
        if self._accept("-"):
            node, kind = self._signed()
            _demand("number", kind, "-")
            read: _Read = Operation("-", Number(0.0), node), "number"
        else:
            read = self._atom()
        self._depth -= 1
        return read

    def _atom(self) -> _Read:
        token = self._token
        if self._accept("("):
            read = self._either()
            self._need(")")
            return read
        if token.kind in ("end", "sign") or token.text in _WORDS:
            raise self._unexpected(Fault("a value"))
        self._next += 1
        match token.kind:
            case "number":
                return _number(token.text), "number"
            case "text":
                return Text(token.text), "text"
            case "value":
                return _of_lane(token)
            case _:
                return self._called(token.text) if self._accept("(") else self._named(token.text)

    def _called(self, name: str) -> _Read:
        if name not in _FUNCTIONS:
            raise BadConditionError(
                "no function is called {name!r}; {suggestion}", name=name, suggestion=suggestion(name, _FUNCTIONS)
            )
        function, given = _FUNCTIONS[name], [self._either()]
        while self._accept(","):
            given.append(self._either())
        self._need(")")
        if len(given) not in (function.least, len(function.takes)):
            counts = AnyOf(tuple(dict.fromkeys(map(str, (function.least, len(function.takes))))))
            message = "{name}(…) takes {counts} values, not {given}"
            raise BadConditionError(message, name=name, counts=counts, given=len(given))
        for (_, kind), needed in zip(given, function.takes, strict=False):
            _demand(needed, kind, f"{name}(…)")
        nodes = tuple(node for node, _ in given)
        if name == "over":
            _check_seeds(*nodes)
        return Call(name, nodes), function.gives

    def _named(self, word: str) -> _Read:
        if word in RACE_FACTS and word != "epoch":
            return Value(word), "number"
        known = [*(name for name in RACE_FACTS if name != "epoch"), *_FUNCTIONS]
        if word in lane_facts() or word in LANE_FACTS:
            raise BadConditionError(
                "{word!r} is of a lane; say of which, for instance {lane}.{word}", word=word, lane=self._lanes[0]
            )
        there = suggestion(word, known)
        if not self._lanes:
            raise BadConditionError("nothing is called {name!r}; {suggestion}", name=word, suggestion=there)
        message = "nothing is called {name!r}; {suggestion}; lanes are: {lanes}"
        raise BadConditionError(message, name=word, suggestion=there, lanes=", ".join(self._lanes))


def _demand(needed: Kind, kind: Kind, by: str) -> None:
    if kind != needed:
        message = "{by} needs a {needed}, for instance {example}, not a {kind}"
        raise BadConditionError(message, by=by, needed=_KINDS[needed], example=_EXAMPLES[needed], kind=_KINDS[kind])


def _number(text: str) -> Number:
    if not math.isfinite(float(text)):
        raise BadConditionError("needs a finite number, not {text!r}", text=text)
    return Number(float(text))


def lane_settings() -> set[str]:
    """Return the names of all numbers that optimizers have as settings, and the batch size of a lane."""
    kinds = (OPTIMIZERS[name] for name in OPTIMIZERS.own())
    return {"batch_size", *(name for kind in kinds for name, each in declared(kind).items() if each.type in _NUMBERS)}


def _of_lane(token: Token) -> _Read:
    """Return a value of a lane."""
    fact, dot, index = token.text.partition(".")
    known = (*lane_facts(), *LANE_FACTS, *sorted(lane_settings() - {*lane_facts()}))
    if fact not in known:
        raise BadConditionError(
            "nothing of the lane {lane!r} is called {fact!r}; {suggestion}",
            lane=token.lane,
            fact=fact,
            suggestion=suggestion(fact, known),
        )
    if (fact == "params") != bool(dot):
        if fact == "params":
            raise BadConditionError("params needs the number of one, for instance params.0")
        raise BadConditionError("{fact} has no parts", fact=fact)
    return Value(fact, token.lane, int(index or 0)), "text" if fact == "status" else "number"


def _check_status(node: Node, sign: str, other: Node) -> None:
    """Raise BadConditionError where a status is compared with what none can be."""
    codes = [status.value for status in Status]
    if sign not in ("==", "!="):
        raise BadConditionError("a status is compared by == or !=, not by {sign}", sign=sign)
    for each in (node, other):
        if isinstance(each, Text) and each.value not in codes:
            raise BadConditionError(
                "no status is called {value!r}; {suggestion}",
                value=each.value,
                suggestion=suggestion(each.value, codes),
            )


def _check_seeds(node: Node, value: Node) -> None:
    if any(isinstance(each, Call) and each.function == "over" for each in parts(value)):
        raise BadConditionError("over(…) stands in no other over(…)")
    count = node.value if isinstance(node, Number) else 0
    if not (count == int(count) and 1 <= count <= MOST_SEEDS):
        raise BadConditionError("over(…) takes a number of seeds first, from 1 to {most}", most=MOST_SEEDS)
