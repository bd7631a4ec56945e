"""Facts: what the lower floors know, as codes and numbers. Sentences are made of them above, in `optsim.words`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from functools import cache
from inspect import Parameter, Signature
from types import MappingProxyType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

_KINDS: dict[str, type[Fact]] = {}
#: how files have the numbers that JSON has not
_NOT_FINITE = MappingProxyType({"nan": math.nan, "inf": math.inf, "-inf": -math.inf})


@dataclass_transform(frozen_default=True)
class Fact:
    """Base of every fact: a frozen dataclass of codes, numbers, names and other facts, never of prose.

    A class with a `code` of its own is a kind of fact. The code is what files and programs know it by, so it is never changed;
    it is lower case, with underscores, and for a fact of something registered begins with that thing's kind and name
    ("rule.patience.used_up"). A field whose texts are codes, too, is a `Literal` of them.

    Numbers of NumPy become Python's own. Facts of the same kind and numbers are equal, also where a number is NaN.

    A derived class is a dataclass without being decorated; `@dataclass(frozen=True)` may stand there. The methods are here for
    all kinds: the decorator compiles each kind its own, which takes longer than all else when a hundred kinds are imported.
    """

    code: ClassVar[str] = ""
    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        """Take a kind in. Raises ValueError for a code that is taken."""
        # else a decorator gives a kind one of its own, to which NaN is never the same
        cls.__eq__ = Fact.__eq__  # type: ignore[method-assign]
        # below a kind that is decorated each has to be, as everywhere
        if not getattr(getattr(cls, "__dataclass_params__", None), "frozen", False):
            dataclass(init=False, repr=False, eq=False)(cls)
        code = cls.__dict__.get("code", "")
        if code:
            other = _KINDS.setdefault(code, cls)
            # a dataclass with slots, or a module that is loaded anew, makes a class of the same name twice
            if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
                raise ValueError(
                    f"there is already a fact with the code {code!r}: {other.__module__}.{other.__qualname__}"
                )
            _KINDS[code] = cls

    def __init__(self, *values: Any, **named: Any) -> None:
        """Take the values of the fields, in order or by name. Raises TypeError where they are others than the fields."""
        given = _signature(self._fields()).bind(*values, **named)
        given.apply_defaults()
        for name, value in given.arguments.items():
            object.__setattr__(self, name, _own(value))

    def __post_init__(self) -> None:
        """Make numbers of NumPy Python's own, and every NaN the same one; of a kind that is decorated."""
        for name, value in self._values().items():
            object.__setattr__(self, name, _own(value))

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        # dictionaries take the same NaN for equal
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), *self._values().values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._values().items())
        return f"{type(self).__qualname__}({values})"

    @classmethod
    def _fields(cls) -> tuple[Field[Any], ...]:
        # without a code it is no kind, and no dataclass
        return () if cls is Fact else fields(cls)

    def _values(self) -> dict[str, Any]:
        """Return the values of the fields by name."""
        return {each.name: getattr(self, each.name) for each in self._fields()}

    def english(self) -> str:
        """Return the sentence of a fact that belongs to one registered thing, in English; a language may override it.

        Facts of optsim itself have none here: their sentences are in `optsim.words`.
        """
        return ""

    def as_dict(self) -> dict[str, Any]:
        """Return code and numbers, for files: {"code": …, field: value}; facts in it likewise, lists for tuples.

        A number that is not finite is the text "nan", "inf" or "-inf".
        """
        return {"code": self.code, **{each.name: _plain(getattr(self, each.name)) for each in fields(self)}}


class UnknownFact(Fact):
    """A fact that a file holds and that no class here has: of a newer version, or of something that is not installed."""

    name: str
    values: tuple[tuple[str, Any], ...] = ()

    def english(self) -> str:
        """Return its code and its numbers: nothing else is known of it."""
        pairs = ", ".join(f"{key} {_plain(value)!r}" for key, value in self.values)
        return f"{self.name} ({pairs})" if pairs else self.name

    def as_dict(self) -> dict[str, Any]:
        """Return what was read."""
        return {"code": self.name, **{key: _plain(value) for key, value in self.values}}


