"""Pieces that all checks share: demands, samples, and comparison to the last bit."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

import numpy as np

from optsim.engine.settings import Array, Declared, declared
from optsim.facts import Fact, from_dict
from optsim.system.printable import printable_line

SEED = 4
_NUMBER = {int: 3, float: 0.01}


def demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 it is what is demanded
    """Raise AssertionError with `otherwise` where something does not hold."""
    if not holds:
        raise AssertionError(otherwise)


def tell(what: str) -> None:
    """Warn of what is no fault, but should be seen by who runs a check."""
    warnings.warn(what, stacklevel=4)


def check_declaration(cls: type, *attributes: str) -> None:
    """Demand a frozen dataclass with a docstring and some class attributes, whose settings have ranges, help and fit defaults."""
    demand(is_dataclass(cls), f"{cls.__name__} must be a dataclass: @dataclass(frozen=True, kw_only=True)")
    frozen = vars(cls)["__dataclass_params__"].frozen
    demand(frozen, f"{cls.__name__} must be frozen: @dataclass(frozen=True, kw_only=True)")
    for attribute in attributes:
        demand(bool(getattr(cls, attribute, "")), f"{cls.__name__} needs a class attribute `{attribute}`")
    # what a dataclass without a docstring is given says nothing
    own = vars(cls).get("__doc__") or ""
    documented = bool(own.strip()) and not own.startswith(f"{cls.__name__}(")
    demand(documented, f"{cls.__name__} needs a docstring: its equation and where it is from")
    for name, each in declared(cls).items():
        if is_dataclass(each.type):
            continue  # a table of settings of its own
        demand(each.setting is not None and bool(each.setting.help), f"{name} needs a Setting with a line of help")
        fault = None if each.required else each.fault(each.default)
        demand(fault is None, f"the default of {name} {fault}")


def check_registered(cls: Any) -> None:
    """Demand a class with a docstring, a name that is one word, and a title of one line."""
    demand(isinstance(cls, type), f"{cls!r} is no class")
    demand(bool((cls.__dict__.get("__doc__") or "").strip()), f"{cls.__name__} needs a docstring")
    word = re.fullmatch(r"[a-z][a-z0-9_-]*", cls.name) is not None
    demand(word, f"the name {cls.name!r} must be one word: small letters, digits, - and _, a letter first")
    fits = bool(cls.title) and cls.title == printable_line(cls.title)
    demand(fits, f"{cls.__name__} needs a title of one line: class attribute `title`")


def check_ending(cls: Any, known: Iterable[Any]) -> None:
    """Demand an ending of files that no other class has."""
    fits = re.fullmatch(r"\.[a-z0-9]+", cls.ending) is not None
    demand(fits, f"the ending {cls.ending!r} must be a dot with small letters or digits")
    others = [each.name for each in known if each.ending == cls.ending and each.name != cls.name]
    demand(not others, f"{' and '.join(others)} has the ending {cls.ending}, too")


def needed(cls: type) -> dict[str, Any]:
    """Values for the settings of a class that have no default: their examples, else 3 for a whole number, else 0.01."""
    return {name: _example(each) for name, each in declared(cls).items() if each.required}


def _example(each: Declared) -> Any:
    example = None if each.setting is None else each.setting.example
    return _NUMBER.get(each.type, 0.01) if example is None else example


def choices(each: Declared) -> tuple[Any, ...]:
    """The values that a setting can have, where those are a few words, or yes and no; else none."""
    if get_origin(each.type) is Literal:
        return get_args(each.type)
    return (False, True) if each.type is bool else ()


def some(shape: tuple[int, ...], seed: int = 0) -> Array:
    """Normal numbers, the same for the same shape and seed."""
    return np.random.default_rng(seed).standard_normal(shape)


def sealed(value: Any) -> Any:
    """Make an array, or those of a tuple, read-only, and return it."""
    for array in value if isinstance(value, tuple) else (value,):
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return value


def same(one: Any, other: Any) -> bool:
    """Compare two arrays, or tuples of them, to the last bit."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    left, right = np.asarray(one), np.asarray(other)
    return left.shape == right.shape and left.tobytes() == right.tobytes()


def check_fact(fact: Fact, where: str) -> None:
    """Check a fact of a registered thing: it has a code and a sentence of its own, and comes back from a file as it was."""
    demand(isinstance(fact, Fact), f"{where} gave {type(fact).__name__}, not a kind of fact")
    kind = type(fact).__name__
    demand(bool(fact.code), f"{kind} of {where} needs a `code`")
    text = fact.english()
    demand(bool(text) and text.isprintable(), f"{kind}.english() said {text!r}")
    demand(from_dict(fact.as_dict()) == fact, f"{kind} does not come back from a file: {fact.as_dict()}")
