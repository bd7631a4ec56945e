"""The keys that say how a data file is read, and the columns that they choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from optsim.engine.data.examples import Missing
from optsim.engine.settings import BadValueError, Setting, Settings
from optsim.facts import Fact
from optsim.faults import Fault, suggestion
from optsim.scenario.data.columns import Column, Kind, Sheet, check_numbers
from optsim.scenario.data.facts import NotAmongInputs, NoValues, TextLeftOut, TooManyTexts, WhyLeftOut
from optsim.scenario.data.faults import ColumnNotTaken, DataError, NotTaken, listed, shown
from optsim.system.printable import printable_line

#: by default a text column of more different texts is left out; nobody gets more columns of one
FEW_TEXTS, MOST_TEXTS = 20, 1000
ColumnName = str | int
_NOT_A_SEPARATOR = '"+-.'


@dataclass(frozen=True, kw_only=True)
class DataKeys(Settings):
    """Keys of `[objective.data]` beside `path` and `validation`: they say how a data file is read."""

    target: Annotated[
        ColumnName | None, Setting(help="the column to predict, by its name or number from 1; default: the last one")
    ] = None
    inputs: Annotated[
        tuple[ColumnName, ...] | None, Setting(help="the columns to predict it from; default: all others")
    ] = None
    missing: Missing = "drop"
    text: Annotated[
        Literal["one-hot", "leave"] | None,
        Setting(help="text columns: a column of 0 and 1 for each text, or left out; default: one-hot up to 20 texts"),
    ] = None
    separator: Annotated[str | None, Setting(help="one character between two cells; default: found")] = None
    decimal: Annotated[Literal[".", ","] | None, Setting(help="the decimal mark; default: found")] = None
    header: Annotated[bool | None, Setting(help="whether the first line has names; default: found")] = None

    def __post_init__(self) -> None:
        """Raise BadValueError for a separator that is none."""
        super().__post_init__()
        mark = self.separator
        if mark is not None and mark != "\t" and (len(mark) != 1 or not _separates(mark)):
            raise BadValueError("separator", 'must be one character, as ";" or "\\t", not {mark}', mark=shown(mark))


def _separates(mark: str) -> bool:
    return mark.isprintable() and not mark.isalnum() and mark not in _NOT_A_SEPARATOR


class Choice(NamedTuple):
    """The columns that are taken, and those that are not with the reason."""

    target: Column
    inputs: list[Column]
    left_out: list[tuple[Column, WhyLeftOut]]


def choice_of(sheet: Sheet, keys: DataKeys, *, classes: bool = False) -> Choice:
    """The columns that the keys ask for; the target may be text where it says `classes`. Raises DataError."""
    if len(sheet.columns) < 2:
        raise DataError(
            "has one column, and needs two, an input and a target; if it has more, say what separates them: "
            'separator = ";"'
        )
    target = _target(sheet, keys.target, classes=classes)
    chosen, left_out = _inputs(sheet, target, keys)
    reasons = {column: _why_left(column, keys) for column in chosen}
    inputs = [column for column, why in reasons.items() if why is None]
    left_out += [(column, why) for column, why in reasons.items() if why is not None]
    if not inputs:
        message, name = "leaves no input for the target {target}: {reasons}", shown(str(target))
        raise DataError(message, key="inputs", target=name, reasons=_reasons(left_out))
    for column in (*inputs, target):
        check_numbers(column, sheet)
    return Choice(target, inputs, left_out)


def _target(sheet: Sheet, key: ColumnName | None, *, classes: bool) -> Column:
    """The column to predict: the named one, else the last one that has values."""
    if key is None:
        target = next((each for each in reversed(sheet.columns) if each.kind is not Kind.EMPTY), sheet.columns[-1])
    else:
        target = _column(sheet, key, "target")
    if target.kind is Kind.EMPTY:
        message, others = "the target {target} has no values; {others}", _other_targets(sheet)
        raise DataError(message, key="target", target=shown(str(target)), others=others)
    if target.kind is Kind.TEXT and not classes:
        few = listed([printable_line(text) for text in target.texts()], 3)
        last = "the last column {target} is text ({few}), and what is predicted is a number; {others}"
        named = "the target {target} is text ({few}), and what is predicted is a number; {others}"
        message, others = last if key is None else named, _other_targets(sheet)
        raise DataError(message, key="target", target=shown(str(target)), few=few, others=others)
    return target


def _other_targets(sheet: Sheet) -> Fault:
    """The way out: columns that could be predicted."""
    names = [_as_key(each, sheet) for each in sheet.columns if each.kind in (Kind.NUMBERS, Kind.TRUTH)]
    if not names:
        return Fault("the file has no column of numbers; write them as 1.5 or -2e3, with no other sign or quote mark")
    if len(names) == 1:
        return Fault("write target = {name}", name=names[0])
    return Fault("write target = {name}, or one of {others}", name=names[-1], others=listed(names[:-1]))


def _as_key(column: Column, sheet: Sheet) -> str:
    """The column as a scenario file names it."""
    alike = sum(other.name == column.name for other in sheet.columns)
    plain = printable_line(column.name) == column.name and not set(column.name) & set('"\\')
    return f'"{column.name}"' if column.name and plain and alike == 1 else str(column.number)


def _column(sheet: Sheet, key: ColumnName, at: str) -> Column:
    """The column of a name, or of a number from 1. Raises DataError."""
    if isinstance(key, int):
        if not 1 <= key <= len(sheet.columns):
            raise DataError(
                "there is no column {name}; columns are numbered from 1 to {count}",
                key=at,
                name=key,
                count=len(sheet.columns),
            )
        return sheet.columns[key - 1]
    same_name = [each for each in sheet.columns if each.name == key.strip() and each.name]
    if len(same_name) == 1:
        return same_name[0]
    if same_name:
        numbers = listed([str(each.number) for each in same_name])
        raise DataError(
            "{count} columns are named {name}; give the number of one, without quotes: {numbers}",
            key=at,
            count=len(same_name),
            name=shown(key),
            numbers=numbers,
        )
    if not sheet.names_line:
        what = "the file has no line of names; give the number of the column, from 1 to {count}, without quotes"
        raise DataError(what, key=at, count=len(sheet.columns))
    there = suggestion(key, [printable_line(each.name) for each in sheet.columns if each.name])
    raise DataError("no column is named {name}; {suggestion}", key=at, name=shown(key), suggestion=there)


def _inputs(sheet: Sheet, target: Column, keys: DataKeys) -> tuple[list[Column], list[tuple[Column, WhyLeftOut]]]:
    """The columns that are asked for as inputs, and those that are not taken with the reason."""
    if keys.inputs is None:
        others = [each for each in sheet.columns if each is not target]
        full = [each for each in others if each.kind is not Kind.EMPTY]
        return full, [(each, NoValues()) for each in others if each.kind is Kind.EMPTY]
    inputs = [_column(sheet, key, "inputs") for key in keys.inputs]
    if target in inputs:
        raise DataError("{target} is the target; take it out of inputs", key="inputs", target=shown(str(target)))
    if len(set(inputs)) < len(inputs):
        twice = next(each for place, each in enumerate(inputs) if each in inputs[:place])
        raise DataError("{twice} is named twice", key="inputs", twice=shown(str(twice)))
    empty = next((each for each in inputs if each.kind is Kind.EMPTY), None)
    if empty is not None:
        raise DataError("{empty} has no values; take it out of inputs", key="inputs", empty=shown(str(empty)))
    return inputs, [(each, NotAmongInputs()) for each in sheet.columns if each not in inputs and each is not target]


def _why_left(column: Column, keys: DataKeys) -> WhyLeftOut | None:
    """Return why a column is not taken; None where it is."""
    if column.kind is not Kind.TEXT:
        return None
    if keys.text == "leave":
        return TextLeftOut()
    texts = len(column.texts())
    if texts > MOST_TEXTS:
        return TooManyTexts(texts, MOST_TEXTS, by_default=False)
    if keys.text is None and texts > FEW_TEXTS:
        return TooManyTexts(texts, FEW_TEXTS, by_default=True)
    return None


def _reasons(left_out: Sequence[tuple[Column, WhyLeftOut]]) -> Fact:
    """Return the first reasons, for a message."""
    if not left_out:
        return Fault("inputs names none")
    return NotTaken(tuple(ColumnNotTaken(shown(str(column)), why) for column, why in left_out[:3]))