@cache
def _signature(declared: tuple[Field[Any], ...]) -> Signature:
    """Return the signature by which a kind with these fields is made."""
    return Signature(
        [
            Parameter(
                each.name,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=Parameter.empty if each.default is MISSING else each.default,
            )
            for each in declared
        ]
    )


def kinds() -> Mapping[str, type[Fact]]:
    """Return all kinds of facts that are loaded, by code."""
    return MappingProxyType(_KINDS)


def from_dict(data: Mapping[str, Any]) -> Fact:
    """Return the fact of a file's {"code": …, field: value}; an UnknownFact where no kind here has such fields."""
    code = str(data.get("code", ""))
    values = {key: value for key, value in data.items() if key != "code"}
    kind = _KINDS.get(code)
    if kind is not None and {each.name for each in fields(kind)} == set(values):
        hints = get_type_hints(kind)
        try:
            return kind(**{key: _read(value, hints[key]) for key, value in values.items()})
        except _MisfitError:
            pass
    return UnknownFact(code, tuple((key, _fact_or_value(value)) for key, value in values.items()))


class _MisfitError(ValueError):
    """A value of a file that is not of a field's type."""


def _read(value: Any, hint: Any) -> Any:
    """Return a file's value as a field has it. Raises _MisfitError where it is of another type."""
    if hint is Any:
        return _fact_or_value(value)
    match get_origin(hint):
        case origin if origin in (Union, UnionType):
            return _first_that_fits(value, get_args(hint))
        case origin if origin is Literal:
            return _fitting(value, isinstance(value, str) and value in get_args(hint))
        case origin if origin is tuple:
            return _tuple(value, get_args(hint))
    return _one(value, hint)


def _one(value: Any, hint: type[Any]) -> Any:
    """Return a fact, a number or a text of a type."""
    if issubclass(hint, Fact):
        fact = from_dict(value) if isinstance(value, Mapping) else None
        return _fitting(fact, isinstance(fact, hint))
    return _number(value) if hint is float else _fitting(value, type(value) is hint)


def _first_that_fits(value: Any, hints: tuple[Any, ...]) -> Any:
    """Return a value as the first of some types has it that can."""
    for hint in hints:
        try:
            return _read(value, hint)
        except _MisfitError:
            continue
    return _fitting(value, value is None and NoneType in hints)


def _tuple(value: Any, hints: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a list as a tuple of one type, or of as many as there are."""
    listed = _fitting(value, isinstance(value, list | tuple))
    if hints[1:] == (...,):
        return tuple(_read(each, hints[0]) for each in listed)
    return tuple(map(_read, _fitting(listed, len(listed) == len(hints)), hints))


def _number(value: Any) -> float:
    if isinstance(value, str):
        return _NOT_FINITE[_fitting(value, value in _NOT_FINITE)]
    return float(_fitting(value, isinstance(value, int | float) and not isinstance(value, bool)))


def _fitting(value: Any, fits: bool) -> Any:  # noqa: FBT001 it is what was asked
    """Return a value that fits. Raises _MisfitError for another."""
    if not fits:
        raise _MisfitError
    return value


def _fact_or_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return from_dict(value)
    return tuple(map(_fact_or_value, value)) if isinstance(value, list | tuple) else value


def _own(value: Any) -> Any:
    """Return a value with Python's own numbers, and one and the same NaN."""
    if isinstance(value, list | tuple):
        return tuple(map(_own, value))
    number = value.item() if hasattr(value, "item") else value
    return math.nan if isinstance(number, float) and math.isnan(number) else number


def _plain(value: Any) -> Any:
    if isinstance(value, Fact):
        return value.as_dict()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
