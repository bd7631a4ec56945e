"""An update as a list of NumPy calls: recorded once while it runs, to be repeated in other arrays (`binding.py`).

`record` runs a function on `Taped` arrays, which note on a `Tape` every call that is made of them. The recording has the
operations of the function itself, in its order, so what repeats it has its bits. A function that cannot be recorded whole,
because it decides by a value, calls what is not known here, or changes something, raises NotRecordableError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

AnyArray = npt.NDArray[Any]


class NotRecordableError(TypeError):
    """A function does with an array what a tape does not note."""


class Value(int):
    """The number of a value on a tape."""


class Entry(NamedTuple):
    """One value on a tape: how it is made of others.

    `kind` is "input", "view", "copy", "where", "call", "reduce" or "accumulate"; `operands` are numbers of values (`Value`) and
    constants. `detail` is the key of a view, the axis of an accumulation, axis and keepdims of a reduction.
    """

    kind: str
    function: np.ufunc | None
    operands: tuple[Any, ...]
    detail: Any
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    def is_like(self, other: Entry) -> bool:
        """Tell if another entry says the same, constants included."""
        return self._replace(operands=()) == other._replace(operands=()) and same(self.operands, other.operands)


class Recording(NamedTuple):
    """What a function does: its values, the first `inputs` of which it is given, and those that it returns."""

    entries: tuple[Entry, ...]
    inputs: int
    results: tuple[Value, ...]

    def is_like(self, other: Recording) -> bool:
        """Tell if another recording says the same."""
        if (self.inputs, self.results, len(self.entries)) != (other.inputs, other.results, len(other.entries)):
            return False
        return all(one.is_like(entry) for one, entry in zip(self.entries, other.entries, strict=True))


class Tape:
    """The values that a function makes of its inputs, in order; `failure` is what is not noted."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.failure = ""
        self._errors = np.geterr()

    def input(self, value: AnyArray) -> Taped:
        """An array that will be another one each time."""
        return self.note("input", None, (), None, value)

    def note(self, kind: str, function: np.ufunc | None, operands: Sequence[Any], detail: Any, result: Any) -> Taped:
        """Take down a value with how it was made."""
        value = np.asarray(result)
        self.entries.append(
            Entry(kind, function, tuple(map(self._operand, operands)), detail, value.shape, value.dtype)
        )
        return Taped(self, Value(len(self.entries) - 1), value)

    def _operand(self, each: Any) -> Any:
        """The number of a value, or a constant, which stays as it is now."""
        if isinstance(each, Taped):
            return each.number if each.tape is self else self.fail("copy.deepcopy")
        if type(each) is np.ndarray:
            return each.copy("K")
        return each if isinstance(each, bool | int | float | np.generic) else self.fail(type(each).__name__)

    def check_errors(self) -> None:
        """Fail where np.errstate is another one than outside: what raises an error decides by a value."""
        if np.geterr() != self._errors:
            self.fail("np.errstate")

    def fail(self, what: str) -> NoReturn:
        """Raise NotRecordableError with what is done with an array, and remember it: the function may catch it."""
        self.failure = self.failure or what
        raise NotRecordableError(what)


def _refused(what: str) -> Callable[..., NoReturn]:
    """Return a method that the tape does not note: what is done with an array there."""

    def method(self: Taped, *_: Any) -> NoReturn:
        self.tape.fail(what)

    return method


#: by the kind of its type: the class of a number
_NUMBERS: Mapping[str, type] = MappingProxyType({"b": bool, "i": int, "u": int, "f": float})
_METHODS = MappingProxyType({"__call__": "call", "reduce": "reduce", "accumulate": "accumulate"})


