"""The texts of a scenario: its own at the top of the file, and the section [text] with those in other languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from optsim.faults import Fault
from optsim.scenario.demo.demo import Demo
from optsim.scenario.demo.section import check_caption, check_chapter
from optsim.scenario.fault_facts import hidden_character, no_lane
from optsim.scenario.lanes.names import control_character, normal_name
from optsim.scenario.lanes.settings import check_title
from optsim.scenario.sections.listing import check_line
from optsim.scenario.tables import Faults, join, shown_value
from optsim.scenario.texts import Texts, texts

#: what checks a text of a list, how many texts it must have, what they are, and what each stands for
_Kind = tuple[Callable[[object, str, Faults], None], int | None, Fault, Fault]
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}")


def text_of(table: Mapping[str, Any], key: str, faults: Faults, at: str = "") -> str:
    """Return a text of any number of lines, empty where there is none or where it is no text, which is noted."""
    value, at = table.get(key, ""), at or key
    if not isinstance(value, str):
        faults.add(at, "must be a text", value=shown_value(value))
        return ""
    hidden = control_character(value.replace("\n", "").replace("\t", ""))
    if hidden:
        faults.add(at, hidden_character(hidden))
    return value.strip()


def texts_of(table: Mapping[str, Any], faults: Faults, demo: Demo | None) -> dict[str, Texts]:
    """Return the texts in other languages, by the name of the language; what is wrong with them is noted."""
    section = faults.table(table.get("text", {}), "text")
    lanes = table.get("lanes")
    names = [normal_name(str(name)) for name in lanes] if isinstance(lanes, Mapping) else []
    known = {}
    for name, value in (section or {}).items():
        at = join("text", str(name))
        if not _LANGUAGE.fullmatch(str(name)):
            faults.add(at, "must be the name of a language, of 2 to 8 letters, for instance [text.ja]")
        elif (own := faults.table(value, at)) is not None:
            check_texts(own, at, faults, names, demo)
            known[str(name)] = normal(texts(own))
    return known


def check_texts(table: Mapping[str, Any], at: str, faults: Faults, lanes: Collection[str], demo: Demo | None) -> None:
    """Note all that is wrong with the texts in one language.

    Args:
        table: The texts.
        at: The key of the table; empty for the top of a file.
        faults: What is wrong is noted here.
        lanes: The names of the lanes that there are.
        demo: The demo, where there is one that can be used.
    """
    faults.unknown_keys(table, Texts._fields, at)
    for key in ("title", "description"):
        text_of(table, key, faults, join(at, key))
    check_line(join(at, "summary"), table.get("summary", ""), faults)
    for name, title in (faults.table(table.get("lanes", {}), join(at, "lanes")) or {}).items():
        here = join(join(at, "lanes"), str(name))
        if normal_name(str(name)) not in lanes:
            faults.add(here, no_lane(str(name), lanes))
        if isinstance(title, str):
            check_title(title, here, faults)
        else:
            faults.add(here, "must be a text, the title of the lane, not {value}", value=shown_value(title))
    if "demo" in table:
        captions = None if demo is None else len(demo.captions)
        each = Fault("one for each say that is not empty")
        _check_acts(table["demo"], join(at, "demo"), faults, (check_caption, captions, Fault("captions"), each))
    if "chapters" in table:
        chapters = None if demo is None else len(demo.chapters)
        each = Fault("one for each mark")
        _check_acts(table["chapters"], join(at, "chapters"), faults, (check_chapter, chapters, Fault("chapters"), each))


def _check_acts(value: object, at: str, faults: Faults, kind: _Kind) -> None:
    """Note what is wrong with a list of captions or chapters."""
    check, needed, what, each = kind
    if not isinstance(value, list | tuple):
        shown = shown_value(value)
        faults.add(at, 'must be a list of {what}, for instance ["…", "…"], not {value}', what=what, value=shown)
        return
    for number, text in enumerate(value, start=1):
        check(text, f"{at}[{number}]", faults)
    if needed is None:
        message = "translates the {what} of [demo], and there is none that can be used; leave it out, or add one"
        faults.add(at, message, what=what)
    elif len(value) != needed:
        message = "must have as many {what} as [demo], {needed}, not {count}: {each}, in their order"
        faults.add(at, message, what=what, needed=needed, count=len(value), each=each)


def normal(own: Texts) -> Texts:
    """Return texts with the names of lanes, captions and chapters in normal form, as a scenario has them."""
    lanes = {normal_name(str(name)): title for name, title in own.lanes.items()}
    return own._replace(lanes=lanes, demo=_composed(own.demo), chapters=_composed(own.chapters))


def _composed(listed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", text) for text in listed)
