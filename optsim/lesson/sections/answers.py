"""Answers in a question's table of a lesson file: conditions of options, a step or a number, an order of lanes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from optsim.faults import AllOf, AnyOf
from optsim.lesson.lesson import Amount, Ranking
from optsim.lesson.sections.draws import is_number
from optsim.scenario.demo.conditions import BadConditionError
from optsim.scenario.expressions.nodes import Expression, Kind, Value, about, parts
from optsim.scenario.expressions.reader import read_expression
from optsim.scenario.fault_facts import no_truth
from optsim.scenario.tables import Faults, shown_value

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
#: stands for each lane in what lanes are ordered by
_EACH_LANE = "LANE"
#: the keys of a question's table that its kind has, beside those of all kinds
_OWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "choice": ("options",),
        "yesno": ("holds",),
        "step": ("answer", "within", "within_percent"),
        "value": ("answer", "within", "within_percent"),
        "order": ("by", "largest_first"),
    }
)


class Known(NamedTuple):
    """What an expression may name: the lanes, and how many parameters there are (None: as many as it likes)."""

    lanes: tuple[str, ...]
    dim: int | None


def check_own_keys(table: Mapping[str, Any], kind: str, at: str, faults: Faults) -> None:
    """Note keys that belong to questions of other kinds."""
    for key in dict.fromkeys(key for keys in _OWN.values() for key in keys):
        if key in table and key not in _OWN[kind]:
            faults.add(
                f"{at}.{key}",
                'belongs to a question of kind = {owners}; a question of kind = "{kind}" has {own}',
                owners=AnyOf(tuple(f'"{name}"' for name, keys in _OWN.items() if key in keys)),
                kind=kind,
                own=AllOf(_OWN[kind]),
            )


def holds_of(table: Mapping[str, Any], kind: str, at: str, faults: Faults, known: Known) -> tuple[Expression, ...]:
    """Return the conditions of the answers; of a question of yes or no the one of yes."""
    if kind == "yesno":
        return tuple(filter(None, (condition_of(table, "holds", f"{at}.holds", faults, known),)))
    options = table.get("options")
    if not isinstance(options, list) or not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        faults.add(
            f"{at}.options",
            "must be {least} to {most} answers, each with text and holds",
            least=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
        )
        return ()
    conditions = []
    for number, option in enumerate(options, start=1):
        here = f"{at}.options[{number}]"
        if not isinstance(option, Mapping):
            faults.add(here, 'must be a table with text = "…" and holds = "…"')
            continue
        faults.unknown_keys(option, ("text", "holds", "why"), here)
        conditions.append(condition_of(option, "holds", f"{here}.holds", faults, known))
    return tuple(filter(None, conditions))


def amount_of(table: Mapping[str, Any], kind: str, at: str, faults: Faults, known: Known) -> Amount | None:
    """Return the step or the number that is asked for; None where it is none, which is noted."""
    example = "first(gd.loss < 0.1)" if kind == "step" else "gd.loss"
    value = _number_of(table, "answer", f"{at}.answer", faults, known, example)
    given = [key for key in ("within", "within_percent") if key in table]
    if len(given) != 1:
        faults.add(
            f"{at}.within", "must say how far off an answer may be: within = 5, or within_percent = 10, one of them"
        )
        return None
    (key,) = given
    width = table[key]
    if not is_number(width) or width < 0 or (key == "within_percent" and width >= 100):
        any_width, percent = (
            "must be a number from 0 on, not {value}",
            "must be a number from 0 to below 100, not {value}",
        )
        faults.add(f"{at}.{key}", any_width if key == "within" else percent, value=shown_value(width))
        return None
    share = key == "within_percent"
    return None if value is None else Amount(value, width / 100 if share else float(width), share)


def ranking_of(table: Mapping[str, Any], at: str, faults: Faults, known: Known) -> Ranking | None:
    """Return the numbers by which lanes are ordered; None where there are none, which is noted."""
    if not FEWEST_OPTIONS <= len(known.lanes) <= MOST_OPTIONS:
        faults.add(
            f"{at}.lanes",
            '{least} to {most} lanes can be ordered, here are {count}; say which: lanes = ["gd", "adam"]',
            least=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
            count=len(known.lanes),
        )
    largest = table.get("largest_first", False)
    if not isinstance(largest, bool):
        faults.add(f"{at}.largest_first", no_truth(shown_value(largest)))
    each = Known((*known.lanes, _EACH_LANE), known.dim)
    value = _number_of(table, "by", f"{at}.by", faults, each, f"first({_EACH_LANE}.loss < 0.1)")
    if value is None:
        return None
    if not any(isinstance(node, Value) and node.lane == _EACH_LANE for node in parts(value.root)):
        faults.add(
            f"{at}.by", "must name {each_lane}, which stands for each lane: {each_lane}.loss", each_lane=_EACH_LANE
        )
        return None
    values = tuple(value._replace(root=about(value.root, _EACH_LANE, lane)) for lane in known.lanes)
    return Ranking(values, bool(largest))


def condition_of(table: Mapping[str, Any], key: str, at: str, faults: Faults, known: Known) -> Expression | None:
    """Return a condition of a table; None where it is none, which is noted."""
    value = table.get(key)
    if not isinstance(value, str):
        faults.add(at, 'must be a condition, for instance "gd.loss < adam.loss", not {value}', value=shown_value(value))
        return None
    return expression_of(value, at, faults, known, "condition")


def _number_of(
    table: Mapping[str, Any], key: str, at: str, faults: Faults, known: Known, example: str
) -> Expression | None:
    """Return an expression of a table whose value is a number; None where it is none, which is noted."""
    value = table.get(key)
    if not isinstance(value, str):
        faults.add(
            at,
            'must be an expression, for instance "{example}", not {value}',
            example=example,
            value=shown_value(value),
        )
        return None
    return expression_of(value, at, faults, known, "number")


def expression_of(text: str, at: str, faults: Faults, known: Known, kind: Kind | None = None) -> Expression | None:
    """Return an expression; None where it is none, or names a parameter that there is not, which is noted."""
    try:
        expression = read_expression(text, known.lanes, kind)
    except BadConditionError as error:
        faults.add(at, error.fault)
        return None
    dim = known.dim
    for node in parts(expression.root):
        if isinstance(node, Value) and dim is not None and node.part >= dim:
            faults.add(
                at,
                "asks for parameter {part}, and there are {dim}, from 0 to {last}",
                part=node.part,
                dim=dim,
                last=dim - 1,
            )
    return expression