class Taped(NDArrayOperatorsMixin):
    """An array whose calls a tape notes; it is worked out beside that, so that shapes and types are known.

    For `isinstance` it is what it stands for: an array, or a number where it has no axes.
    """

    __slots__ = ("number", "tape", "value")

    def __init__(self, tape: Tape, number: Value, value: AnyArray) -> None:
        self.tape, self.number, self.value = tape, number, value

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return np.ndarray if self.value.ndim else _NUMBERS.get(self.value.dtype.kind, np.ndarray)

    @property
    def shape(self) -> tuple[int, ...]:
        """As an array's."""
        return self.value.shape

    @property
    def ndim(self) -> int:
        """As an array's."""
        return self.value.ndim

    @property
    def size(self) -> int:
        """As an array's."""
        return self.value.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """As an array's."""
        return self.value.dtype

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Taped:
        self.tape.check_errors()
        axis, keepdims = options.pop("axis", 0), options.pop("keepdims", False)
        kind = _METHODS.get(method)
        if kind is None or options or ufunc.nout != 1 or ufunc.signature is not None:
            self.tape.fail(f"np.{ufunc.__name__}({', '.join(sorted(options))})")
        values = [_value(each) for each in inputs]
        if kind == "call":
            return self.tape.note(kind, ufunc, inputs, None, ufunc(*values))
        if kind == "accumulate":
            return self.tape.note(kind, ufunc, inputs, axis, ufunc.accumulate(values[0], axis))
        result = ufunc.reduce(values[0], axis, keepdims=keepdims)
        return self.tape.note(kind, ufunc, inputs, (axis, keepdims), result)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function is np.where and len(args) == 3 and not options:
            return self.tape.note("where", None, args, None, np.where(*(_value(each) for each in args)))
        if function in {np.zeros_like, np.ones_like} and len(args) == 1 and not options:
            return function(args[0].value)
        return self.tape.fail(f"np.{function.__name__}")

    def __getitem__(self, key: Any) -> Taped:
        parts = key if type(key) is tuple else (key,)
        if not all(each is None or each is Ellipsis or type(each) in (slice, int) for each in parts):
            self.tape.fail("array[index]")
        return self.tape.note("view", None, (self,), key, self.value[key])

    def __getattr__(self, name: str) -> NoReturn:
        self.tape.fail(f".{name}")

    def astype(self, dtype: npt.DTypeLike) -> Taped:
        """As an array's."""
        self.tape.check_errors()
        return self.tape.note("copy", None, (self,), None, self.value.astype(dtype))

    # a power of an array is not that of the ufunc
    __pow__ = __rpow__ = __ipow__ = _refused("**")
    __bool__ = __contains__ = _refused("if")
    __hash__ = _refused("hash()")
    __int__ = __float__ = __complex__ = __index__ = __round__ = __trunc__ = __floor__ = __ceil__ = _refused("number")
    __str__ = __repr__ = __format__ = _refused("str()")
    __len__ = __iter__ = __reversed__ = _refused("iter()")
    __array__ = _refused("np.array")
    __setitem__ = __delitem__ = _refused("array[…] = …")


def _value(each: Any) -> Any:
    return each.value if isinstance(each, Taped) else each


def record(function: Callable[..., Sequence[Any]], arguments: Sequence[AnyArray]) -> Recording:
    """Return what a function does with arrays, which gives arrays. Raises NotRecordableError where it cannot be recorded whole.

    Args:
        function: is called twice, to see that it does the same again; it is to be a pure function of its arguments.
        arguments: arrays of the shapes that it will be given.
    """
    first, second = (_recorded(function, arguments) for _ in range(2))
    if not first.is_like(second):
        raise NotRecordableError("not pure")
    return first


def _recorded(function: Callable[..., Sequence[Any]], arguments: Sequence[AnyArray]) -> Recording:
    tape = Tape()
    results = function(*(tape.input(each) for each in arguments))
    if tape.failure:
        raise NotRecordableError(tape.failure)
    if not all(isinstance(each, Taped) and each.tape is tape for each in results):
        raise NotRecordableError("other result")
    return Recording(tuple(tape.entries), len(arguments), tuple(each.number for each in results))


def same(one: Any, other: Any) -> bool:
    """Tell if nested tuples of arrays and numbers are equal to the bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    left, right = np.asarray(one), np.asarray(other)
    return left.shape == right.shape and left.dtype == right.dtype and left.tobytes() == right.tobytes()
