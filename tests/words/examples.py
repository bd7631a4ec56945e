"""An example of every kind of fact that comes with optsim, made from the types of its fields."""

import inspect
from dataclasses import fields
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from optsim.engine.causes import OutOfSteps
from optsim.facts import Fact, kinds
from tests.modules import imported

_PLAIN = {float: (0.25, 7.5), int: (3, 1), str: ("lane", "x"), bool: (True, False), NoneType: (None,)}


def shipped():
    """All kinds of facts of optsim's own modules, by code."""
    imported("optsim")
    return {code: kind for code, kind in kinds().items() if kind.__module__.startswith("optsim.")}


def examples(kind):
    """Facts of a kind in which every alternative of every field is there once, at least."""
    hints = get_type_hints(kind)
    choices = {each.name: _values(hints[each.name]) for each in fields(kind)}
    for number in range(max(map(len, choices.values()), default=1)):
        yield kind(**{name: values[number % len(values)] for name, values in choices.items()})


def _values(hint):
    """Some values of a type, one of each alternative."""
    origin, within = get_origin(hint), get_args(hint)
    if hint is Fact or hint is Any:
        return (OutOfSteps(3),)
    if origin in (Union, UnionType):
        return tuple(value for each in within for value in _values(each))
    if origin is Literal:
        return within
    if origin is tuple:
        return _tuples(within)
    if inspect.isclass(hint) and issubclass(hint, Fact):
        own = [each for each in kinds().values() if issubclass(each, hint)]
        return tuple(example for each in own for example in examples(each))
    return _PLAIN[hint]


def _tuples(within):
    if within[1:] != (...,):
        return (tuple(_values(each)[0] for each in within),)
    values = _values(within[0])
    return values[:1], values[-1:], values[:2]
