"""Symbols of formulas in other notations: that of each method's own paper, and that of torch's documentation.

Texts and formulas here are written as the article has them: learning rate α, momentum and averages γ, β₁, β₂. A notation
changes what is seen, never a convention: the formula stays the same formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType

from optsim.languages import Language
from optsim.system.glyph_names import NOTATIONS

_ARTICLE = NOTATIONS[0]
#: symbols where no optimizer is named
_ANY = ""

#: notation (docs/notation.md has the sources) -> optimizer -> the article's symbol -> its own; an optimizer without an entry has those of any text
_SYMBOLS: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        # those of the papers that the classes of optimizers name
        "paper": {
            _ANY: {"α": "η", "γ": "μ"},
            "momentum": {"γ": "β"},
            "nag": {"α": "ε", "γ": "μ"},
            "adagrad": {"α": "η", "ε": "δ"},
            "rmsprop": {"α": "η"},
            "adadelta": {"α": "η", "γ": "ρ"},
            "adam": {},
            "adamax": {"w": "u"},
            "adamw": {},
            "amsgrad": {},
            "radam": {},
            "adabelief": {},
            "nadam": {"α": "η", "β₁": "μ", "β₂": "ν"},
            "nadamw": {"α": "η", "β₁": "μ", "β₂": "ν"},
            "averaged_sgd": {"α": "γ"},
            "prodigy": {"α": "γ"},
            "rprop": {"α": "Δ₀"},
            "signsgd": {"α": "δ"},
            "schedule_free_sgd": {"α": "γ"},
            "schedule_free_adamw": {"α": "γ"},
        },
        # torch.optim: lr is γ there, momentum μ; what RMSprop calls alpha is the share of its average. The velocity, b there, stays
        # v, which the map calls it
        "torch": {
            _ANY: {"α": "γ", "γ": "μ"},
            "adamax": {"α": "γ", "w": "u"},
            "rprop": {"α": "η₀"},
            "rmsprop": {"α": "γ", "γ": "α", "E": "v"},
            "adadelta": {"α": "γ", "γ": "ρ", "E": "v", "D": "u"},
        },
    }
)


def in_notation(notation: str, text: str, optimizer: str = _ANY) -> str:
    """Return a text with the symbols of a notation.

    Args:
        notation: One of `NOTATIONS`.
        text: Written with the article's symbols.
        optimizer: The name of the one that the text is of; empty for a text that is of none.
    """
    known = _SYMBOLS.get(notation, {})
    symbols = known.get(optimizer, known.get(_ANY, {}))
    return _pattern(tuple(symbols)).sub(lambda match: symbols[match[0]], text) if symbols else text


def notated(language: Language, notation: str) -> Language:
    """Return a language whose texts, sentences and formulas have the symbols of a notation."""
    other = type(language)()
    other.symbols = None if notation == _ARTICLE else partial(in_notation, notation)
    return other


@cache
def _pattern(symbols: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds symbols; a letter of a word is none, nor is one with an index or an accent, unless that is a symbol."""
    greek = [re.escape(symbol) for symbol in symbols if not symbol.isascii()]
    latin = [rf"(?<![A-Za-z\d]){symbol}(?![A-Za-z\d({{])" for symbol in symbols if symbol.isascii()]
    return re.compile(rf"(?:{'|'.join([*greek, *latin])})(?![₀-₉₊₋])")
