"""Checks of a format of training logs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from optsim.logs import LogError, LogFormat, Readings, format_named
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.problems import ReadAgain
from optsim.testing.assertions import check_registered, demand

#: what a file of the name may hold instead: nothing, other bytes, a line without end, numbers that are none, depth
_HOSTILE = (
    b"",
    b"\n\n\n",
    bytes(range(256)) * 40,
    b"a" * 100_000,
    b"a,b\n" * 50 + b"1,2,3,4\n",
    b'{"loss": NaN, "step": -1}\n{"loss": 1e999, "step": 0.5}\n{"loss": "\x1b[2J"}\n',
    b"{" * 5000,
    b"step,loss\n" + b"9" * 5000 + b",1\n",
)

Columns = dict[tuple[str, str], list[tuple[int, str]]]


def check_log_format(form: type[LogFormat]) -> None:
    """Check a format of training logs.

    It says what it is, and knows its own example by name and first bytes. The example gives at least two values of a column; steps,
    values, epochs and times are arrays of one length. It says the same in one piece, byte by byte and in pieces of seven, and the
    second time. Without its last byte it is no fault: somebody is still writing. Any other bytes are a LogError or nothing, the same
    in one piece and in several; what stands before them is read all the same.

    Args:
        form: The class.

    Raises:
        AssertionError: with what is wrong.
    """
    check_registered(form)
    demand(bool(form.files), f"{form.__name__} needs `files`, patterns of the names of its files")
    example = form.example()
    demand(isinstance(example, bytes) and bool(example), "example() must give the bytes of a small log")
    demand(form.recognizes(example[:4096]), "it does not recognize its own example")
    name = re.sub(r"[*?]+", "example", form.files[0])
    known = format_named(name, example[:4096])
    demand(known is form or known is None or form.files[0] in known.files, f"{name} is taken for {known}")
    whole = _columns(_read(form, [example]))
    demand(any(len(values) > 1 for values in whole.values()), "its example must give two values of a column")
    for size in (1, 7):
        pieces = [example[at : at + size] for at in range(0, len(example), size)]
        demand(_columns(_read(form, pieces)) == whole, f"in pieces of {size} bytes it says something else")
    demand(_columns(_read(form, [example])) == whole, "it says something else the second time")
    _check_torn(form, example)
    for other in _HOSTILE:
        _check_hostile(form, other)
    values, fault = _outcome(form, [example + _HOSTILE[2]])
    given = all(values.get(name, [])[: len(each)] == each for name, each in whole.items())
    demand(given or not fault, f"what stands before a fault must be given before it is raised: {fault}")


def _read(form: type[LogFormat], pieces: Iterable[bytes], axes: Axes | None = None) -> Iterator[Readings]:
    """Yield what a log says, piece by piece, up to its end."""
    log = form(axes)
    for piece in pieces:
        yield from log.read(piece)
    yield from log.settle()


def _columns(readings: Iterable[Readings]) -> Columns:
    """Return the values of each column with their steps; digits as they are, so that NaN is the same as NaN."""
    columns: Columns = {}
    for each in readings:
        _check_readings(each)
        columns.setdefault((each.run, each.column), []).extend(
            (step, repr(value)) for step, value in zip(each.steps.tolist(), each.values.tolist(), strict=True)
        )
    return columns


def _check_readings(each: Any) -> None:
    demand(isinstance(each, Readings), f"it must give Readings, not {type(each).__name__}")
    demand(isinstance(each.column, str) and bool(each.column), "a column needs a name")
    demand(each.steps.dtype == np.int64, f"the steps of {each.column} must be whole numbers, np.int64")
    for numbers in (each.values, each.epochs, each.times):
        if numbers is not None:
            fits = numbers.dtype == np.float64 and numbers.shape == each.steps.shape
            demand(fits, f"{each.column} needs a number, np.float64, for each of its steps")
    demand(bool((each.steps >= 0).all()), f"{each.column} has a step below 0")


def _check_torn(form: type[LogFormat], example: bytes) -> None:
    log = form()
    try:
        for _ in log.read(example[:-1]):
            pass
    except (LogError, ReadAgain) as error:
        raise AssertionError(f"a record that is not complete must be waited for: {error}") from error


def _check_hostile(form: type[LogFormat], data: bytes) -> None:
    try:
        whole = _outcome(form, [data])
        pieces = _outcome(form, [data[:7], data[7:101], data[101:]])
    except (Exception, RecursionError) as error:
        raise AssertionError(
            f"{data[:24]!r}… must be a LogError or nothing, and gave {type(error).__name__}: {error}"
        ) from error
    demand(pieces == whole, f"{data[:24]!r}… says something else in pieces: {pieces[1] or 'no fault'}")


def _outcome(form: type[LogFormat], pieces: Sequence[bytes]) -> tuple[Columns, str]:
    """Return the values of each column up to a fault, and the fault; read again where its rows have to be counted otherwise."""
    axes = Axes()
    while True:
        columns: Columns = {}
        try:
            for each in _read(form, pieces, axes):
                for name, values in _columns([each]).items():
                    columns.setdefault(name, []).extend(values)
        except ReadAgain as again:
            axes = again.otherwise(axes)
        except LogError as error:
            return columns, str(error)
        else:
            return columns, ""
