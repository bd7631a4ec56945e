"""Reads a formula in a textbook's notation and computes it: "½x² − 10 cos 2πx", "αg/√(G + ε)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_FUNCTIONS = {name: getattr(np, name) for name in ("cos", "sin", "tan", "exp", "log", "tanh", "sqrt", "sign", "abs")}
_OF_TWO = {"max": np.maximum, "min": np.minimum}
_CONSTANTS = {"π": np.pi, "e": np.e}
#: a letter with what is put on it or below it is one name: v̂, β₁
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[-−+]?\d+)?)|(?P<fraction>[½¼¾⅓⅔⅛])|(?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|ᵗ)"
    r"|(?P<function>cos|sin|tan|exp|log|tanh|sqrt|sign|abs)|(?P<pair>max|min)(?=\()|(?P<name>[^\W\d_][\u0300-\u036f₀-₉ₜ′]*)|(?P<sign>[-+−·×*/()√|,]))"
)


class UnreadableError(ValueError):
    """A formula, or a name in it, that this notation does not know."""


def assignments(equation: str) -> list[tuple[str, str]]:
    """Names and right sides of "v ← γv + αg ; θ ← θ − v". Raises UnreadableError where a part assigns nothing."""
    parts = [part.partition("←") for part in equation.split(";")]
    if not all(arrow for _, arrow, _ in parts):
        raise UnreadableError(equation)
    return [(name.strip(), right.strip()) for name, _, right in parts]


def value_of(formula: str, known: Mapping[str, Any]) -> Any:
    """Compute a formula with the values of its names, numbers or arrays. Raises UnreadableError for one that cannot be read."""
    reader = _Reader(list(_tokens(formula)), {**_CONSTANTS, **known})
    value = reader.total()
    if reader.rest:
        raise UnreadableError(formula)
    return value


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    formula = formula.rstrip()
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise UnreadableError(formula)
        at = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]


class _Reader:
    """Computes while it reads: sums of quotients of products of powers; neighbours are multiplied before a division."""

    def __init__(self, tokens: list[tuple[str, str]], known: Mapping[str, Any]) -> None:
        self.rest = tokens
        self._known = known
        #: whether the next bar closes an absolute value
        self._in_bars = False

    def total(self) -> Any:
        """A sum up to where it ends."""
        value = -self._quotient() if self._accept("-−") else self._quotient()
        while True:
            if self._accept("+"):
                value = value + self._quotient()
            elif self._accept("-−"):
                value = value - self._quotient()
            else:
                return value

    def _quotient(self) -> Any:
        value = self._product()
        while True:
            if self._accept("/"):
                value = value / self._product()
            elif self._accept("·×*"):
                value = value * self._product()
            else:
                return value

    def _product(self) -> Any:
        value = self._power()
        while self._more():
            value = value * self._power()
        return value

    def _power(self) -> Any:
        value = self._factor()
        while self.rest and self.rest[0][0] == "power":
            value = value ** self._exponent(self.rest.pop(0)[1])
        return value

    def _exponent(self, text: str) -> Any:
        if text != "ᵗ":
            return int(text.translate(_RAISED))
        if "t" not in self._known:
            raise UnreadableError(text)
        return self._known["t"]

    def _factor(self) -> Any:
        if not self.rest:
            raise UnreadableError("a formula that breaks off")
        kind, text = self.rest.pop(0)
        match kind:
            case "number" | "fraction":
                return _FRACTIONS[text] if text in _FRACTIONS else float(text.replace("−", "-"))
            case "function":
                return _FUNCTIONS[text](self._power() if self._next("(") else self._product())
            case "pair":
                return self._of_two(_OF_TWO[text])
            case "name" if text in self._known:
                return self._known[text]
            case "sign" if text == "√":
                return np.sqrt(self._power())
            case "sign" if text == "(" or (text == "|" and not self._in_bars):
                return self._enclosed(text)
        raise UnreadableError(text)

    def _of_two(self, function: Any) -> Any:
        """A function of two sums in brackets."""
        self._accept("(")
        outside, self._in_bars = self._in_bars, False
        first = self.total()
        if not self._accept(","):
            raise UnreadableError("a bracket with one number where there should be two")
        second = self.total()
        self._in_bars = outside
        if not self._accept(")"):
            raise UnreadableError("a bracket that is not closed")
        return function(first, second)

    def _enclosed(self, opening: str) -> Any:
        """A sum up to its closing bracket, or the size of one between bars."""
        bars = opening == "|"
        outside, self._in_bars = self._in_bars, bars
        value = self.total()
        self._in_bars = outside
        if not self._accept("|" if bars else ")"):
            raise UnreadableError("a bracket that is not closed")
        return np.abs(value) if bars else value

    def _more(self) -> bool:
        return bool(self.rest) and (self.rest[0][0] != "sign" or self.rest[0][1] in ("(√" if self._in_bars else "(√|"))

    def _next(self, text: str) -> bool:
        return bool(self.rest) and self.rest[0][1] == text

    def _accept(self, signs: str) -> bool:
        matches = bool(self.rest) and self.rest[0][0] == "sign" and self.rest[0][1] in signs
        if matches:
            self.rest.pop(0)
        return matches
