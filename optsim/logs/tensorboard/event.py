"""Events of TensorBoard: time, step, and scalars by their tags, in both ways in which they are written."""

from __future__ import annotations

import struct
from typing import NamedTuple

from optsim.logs.tensorboard.wire import Field, fields, signed, whole

#: numbers of fields that are all alike: a summary's values, what is said of a value's plugin, and its name
_VALUE = _PLUGIN = _PLUGIN_NAME = 1
#: types of tensors -> how a number is written among their bytes
_FORMS = {1: "<f", 2: "<d", 3: "<i", 4: "<B", 5: "<h", 6: "<b", 9: "<q", 17: "<H", 19: "<e", 22: "<I", 23: "<Q"}
#: fields of a tensor's numbers -> how each of them is written; None for whole numbers of any length
_NUMBERS = {5: "<f", 6: "<d", 7: None, 10: None, 16: None, 17: None}


class Scalar(NamedTuple):
    """A scalar: its tag, its value, where that lies and how it is written; no place where it has no bytes of its own."""

    tag: str
    value: float
    start: int
    form: str


class Event(NamedTuple):
    """Time and step of an event, where they lie (0 for a step of 0, which is not written), and its scalars."""

    time: float
    step: int
    time_at: int
    step_at: tuple[int, int]
    scalars: tuple[Scalar, ...]


def event_of(data: bytes) -> Event:
    """Return the event of a record's data. Raises LogError where they are none."""
    time, time_at, step, step_at, scalars = 0.0, -1, 0, (0, 0), []
    for each in fields(data, 0, len(data)):
        match each.number, each.kind:
            # time, step, summary
            case (1, 1):
                time, time_at = struct.unpack_from("<d", data, each.start)[0], each.start
            case (2, 0):
                step, step_at = signed(whole(data, each.start, each.end)[0]), (each.start, each.end)
            case (5, 2):
                values = (value for value in fields(data, each.start, each.end) if value.number == _VALUE)
                scalars += [scalar for value in values if (scalar := _scalar(data, value)) is not None]
    return Event(time, step, time_at, step_at, tuple(scalars))


def _scalar(data: bytes, value: Field) -> Scalar | None:
    """Return the scalar of a value; None where it is a picture, a histogram or the like."""
    tag, number, plugin = "", None, "scalars"
    for each in fields(data, value.start, value.end):
        match each.number, each.kind:
            # tag, value of the old kind, tensor, metadata
            case (1, 2):
                tag = data[each.start : each.end].decode("utf-8", "replace")
            case (2, 5):
                number = struct.unpack_from("<f", data, each.start)[0], each.start, "<f"
            case (8, 2):
                number = _of_tensor(data, each)
            case (9, 2):
                plugin = _plugin(data, each) or plugin
    return None if number is None or plugin != "scalars" or not tag else Scalar(tag, *number)


def _plugin(data: bytes, metadata: Field) -> str:
    """Return the name of the plugin that a value is for; empty where none is named."""
    for each in fields(data, metadata.start, metadata.end):
        if (each.number, each.kind) == (_PLUGIN, 2):
            for name in fields(data, each.start, each.end):
                if (name.number, name.kind) == (_PLUGIN_NAME, 2):
                    return data[name.start : name.end].decode("utf-8", "replace")
    return ""


def _of_tensor(data: bytes, tensor: Field) -> tuple[float, int, str] | None:
    """Return the number of a tensor that has one; None of any other."""
    form, numbers = "<f", list[tuple[float, int, str] | None]()
    for each in fields(data, tensor.start, tensor.end):
        match each.number, each.kind:
            # type, shape, bytes
            case (1, 0):
                form = _FORMS.get(whole(data, each.start, each.end)[0], "")
            case (2, 2) if _elements(data, each) != 1:
                return None
            case (4, 2) if form:
                numbers.append(_written(data, each, form))
            case _ if each.number in _NUMBERS:
                numbers.append(_listed(data, each))
    if not form:
        return None
    # a number that is 0 need not be written
    return numbers[0] if numbers else (0.0, -1, "")


def _written(data: bytes, each: Field, form: str) -> tuple[float, int, str] | None:
    """Return the number that some bytes are; None where they are several."""
    if each.end - each.start != struct.calcsize(form):
        return None
    return float(struct.unpack_from(form, data, each.start)[0]), each.start, form


def _listed(data: bytes, each: Field) -> tuple[float, int, str] | None:
    """Return the number of a list that has one."""
    form = _NUMBERS[each.number]
    if form is None:
        value, end = whole(data, each.start, each.end)
        return (float(signed(value)), -1, "") if end == each.end else None
    return _written(data, each, form)


def _elements(data: bytes, shape: Field) -> int:
    """Return how many numbers a tensor of a shape has."""
    count = 1
    for dimension in fields(data, shape.start, shape.end):
        if (dimension.number, dimension.kind) == (2, 2):
            of_it = fields(data, dimension.start, dimension.end)
            count *= next((whole(data, each.start, each.end)[0] for each in of_it if each[:2] == (1, 0)), 0)
    return count
