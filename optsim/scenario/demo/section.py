"""The [demo] section of a scenario file: what is done in it, one verb a table, with all faults told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_args

from optsim.engine.settings import Declared, Setting, declared
from optsim.faults import AllOf, Fault
from optsim.languages import LANGUAGES
from optsim.scenario.demo.conditions import BadConditionError, read_condition
from optsim.scenario.demo.demo import Act, Demo, Verb
from optsim.scenario.demo.key_names import BadKeyError, key_name
from optsim.scenario.fault_facts import hidden_character, no_lane, no_text, too_long
from optsim.scenario.lanes.names import control_character, normal_name
from optsim.scenario.tables import Faults, shown_value

SMALLEST, LARGEST = (60, 18), (300, 100)
MOST_ACTS, MOST_KEYS, LONGEST_TEXT = 500, 100, 240
SLOWEST, FASTEST = 0.1, 100.0
VERBS: tuple[str, ...] = get_args(Verb)
#: keys that can make, rename or replace lanes: after them a condition may name one that the file does not have
_LANE_MAKERS = frozenset("aefou") | {"ctrl+p"}
_SECONDS = Setting(help="seconds", least=0, most=60)
_SHOT_NAME = re.compile(r"[\w][\w.-]{0,39}")

_Read = Callable[[Any, str, Faults], Any]


def demo_of(value: object, at: str, faults: Faults, lanes: object) -> Demo | None:
    """The demo; None where a problem was noted. `lanes` is the table of the lanes: conditions may name them."""
    if isinstance(value, Demo):
        return value
    section = faults.table(value, at)
    if section is None:
        return None
    before = len(faults.problems)
    faults.unknown_keys(section, declared(Demo), at)
    named = [normal_name(str(name)) for name in lanes] if isinstance(lanes, Mapping) else []
    ready: dict[str, Any] = {"do": acts_of(section.get("do", []), f"{at}.do", faults, named)}
    if "lang" in section:
        ready["lang"] = _language(section["lang"], f"{at}.lang", faults)
    if "size" in section:
        ready["size"] = _size(section["size"], f"{at}.size", faults)
    rest = {key: each for key, each in section.items() if key in declared(Demo) and key not in ready}
    demo = faults.build(Demo, rest, at, ready)
    return demo if len(faults.problems) == before else None


def _size(value: object, at: str, faults: Faults) -> Any:
    if not isinstance(value, list | tuple) or [type(side) for side in value] != [int, int]:
        faults.add(at, "must be columns and rows, for instance [100, 30], not {value}", value=shown_value(value))
        return None
    width, height = value
    if not all(least <= side <= most for least, side, most in zip(SMALLEST, value, LARGEST, strict=True)):
        least, most, given = ("×".join(map(str, size)) for size in (SMALLEST, LARGEST, value))
        message = "must be columns and rows from {least} to {most}, not {given}"
        faults.add(at, message, least=least, most=most, given=given)
    return width, height


def _language(value: object, at: str, faults: Faults) -> Any:
    if not isinstance(value, str) or value not in LANGUAGES:
        faults.add(
            at,
            "must be the name of a language, not {value}; {suggestion}",
            value=shown_value(value),
            suggestion=LANGUAGES.suggest(str(value)),
        )
        return None
    return value


def acts_of(tables: object, at: str, faults: Faults, lanes: Collection[str]) -> tuple[Act, ...]:
    """Return the acts of an array of tables; those with problems are left out, which are noted."""
    if not isinstance(tables, list | tuple):
        faults.add(at, 'must be an array of tables [[demo.do]], each with one verb, for instance press = "space"')
        return ()
    if len(tables) > MOST_ACTS:
        faults.add(at, "has at most {most} tables, these are {count}", most=MOST_ACTS, count=len(tables))
        return ()
    acts = []
    lanes_may_change = not lanes
    shots: dict[str, int] = {}
    for number, value in enumerate(tables, start=1):
        here = f"{at}[{number}]"
        act = value if isinstance(value, Act) else _act(value, here, faults)
        if act is None:
            continue
        match act.verb:
            case "press":
                lanes_may_change = lanes_may_change or not _LANE_MAKERS.isdisjoint(act.value)
            case "until" if not lanes_may_change:
                _check_lane(act.value, f"{here}.until", faults, lanes)
            case "shot":
                first = shots.setdefault(act.value, number)
                if first != number:
                    faults.add(
                        f"{here}.shot", "is the name of a still already, that of {at}[{first}]", at=at, first=first
                    )
        acts.append(act)
    return tuple(acts)


def _act(value: object, at: str, faults: Faults) -> Act | None:
    table = faults.table(value, at)
    if table is None:
        return None
    verbs = [key for key in table if key in _READERS]
    faults.unknown_keys(table, (*VERBS, "rest"), at)
    if len(verbs) > 1:
        message = "has {count} verbs, {verbs}; give each a table [[demo.do]] of its own"
        faults.add(at, message, count=len(verbs), verbs=AllOf(tuple(verbs)))
        return None
    if not verbs:
        if set(table) == {"rest"}:
            faults.add(at, 'has no verb; "rest" stands beside say')
        if not table:
            faults.add(at, "has no verb; there are: {known}", known=", ".join(VERBS))
        return None
    verb = verbs[0]
    before = len(faults.problems)
    read = _READERS[verb](table[verb], f"{at}.{verb}", faults)
    rest = _rest(table, verb, at, faults)
    return Act(verb, read, rest) if len(faults.problems) == before else None  # type: ignore[arg-type]


def _rest(table: Mapping[str, Any], verb: str, at: str, faults: Faults) -> Any:
    """The seconds that a caption stays, None where that is not said."""
    if "rest" not in table:
        return None
    if verb != "say":
        faults.add(f"{at}.rest", 'is how long a caption stays, and belongs to say; for a pause there is "wait"')
        return None
    return _number(_SECONDS)(table["rest"], f"{at}.rest", faults)


def _number(setting: Setting) -> _Read:
    declared = Declared("", float, True, None, setting)
    return lambda value, at, faults: faults.value(declared, value, at)


def _flag(value: Any, at: str, faults: Faults) -> Any:
    return faults.value(Declared("", bool, True, None, None), value, at)


def _text(*blanks: str, lines: int = 1, most: int = LONGEST_TEXT) -> _Read:
    """Return a reader of texts that can be seen, with at most `lines` lines and `most` characters; `blanks` are taken, too."""

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, str):
            faults.add(at, no_text(shown_value(value)))
            return None
        text = unicodedata.normalize("NFC", value)
        if not text.strip() and text not in blanks:
            or_clear = 'must be a text that can be seen, or "" to clear it'
            faults.add(at, or_clear if "" in blanks else "must be a text that can be seen")
        for fault in _text_faults(text, lines, most):
            faults.add(at, fault)
        return text

    return read


def check_chapter(value: object, at: str, faults: Faults) -> None:
    """Note what is wrong with the name of a chapter."""
    _READERS["mark"](value, at, faults)


def check_caption(value: object, at: str, faults: Faults) -> None:
    """Note what is wrong with a caption that is not to be empty."""
    _text(lines=2)(value, at, faults)


def _text_faults(text: str, lines: int, most: int) -> Iterator[Fault]:
    if len(text) > most:
        yield too_long(len(text), most)
    if (count := text.count("\n") + 1) > lines > 1:
        yield Fault("has at most {most} lines, this one has {count}", most=lines, count=count)
    if hidden := control_character(text.replace("\n", "") if lines > 1 else text):
        yield hidden_character(hidden)


def _keys(value: Any, at: str, faults: Faults) -> Any:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
        faults.add(
            at, 'must be a key or a list of keys, for instance ["→", "space"], not {value}', value=shown_value(value)
        )
        return None
    if not 1 <= len(keys) <= MOST_KEYS:
        faults.add(at, "must be 1 to {most} keys, not {count}", most=MOST_KEYS, count=len(keys))
        return None
    names = []
    for key in keys:
        try:
            names.append(key_name(key))
        except BadKeyError as error:
            faults.add(at, error.fault)
    return tuple(names)


def _condition(value: Any, at: str, faults: Faults) -> Any:
    if not isinstance(value, str):
        faults.add(at, 'must be a condition, for instance "step >= 200", not {value}', value=shown_value(value))
        return None
    try:
        read_condition(value)
    except BadConditionError as error:
        faults.add(at, error.fault)
    return value.strip()


def _check_lane(text: str, at: str, faults: Faults, lanes: Collection[str]) -> None:
    lane = read_condition(text).lane
    if lane and lane not in lanes:
        faults.add(at, no_lane(lane, lanes))


def _shot_name(value: Any, at: str, faults: Faults) -> Any:
    if not isinstance(value, str) or not _SHOT_NAME.fullmatch(value):
        faults.add(
            at, "must be a name for a file: up to 40 letters, digits, - and _, not {value}", value=shown_value(value)
        )
    return value


_READERS: Mapping[str, _Read] = MappingProxyType(
    {
        "wait": _number(_SECONDS),
        "press": _keys,
        "type": _text(" "),
        "say": _text("", lines=2),
        "mark": _text(most=80),
        "until": _condition,
        "expect": _text(),
        "speed": _number(Setting(help="times as fast", least=SLOWEST, most=FASTEST)),
        "show": _flag,
        "shot": _shot_name,
    }
)
