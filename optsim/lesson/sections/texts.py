"""The texts of a lesson in a language: those at their places in the file, and those of [text.LANGUAGE]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from optsim.faults import Fault
from optsim.lesson.lesson import LessonTexts, OptionTexts, QuestionTexts
from optsim.lesson.placeholders import place_texts
from optsim.scenario.fault_facts import (
    hidden_character,
    no_text,
    too_long,
)
from optsim.scenario.lanes.names import control_character
from optsim.scenario.tables import Faults, shown_value

#: characters of a question or a task, of an answer, of an explanation
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_EXPLANATION = 320, 120, 900


def text_of(table: Mapping[str, Any], key: str, at: str, faults: Faults, most: int, *, needed: bool = True) -> str:
    """Return a text that can be seen, its lines made one; empty where it is none, which is noted."""
    value = table.get(key, "")
    if key not in table:
        if needed:
            faults.add(at, "is missing: a text")
        return ""
    if not isinstance(value, str):
        faults.add(at, no_text(shown_value(value)))
        return ""
    text = " ".join(value.split())
    if needed and not text:
        faults.add(at, "must be a text that can be seen")
    if len(text) > most:
        faults.add(at, too_long(len(text), most))
    if hidden := control_character(text):
        faults.add(at, hidden_character(hidden))
    return text


def question_texts(table: Mapping[str, Any], at: str, faults: Faults) -> QuestionTexts:
    """Return the texts of a question's table."""
    return QuestionTexts(
        text_of(table, "question", f"{at}.question", faults, LONGEST_QUESTION),
        _options(table.get("options", ()), f"{at}.options", faults),
        text_of(table, "explain", f"{at}.explain", faults, LONGEST_EXPLANATION),
    )


def _options(value: object, at: str, faults: Faults) -> tuple[OptionTexts, ...]:
    """Return the texts of answers; each is a table, or a text alone."""
    if not isinstance(value, list | tuple):
        faults.add(
            at, 'must be a list of answers, for instance [{{ text = "…" }}], not {value}', value=shown_value(value)
        )
        return ()
    texts = []
    for number, each in enumerate(value, start=1):
        here = f"{at}[{number}]"
        table = {"text": each} if isinstance(each, str) else faults.table(each, here)
        if table is not None:
            text = text_of(table, "text", f"{here}.text", faults, LONGEST_OPTION)
            why = text_of(table, "why", f"{here}.why", faults, LONGEST_EXPLANATION, needed=False)
            texts.append(OptionTexts(text, why))
    return tuple(texts)


def lesson_texts(table: Mapping[str, Any], at: str, faults: Faults, *, has_task: bool) -> LessonTexts:
    """Return all texts of a language: of the file itself where `at` is empty, else of a table of [text]."""
    here = f"{at}." if at else ""
    tables = table.get("predict", ())
    if not isinstance(tables, list | tuple) or not all(isinstance(each, Mapping) for each in tables):
        faults.add(f"{here}predict", 'must be a list of tables, each with question = "…"')
        tables = ()
    questions = tuple(
        question_texts(each, f"{here}predict[{number}]", faults) for number, each in enumerate(tables, start=1)
    )
    task = table.get("task", {})
    task = task if isinstance(task, Mapping) else {}
    return LessonTexts(
        text_of(table, "title", f"{here}title", faults, 60),
        questions,
        text_of(task, "text", f"{here}task.text", faults, LONGEST_QUESTION, needed=has_task),
        text_of(task, "hint", f"{here}task.hint", faults, LONGEST_QUESTION, needed=has_task),
    )


#: keys that a translation has, at each depth
_TOP, _QUESTION, _OPTION, _TASK = (
    ("title", "predict", "task"),
    ("question", "options", "explain"),
    ("text", "why"),
    ("text", "hint"),
)


def translations(table: Mapping[str, Any], faults: Faults, own: LessonTexts) -> dict[str, LessonTexts]:
    """Return the texts in other languages; each has what the file itself has."""
    known = {}
    for name, value in (faults.table(table.get("text", {}), "text") or {}).items():
        at = f"text.{name}"
        section = faults.table(value, at)
        if section is None:
            continue
        _check_keys(section, at, faults)
        texts = lesson_texts(section, at, faults, has_task=bool(own.task))
        _compare(texts, own, at, faults)
        known[str(name)] = texts
    return known


def _check_keys(section: Mapping[str, Any], at: str, faults: Faults) -> None:
    """Note the keys that a translation has not."""
    faults.unknown_keys(section, _TOP, at)
    for number, question in _tables(section.get("predict")):
        faults.unknown_keys(question, _QUESTION, f"{at}.predict[{number}]")
        for place, option in _tables(question.get("options")):
            faults.unknown_keys(option, _OPTION, f"{at}.predict[{number}].options[{place}]")
    if isinstance(section.get("task"), Mapping):
        faults.unknown_keys(section["task"], _TASK, f"{at}.task")


def _tables(value: object) -> list[tuple[int, Mapping[str, Any]]]:
    listed: Sequence[object] = value if isinstance(value, list | tuple) else ()
    return [(number, each) for number, each in enumerate(listed, start=1) if isinstance(each, Mapping)]


def _compare(texts: LessonTexts, own: LessonTexts, at: str, faults: Faults) -> None:
    """Note what a translation has more or less than the file itself."""
    if len(texts.questions) != len(own.questions):
        faults.add(f"{at}.predict", "must have as many questions as [[predict]], {count}", count=len(own.questions))
    for number, (theirs, ours) in enumerate(zip(texts.questions, own.questions, strict=False), start=1):
        here = f"{at}.predict[{number}]"
        if len(theirs.options) != len(ours.options):
            faults.add(
                f"{here}.options",
                "must have as many answers as predict[{number}], {count}",
                number=number,
                count=len(ours.options),
            )
        for place, (one, other) in enumerate(zip(theirs.options, ours.options, strict=False), start=1):
            if bool(one.why) != bool(other.why):
                faults.add(f"{here}.options[{place}].why", "stands in one language only; give it in both, or in none")
            _compare_places(f"{one.text} {one.why}", f"{other.text} {other.why}", f"{here}.options[{place}]", faults)
        _compare_places(theirs.question, ours.question, f"{here}.question", faults)
        _compare_places(theirs.explain, ours.explain, f"{here}.explain", faults)


def _compare_places(text: str, own: str, at: str, faults: Faults) -> None:
    """Note values in a translation that are others than in the file's own text."""
    if place_texts(text) != place_texts(own):
        values = ", ".join(place_texts(own)) or Fault("none")
        faults.add(at, "must have the same values in {{}} as the text itself: {values}", values=values)
