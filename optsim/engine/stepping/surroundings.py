"""Surroundings of an update: what it could see or change besides its arguments, as far as it can be looked at."""

from __future__ import annotations

import inspect
import pickle
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from types import FunctionType
from typing import Any, TypeGuard

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.system.signals import deferred


def surroundings(optimizer: Optimizer) -> list[bytes]:
    """Return the optimizer's settings, the global random numbers and what its own functions name outside, as bytes to compare.

    What cannot be pickled, such as a module, is left out.
    """
    if "numpy.random" not in sys.modules:
        # NumPy imports it here, and what a signal raises in the midst of that is lost
        with deferred():
            import_module("numpy.random")
    numbers = np.random.get_state()  # noqa: NPY002 a person's class may draw them
    values = [random.getstate(), numbers, vars(optimizer), *_named(type(optimizer))]
    pickled = []
    for value in values:
        with suppress(Exception):
            pickled.append(pickle.dumps(value))
    return pickled


def _named(cls: type[Optimizer]) -> Iterator[Any]:
    """The values outside that functions of a class name, and functions that these name; this package names nothing that changes."""
    functions = [each for owner in cls.__mro__ for each in vars(owner).values() if _is_own(each)]
    for function in functions:
        outside = inspect.getclosurevars(function)
        values = [*outside.globals.values(), *outside.nonlocals.values()]
        functions += [each for each in values if _is_own(each) and each not in functions]
        yield from values


def _is_own(what: Any) -> TypeGuard[FunctionType]:
    """Tell if something is a function of a person's own."""
    return isinstance(what, FunctionType) and what.__module__.partition(".")[0] != "optsim"
